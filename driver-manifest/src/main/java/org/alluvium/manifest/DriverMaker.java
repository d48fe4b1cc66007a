package org.alluvium.manifest;

import static java.util.Objects.requireNonNull;

import java.lang.reflect.Array;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes a component outside of a container: settings have their defaults unless they are given, services do nothing, the bundle has
 * a version.
 */
public final class DriverMaker {
    private final String version;
    private final Map<String, Object> settings;

    /**
     * Keeps nothing of what it makes.
     *
     * @param version the bundle's
     * @param settings those that differ from their defaults, by the names of the methods that tell them, of the types that those answer
     */
    public DriverMaker(String version, Map<String, Object> settings) {
        this.version = requireNonNull(version);
        this.settings = Map.copyOf(settings);
    }

    /**
     * An object of that class.
     *
     * @throws ReflectiveOperationException when none of its public constructors takes what can be had here
     */
    public Object make(Class<?> type) throws ReflectiveOperationException {
        Constructor<?> constructor = Arrays.stream(type.getConstructors())
                .filter(candidate ->
                        Arrays.stream(candidate.getParameterTypes()).allMatch(DriverMaker::canBeMade))
                .max(Comparator.comparingInt(Constructor::getParameterCount))
                .orElseThrow(() -> new NoSuchMethodException("none of the public constructors of " + type.getName()
                        + " takes settings, the bundle's context and services alone"));
        return constructor.newInstance(supply(constructor.getParameterTypes()));
    }

    /**
     * Has the component end, by the method of that name, which need not be public.
     *
     * @throws ReflectiveOperationException when it has no such method, or that fails
     */
    public void end(Object component, String deactivate) throws ReflectiveOperationException {
        Method method = Arrays.stream(component.getClass().getDeclaredMethods())
                .filter(candidate -> candidate.getName().equals(deactivate))
                .findFirst()
                .orElseThrow(
                        () -> new NoSuchMethodException(component.getClass().getName() + " has no " + deactivate));
        method.setAccessible(true);
        method.invoke(component, supply(method.getParameterTypes()));
    }

    private @Nullable Object[] supply(Class<?>[] types) throws ReflectiveOperationException {
        @Nullable Object[] parameters = new Object[types.length];
        for (int i = 0; i < types.length; i++) {
            parameters[i] = supply(types[i]);
        }
        return parameters;
    }

    private static boolean canBeMade(Class<?> type) {
        return type.isInterface()
                || !Modifier.isAbstract(type.getModifiers())
                        && !type.getName().startsWith("java.")
                        && Arrays.stream(type.getConstructors()).anyMatch(c -> c.getParameterCount() == 0);
    }

    private @Nullable Object supply(Class<?> type) throws ReflectiveOperationException {
        if (type == Map.class) {
            return settings;
        }
        if (type.isPrimitive()) {
            return nothing(type);
        }
        return type.isInterface() ? proxy(type) : type.getConstructor().newInstance();
    }

    private Object proxy(Class<?> type) {
        InvocationHandler handler = (self, method, arguments) -> answer(type, self, method, arguments);
        return Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler);
    }

    private @Nullable Object answer(Class<?> type, Object self, Method method, Object @Nullable [] arguments)
            throws ReflectiveOperationException {
        Class<?> result = method.getReturnType();
        Object setting = method.getDefaultValue();
        if (type.isAnnotation()) {
            setting = settings.getOrDefault(method.getName(), setting);
        }
        if (setting != null) {
            return setting;
        }
        return switch (method.getName()) {
            case "equals" -> arguments != null && arguments.length == 1 && self == arguments[0];
            case "hashCode" -> System.identityHashCode(self);
            case "toString" -> type.getSimpleName();
            case "annotationType" -> type;
            default -> result.getName().equals("org.osgi.framework.Version") ? version(result) : nothing(result);
        };
    }

    private Object version(Class<?> type) throws ReflectiveOperationException {
        try {
            return type.getConstructor(String.class).newInstance(version);
        } catch (InvocationTargetException notAVersion) {
            return type.getConstructor(String.class).newInstance("0");
        }
    }

    /** What says least. */
    private @Nullable Object nothing(Class<?> type) {
        if (type == String.class) {
            return "";
        }
        if (type.isArray()) {
            return Array.newInstance(type.getComponentType(), 0);
        }
        if (type.isPrimitive() && type != void.class) {
            return Array.get(Array.newInstance(type, 1), 0);
        }
        // The bundle of a bundle's context, for example.
        return type.getName().startsWith("org.osgi.framework.Bundle") && type.isInterface() ? proxy(type) : null;
    }
}

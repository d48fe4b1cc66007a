package org.alluvium.driver;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.alluvium.capability.Capability;

/** The operations that a cloud has, by their interface. Immutable. */
public final class Capabilities {
    /** Which capabilities a class implements does not change, and is not looked up for each request. */
    private static final ClassValue<Set<Class<?>>> IMPLEMENTED = new ClassValue<>() {
        @Override
        protected Set<Class<?>> computeValue(Class<?> type) {
            Set<Class<?>> found = new LinkedHashSet<>();
            collect(type, found);
            return Collections.unmodifiableSet(found);
        }
    };

    private final Map<Class<?>, Object> operations;

    private Capabilities(Map<Class<?>, Object> operations) {
        this.operations = operations;
    }

    /**
     * The capabilities that these objects implement.
     *
     * @throws IllegalArgumentException when one implements none, or two implement the same
     */
    public static Capabilities of(Object... operations) {
        Map<Class<?>, Object> byType = new LinkedHashMap<>();
        for (Object candidate : operations) {
            Set<Class<?>> types = IMPLEMENTED.get(candidate.getClass());
            if (types.isEmpty()) {
                throw new IllegalArgumentException(candidate.getClass().getName() + " implements no capability");
            }
            for (Class<?> type : types) {
                if (byType.put(type, candidate) != null) {
                    throw new IllegalArgumentException("two implementations of " + type.getName());
                }
            }
        }
        return new Capabilities(byType);
    }

    /** The operations of that type, if they are there. */
    public <T> Optional<T> find(Class<T> type) {
        return Optional.ofNullable(type.cast(operations.get(type)));
    }

    /** The capabilities that are there, in the order in which they were passed. */
    public Set<Class<?>> types() {
        return Collections.unmodifiableSet(operations.keySet());
    }

    /**
     * The collection that a capability serves.
     *
     * @throws IllegalArgumentException when the type is not marked as a capability
     */
    public static String collection(Class<?> type) {
        Capability capability = type.getAnnotation(Capability.class);
        if (capability == null) {
            throw new IllegalArgumentException(type.getName() + " is not a capability");
        }
        return capability.value();
    }

    private static void collect(Class<?> type, Set<Class<?>> found) {
        for (Class<?> candidate : type.getInterfaces()) {
            if (candidate.isAnnotationPresent(Capability.class)) {
                found.add(candidate);
            }
            collect(candidate, found);
        }
        Class<?> parent = type.getSuperclass();
        if (parent != null) {
            collect(parent, found);
        }
    }
}

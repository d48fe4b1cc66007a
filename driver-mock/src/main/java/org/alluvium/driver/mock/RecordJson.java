package org.alluvium.driver.mock;

import java.lang.reflect.Constructor;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Records to JSON and back, by their components. What is absent is left out; what is not in the text is read as absent or
 * empty, so that a file written by an older version stays readable. A record that is one of several behind a sealed
 * interface names itself in {@code type}.
 */
final class RecordJson {
    private RecordJson() {}

    /** The record as JSON. */
    static String write(Record value) {
        return Json.write(tree(value));
    }

    /**
     * The record of a JSON text.
     *
     * @throws IllegalArgumentException when the text is not one
     */
    static <T extends Record> T read(Class<T> type, String json) {
        return type.cast(value(type, Json.read(json)));
    }

    private static Object tree(Object value) {
        if (value instanceof Record record) {
            return object(record);
        } else if (value instanceof Map<?, ?> map) {
            Map<Object, Object> object = new LinkedHashMap<>();
            map.forEach((key, item) -> object.put(key, tree(item)));
            return object;
        } else if (value instanceof List<?> list) {
            return list.stream().map(RecordJson::tree).toList();
        } else if (value instanceof Enum<?> constant) {
            return constant.name();
        }
        return value;
    }

    private static Map<String, Object> object(Record record) {
        Map<String, Object> object = new LinkedHashMap<>();
        Class<?> type = record.getClass();
        if (isOneOfSeveral(type)) {
            object.put("type", type.getSimpleName());
        }
        for (RecordComponent component : type.getRecordComponents()) {
            present(invoke(component, record)).ifPresent(value -> object.put(component.getName(), tree(value)));
        }
        return object;
    }

    private static Optional<?> present(Object value) {
        if (value instanceof Optional<?> optional) {
            return optional;
        } else if (value instanceof OptionalInt optional) {
            return optional.isPresent() ? Optional.of(optional.getAsInt()) : Optional.empty();
        } else if (value instanceof OptionalLong optional) {
            return optional.isPresent() ? Optional.of(optional.getAsLong()) : Optional.empty();
        }
        return Optional.of(value);
    }

    private static Object value(Type type, @Nullable Object tree) {
        if (type instanceof ParameterizedType generic) {
            Type[] arguments = generic.getActualTypeArguments();
            if (generic.getRawType() == Optional.class) {
                return tree == null ? Optional.empty() : Optional.of(value(arguments[0], tree));
            } else if (generic.getRawType() == List.class) {
                return tree == null
                        ? List.of()
                        : ((List<?>) tree)
                                .stream().map(item -> value(arguments[0], item)).toList();
            } else if (generic.getRawType() == Map.class) {
                Map<Object, Object> map = new LinkedHashMap<>();
                if (tree != null) {
                    ((Map<?, ?>) tree).forEach((key, item) -> map.put(key, value(arguments[1], item)));
                }
                return map;
            }
        } else if (type == OptionalInt.class) {
            return tree == null ? OptionalInt.empty() : OptionalInt.of(((Long) tree).intValue());
        } else if (type == OptionalLong.class) {
            return tree == null ? OptionalLong.empty() : OptionalLong.of((Long) tree);
        }
        if (tree == null) {
            throw new IllegalArgumentException("a value is missing");
        }
        if (type == int.class) {
            return ((Long) tree).intValue();
        } else if (type instanceof Class<?> enumeration && enumeration.isEnum()) {
            return constant(enumeration, tree);
        } else if (type instanceof Class<?> record && tree instanceof Map<?, ?> object) {
            return record(record, object);
        }
        return tree;
    }

    private static Object constant(Class<?> type, Object name) {
        for (Object constant : type.getEnumConstants()) {
            if (((Enum<?>) constant).name().equals(name)) {
                return constant;
            }
        }
        throw new IllegalArgumentException(type.getSimpleName() + " has no " + name);
    }

    private static Object record(Class<?> type, Map<?, ?> object) {
        if (type.isSealed()) {
            for (Class<?> candidate : type.getPermittedSubclasses()) {
                if (candidate.getSimpleName().equals(object.get("type"))) {
                    return record(candidate, object);
                }
            }
            throw new IllegalArgumentException(type.getSimpleName() + " is none of " + object.get("type"));
        }
        RecordComponent[] components = type.getRecordComponents();
        Class<?>[] types = new Class<?>[components.length];
        Object[] values = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            types[i] = components[i].getType();
            values[i] = value(components[i].getGenericType(), object.get(components[i].getName()));
        }
        try {
            Constructor<?> constructor = type.getDeclaredConstructor(types);
            return constructor.newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException("no " + type.getSimpleName(), e);
        }
    }

    private static boolean isOneOfSeveral(Class<?> type) {
        for (Class<?> parent : type.getInterfaces()) {
            if (parent.isSealed()) {
                return true;
            }
        }
        return false;
    }

    private static Object invoke(RecordComponent component, Record record) {
        try {
            return component.getAccessor().invoke(record);
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException(component.toString(), e);
        }
    }
}

package org.alluvium.driver;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Something a driver offers beyond what every driver of a collection does: it extends one operation by parameters. The
 * known ones are in {@link Features}; a driver may declare others.
 *
 * @param collection the collection it belongs to
 * @param name by which clients test for it
 * @param operation the operation it extends, {@code create} or {@code index}
 * @param parameters what it adds
 * @param constraints what bounds it, for example {@code max_length} to {@code 50}
 */
public record Feature(
        String collection, String name, String operation, List<Parameter> parameters, Map<String, String> constraints) {
    public Feature {
        requireNonNull(collection);
        requireNonNull(name);
        requireNonNull(operation);
        parameters = List.copyOf(parameters);
        constraints = Collections.unmodifiableMap(new LinkedHashMap<>(constraints));
    }

    /** A feature without constraints. */
    public Feature(String collection, String name, String operation, Parameter... parameters) {
        this(collection, name, operation, List.of(parameters), Map.of());
    }

    /** This feature with one more constraint. */
    public Feature constrained(String constraint, String value) {
        Map<String, String> more = new LinkedHashMap<>(constraints);
        more.put(constraint, value);
        return new Feature(collection, name, operation, parameters, more);
    }
}

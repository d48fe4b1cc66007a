package org.alluvium.rest.description;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;
import org.alluvium.driver.Parameter;

/**
 * One operation of a collection.
 *
 * @param name by which features, documentation and links name it: {@code index}, {@code show}, {@code create},
 *     {@code destroy}, or an action
 * @param method of HTTP, in upper case
 * @param path below the collection: empty, {@code /{id}}, {@code /{id}/start}, ...
 * @param capability what the driver must implement; absent for what every driver has
 * @param requirement how old clients are told that it is missing: the {@code Expect} header of a 412 (contract 01, section 6)
 * @param description one sentence for people
 * @param parameters without those of features, and without those in the path
 */
public record Operation(
        String name,
        String method,
        String path,
        Optional<Class<?>> capability,
        String requirement,
        String description,
        List<Parameter> parameters) {
    public Operation {
        requireNonNull(name);
        requireNonNull(method);
        requireNonNull(path);
        requireNonNull(capability);
        requireNonNull(requirement);
        requireNonNull(description);
        parameters = List.copyOf(parameters);
    }

    /** An operation that needs a capability. */
    public static Operation of(
            String name,
            String method,
            String path,
            Class<?> capability,
            String requirement,
            String description,
            Parameter... parameters) {
        return new Operation(
                name, method, path, Optional.of(capability), requirement, description, List.of(parameters));
    }

    /** An operation that every driver has. */
    public static Operation always(String name, String path, String description) {
        return new Operation(name, "GET", path, Optional.empty(), name, description, List.of());
    }

    /** Whether it works on one member of the collection. */
    public boolean onMember() {
        return path.startsWith("/{");
    }
}

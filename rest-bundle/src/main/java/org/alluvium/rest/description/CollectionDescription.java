package org.alluvium.rest.description;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.alluvium.driver.DriverInfo;
import org.alluvium.driver.Parameter;

/**
 * One collection of the API.
 *
 * @param name in the path and in links
 * @param singular the name of one member
 * @param description one or two sentences for people
 * @param path where its operations are, with the ids of what it is part of as {@code {name}}
 * @param operations in the order in which they are documented
 */
public record CollectionDescription(
        String name, String singular, String description, String path, List<Operation> operations) {
    public CollectionDescription {
        requireNonNull(name);
        requireNonNull(singular);
        requireNonNull(description);
        requireNonNull(path);
        operations = List.copyOf(operations);
    }

    /** A collection with these operations. */
    public static CollectionDescription of(String name, String singular, String description, Operation... operations) {
        return new CollectionDescription(name, singular, description, "/api/" + name, List.of(operations));
    }

    /** This collection as part of the members of another: its operations are below that path. */
    public CollectionDescription at(String below) {
        return new CollectionDescription(name, singular, description, below, operations);
    }

    /** The operation of that name. */
    public Optional<Operation> operation(String operationName) {
        return operations.stream().filter(o -> o.name().equals(operationName)).findFirst();
    }

    /** The methods of all operations, each once, in the order of definition (contract 01, section 1, OPTIONS). */
    public Set<String> methods() {
        Set<String> methods = new LinkedHashSet<>();
        operations.forEach(o -> methods.add(o.method()));
        return methods;
    }

    /** Whether a path has the template's segments, with any text but none where the template has a {@code {name}}. */
    public static boolean matches(List<String> template, List<String> path) {
        if (template.size() != path.size()) {
            return false;
        }
        for (int i = 0; i < template.size(); i++) {
            String expected = template.get(i);
            if (expected.startsWith("{") ? path.get(i).isEmpty() : !expected.equals(path.get(i))) {
                return false;
            }
        }
        return true;
    }

    /** The operations that this driver has, in order. */
    public List<Operation> operations(DriverInfo driver) {
        return operations.stream()
                .filter(o -> o.capability().map(driver.capabilities()::contains).orElse(true))
                .toList();
    }

    /** The parameters of an operation with this driver: those of its features first (contract 01, section 1). */
    public List<Parameter> parameters(Operation operation, DriverInfo driver) {
        List<Parameter> parameters = new ArrayList<>();
        driver.features().stream()
                .filter(f -> f.collection().equals(name) && f.operation().equals(operation.name()))
                .forEach(f -> parameters.addAll(f.parameters()));
        parameters.addAll(operation.parameters());
        return parameters;
    }
}

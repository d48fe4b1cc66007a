package org.alluvium.model;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;

/**
 * A size of machine that an instance can have.
 *
 * @param id what an instance is created with
 * @param name shown to people
 * @param properties in the order in which they are printed; empty for an opaque profile
 */
public record HardwareProfile(String id, String name, List<HardwareProperty> properties) {
    public HardwareProfile {
        requireNonNull(id);
        requireNonNull(name);
        properties = List.copyOf(properties);
    }

    /** The property of that name, if the profile has it. */
    public Optional<HardwareProperty> property(String propertyName) {
        return properties.stream().filter(p -> p.name().equals(propertyName)).findFirst();
    }
}

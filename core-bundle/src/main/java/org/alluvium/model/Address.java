package org.alluvium.model;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * A public IP address that can be moved between instances.
 *
 * @param id the address itself
 * @param instanceId the instance that has it; empty when it is free
 */
public record Address(String id, Optional<String> instanceId) {
    public Address {
        requireNonNull(id);
        requireNonNull(instanceId);
    }
}

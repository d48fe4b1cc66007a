package org.alluvium.model;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * A place in which things run or are stored: a region, an availability zone, a data centre.
 *
 * @param id what other requests name it by
 * @param name shown to people
 * @param state {@code AVAILABLE}, or what the cloud says, as the cloud writes it
 * @param limit what bounds its use, as a text; empty when it is unlimited
 */
public record Realm(String id, String name, String state, Optional<String> limit) {
    public Realm {
        requireNonNull(id);
        requireNonNull(name);
        requireNonNull(state);
        requireNonNull(limit);
    }
}

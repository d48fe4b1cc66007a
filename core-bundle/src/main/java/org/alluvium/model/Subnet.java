package org.alluvium.model;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * A part of a network.
 *
 * @param id the cloud's id
 * @param name shown to people
 * @param networkId what it is a part of
 * @param addressBlock in CIDR notation
 * @param state {@code UP} or {@code DOWN}
 * @param type {@code PRIVATE} or {@code PUBLIC}, where the cloud tells
 */
public record Subnet(
        String id, String name, String networkId, String addressBlock, String state, Optional<String> type) {
    public Subnet {
        requireNonNull(id);
        requireNonNull(name);
        requireNonNull(networkId);
        requireNonNull(addressBlock);
        requireNonNull(state);
        requireNonNull(type);
    }
}

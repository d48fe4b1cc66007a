package org.alluvium.model;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * A private network.
 *
 * @param id the cloud's id
 * @param name shown to people
 * @param state {@code UP} or {@code DOWN}
 * @param addressBlocks in CIDR notation
 * @param subnetIds the subnets it is divided into
 */
public record Network(String id, String name, String state, List<String> addressBlocks, List<String> subnetIds) {
    public Network {
        requireNonNull(id);
        requireNonNull(name);
        requireNonNull(state);
        addressBlocks = List.copyOf(addressBlocks);
        subnetIds = List.copyOf(subnetIds);
    }
}

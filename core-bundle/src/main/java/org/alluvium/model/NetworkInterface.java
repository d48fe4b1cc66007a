package org.alluvium.model;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * An instance's connection to a network.
 *
 * @param id the cloud's id
 * @param name shown to people
 * @param networkId the subnet where the driver has subnets, else the network
 * @param instanceId whose it is; empty when it is attached to none
 * @param ipAddress its address in the network
 */
public record NetworkInterface(
        String id, String name, String networkId, Optional<String> instanceId, Optional<String> ipAddress) {
    public NetworkInterface {
        requireNonNull(id);
        requireNonNull(name);
        requireNonNull(networkId);
        requireNonNull(instanceId);
        requireNonNull(ipAddress);
    }
}

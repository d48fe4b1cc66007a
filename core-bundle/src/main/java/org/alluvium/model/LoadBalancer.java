package org.alluvium.model;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;

/**
 * Spreads connections over instances.
 *
 * @param id the cloud's id, its name on most clouds
 * @param createdAt as the cloud writes it
 * @param realmIds where it listens
 * @param listeners what it listens for
 * @param instanceIds the instances registered with it
 * @param publicAddresses by which it is reached
 */
public record LoadBalancer(
        String id,
        Optional<String> createdAt,
        List<String> realmIds,
        List<Listener> listeners,
        List<String> instanceIds,
        List<String> publicAddresses) {
    public LoadBalancer {
        requireNonNull(id);
        requireNonNull(createdAt);
        realmIds = List.copyOf(realmIds);
        listeners = List.copyOf(listeners);
        instanceIds = List.copyOf(instanceIds);
        publicAddresses = List.copyOf(publicAddresses);
    }

    /**
     * What a load balancer listens for.
     *
     * @param protocol {@code HTTP} or {@code TCP}
     * @param loadBalancerPort where it listens
     * @param instancePort where it passes connections on to
     */
    public record Listener(String protocol, String loadBalancerPort, String instancePort) {
        public Listener {
            requireNonNull(protocol);
            requireNonNull(loadBalancerPort);
            requireNonNull(instancePort);
        }
    }
}

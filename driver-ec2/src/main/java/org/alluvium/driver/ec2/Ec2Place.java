package org.alluvium.driver.ec2;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Where calls go.
 *
 * @param region whose name the signature holds
 * @param endpoints the address of each service that is there; empty takes the region's own addresses
 */
record Ec2Place(String region, Map<Ec2Service<?>, URI> endpoints) {
    Ec2Place {
        requireNonNull(region);
        endpoints = Map.copyOf(endpoints);
    }

    /** A region of Amazon's. */
    static Ec2Place of(String region) {
        return new Ec2Place(region, Map.of());
    }

    /** A host that serves everything. */
    static Ec2Place at(String region, URI endpoint) {
        return new Ec2Place(
                region, Ec2Service.ALL.stream().collect(Collectors.toMap(service -> service, service -> endpoint)));
    }

    /**
     * A Eucalyptus cloud, which has no load balancers with target groups.
     *
     * @param compute {@code http(s)://HOST:PORT} of everything but storage
     * @param storage the same of storage
     */
    static Ec2Place eucalyptus(String region, URI compute, URI storage) {
        return new Ec2Place(
                region,
                Map.of(
                        Ec2Service.EC2, compute.resolve("/services/Eucalyptus"),
                        Ec2Service.ELB, compute.resolve("/services/LoadBalancing"),
                        Ec2Service.CLOUD_WATCH, compute.resolve("/services/CloudWatch"),
                        Ec2Service.S3, storage.resolve("/services/Walrus")));
    }

    /** The address of a service; empty for the region's own. */
    Optional<URI> endpoint(Ec2Service<?> service) {
        return Optional.ofNullable(endpoints.get(service));
    }

    /** Whether a service is there. */
    boolean offers(Ec2Service<?> service) {
        return endpoints.isEmpty() || endpoints.containsKey(service);
    }

    /** How a message names it. */
    String name() {
        return endpoint(Ec2Service.EC2).map(URI::getAuthority).orElse(region);
    }
}

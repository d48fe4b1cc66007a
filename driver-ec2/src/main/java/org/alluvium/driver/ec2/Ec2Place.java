package org.alluvium.driver.ec2;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.util.Optional;

/**
 * Where calls go.
 *
 * @param region whose name the signature holds
 * @param endpoint the address; empty takes the region's own
 */
record Ec2Place(String region, Optional<URI> endpoint) {
    Ec2Place {
        requireNonNull(region);
        requireNonNull(endpoint);
    }

    /** How a message names it. */
    String name() {
        return endpoint.map(URI::getAuthority).orElse(region);
    }
}

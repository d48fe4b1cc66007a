package org.alluvium.driver.openstack;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * Where a request goes.
 *
 * @param keystone the address of Keystone's third API, without a slash at the end
 * @param region which of the catalogue's regions; empty takes the first that has a service
 */
record OpenstackPlace(String keystone, Optional<String> region) {
    OpenstackPlace {
        requireNonNull(keystone);
        requireNonNull(region);
    }

    /** How a message tells it. */
    String name() {
        return region.map(r -> keystone + ";" + r).orElse(keystone);
    }
}

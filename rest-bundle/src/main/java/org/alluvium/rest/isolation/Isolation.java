package org.alluvium.rest.isolation;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The compartments of all drivers. Safe for use by many threads. */
public final class Isolation {
    private final Map<String, Compartment> compartments = new ConcurrentHashMap<>();

    /**
     * Lets a request through to a driver, at once or when it is its turn.
     *
     * @param driver the id of a driver that is present
     * @param provider as the client names it
     * @throws org.alluvium.driver.CloudException UNAVAILABLE when the driver has too much to do, or its cloud has failed too often
     */
    public Pass enter(String driver, Optional<String> provider, Limits limits) {
        return compartments
                .computeIfAbsent(driver, id -> new Compartment(id, limits))
                .enter(provider, limits);
    }
}

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
     * <p>Each revision has a compartment of its own: what one has come to by its faults is not to be borne by the one that takes its
     * place, and a canary's not by the active one.
     *
     * @param driver the id of a driver that is present
     * @param version of its revision
     * @param provider as the client names it
     * @throws org.alluvium.driver.CloudException UNAVAILABLE when the driver has too much to do, or its cloud has failed too often
     */
    public Pass enter(String driver, String version, Optional<String> provider, Limits limits) {
        return compartments
                .computeIfAbsent(driver + " " + version, revision -> new Compartment(driver, limits))
                .enter(provider, limits);
    }
}

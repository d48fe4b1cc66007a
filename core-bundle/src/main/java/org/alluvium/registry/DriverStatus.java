package org.alluvium.registry;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Optional;
import org.alluvium.driver.DriverInfo;

/**
 * One revision of a driver, as an operator sees it.
 *
 * @param id of the driver
 * @param version of the revision
 * @param state what is done with it
 * @param since when it came into that state
 * @param requestsInFlight how many leases are held on it
 * @param lastError why it failed, in a sentence
 * @param info what the revision says of itself; empty when it is not running
 */
public record DriverStatus(
        String id,
        String version,
        State state,
        Instant since,
        int requestsInFlight,
        Optional<String> lastError,
        Optional<DriverInfo> info) {
    public DriverStatus {
        requireNonNull(id);
        requireNonNull(version);
        requireNonNull(state);
        requireNonNull(since);
        requireNonNull(lastError);
        requireNonNull(info);
    }

    /** What is done with a revision. Of one driver at most one is active. */
    public enum State {
        /** It is there, but another revision gets the requests. */
        INSTALLED,
        /** It is there, and gets no requests before it has proved itself; a canary gets a few. */
        CHECKING,
        /** New requests get it. */
        ACTIVE,
        /** It is going: requests in flight finish, new ones do not get it. */
        DRAINING,
        /** Another revision took its place; it is kept for a rollback and gets no requests. */
        RETIRED,
        /** It did not prove itself; it gets no requests. */
        FAILED
    }
}

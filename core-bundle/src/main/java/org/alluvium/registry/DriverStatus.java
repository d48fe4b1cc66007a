package org.alluvium.registry;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import org.alluvium.driver.DriverInfo;

/**
 * One revision of a driver, as an operator sees it.
 *
 * @param info what the driver says of itself
 * @param state what the registry does with it
 * @param since when it came into that state
 * @param requestsInFlight how many leases are held on it
 */
public record DriverStatus(DriverInfo info, State state, Instant since, int requestsInFlight) {
    public DriverStatus {
        requireNonNull(info);
        requireNonNull(state);
        requireNonNull(since);
    }

    /** What the registry does with a revision. */
    public enum State {
        /** New requests get it. */
        ACTIVE,
        /** It is there, but a newer revision gets the requests. */
        STANDBY,
        /** It is going: requests in flight finish, new ones do not get it. */
        DRAINING
    }
}

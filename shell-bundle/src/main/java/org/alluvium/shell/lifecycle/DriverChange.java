package org.alluvium.shell.lifecycle;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * One change of a driver, done or refused.
 *
 * @param at when it ended
 * @param who the console's user
 * @param driver the driver's id
 * @param what was done, for example {@code upgrade}
 * @param from the version that was active before
 * @param to the version that was to become active
 * @param result what came of it
 */
public record DriverChange(Instant at, String who, String driver, String what, String from, String to, String result) {
    public DriverChange {
        requireNonNull(at);
        requireNonNull(who);
        requireNonNull(driver);
        requireNonNull(what);
        requireNonNull(from);
        requireNonNull(to);
        requireNonNull(result);
    }
}

package org.alluvium.shell.lifecycle;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Optional;
import org.alluvium.registry.DriverStatus;
import org.alluvium.registry.DriverStatus.State;

/**
 * A revision of a driver as the state file remembers it.
 *
 * @param driver the driver's id
 * @param version of its bundle
 * @param state ACTIVE, RETIRED or FAILED; CHECKING while it is new
 * @param since when it came into that state
 * @param symbolicName of its bundle
 * @param digest of its archive, {@code sha256:} and hex digits; empty where it cannot be read
 * @param location of its bundle
 * @param error why it failed
 */
record KnownRevision(
        String driver,
        String version,
        State state,
        Instant since,
        String symbolicName,
        Optional<String> digest,
        String location,
        Optional<String> error) {
    KnownRevision {
        requireNonNull(driver);
        requireNonNull(version);
        requireNonNull(state);
        requireNonNull(since);
        requireNonNull(symbolicName);
        requireNonNull(digest);
        requireNonNull(location);
        requireNonNull(error);
    }

    KnownRevision as(State next) {
        return new KnownRevision(
                driver, version, next, Instant.now(), symbolicName, digest, location, Optional.empty());
    }

    KnownRevision failed(String why) {
        return new KnownRevision(
                driver,
                version,
                State.FAILED,
                Instant.now(),
                symbolicName,
                digest,
                location,
                Optional.of(Words.of(why)));
    }

    /** As an operator sees it while it does not run. */
    DriverStatus status() {
        return new DriverStatus(driver, version, state, since, 0, error, Optional.empty());
    }

    boolean is(String bundleName, String bundleVersion) {
        return symbolicName.equals(bundleName) && version.equals(bundleVersion);
    }
}

package org.alluvium.driver;

import java.util.Optional;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A driver: speaks the protocol of one kind of cloud. Registered as an OSGi service under this interface; called from many
 * threads at once.
 */
@ConsumerType
public interface CloudDriver {
    /**
     * What the driver is and can do, known without a network call and without credentials. The answer may change with the
     * driver's configuration, so it is asked for each request: it should be a field's value.
     */
    DriverInfo info();

    /**
     * A connection for one request. Cheap; makes no network call, and checks no credentials yet.
     *
     * @param provider the region or address that the client chose, in its letter case; empty takes the driver's default
     * @param credentials whom to act for; empty for an anonymous client, whom the REST layer lets use only {@link
     *     DriverInfo#publicCapabilities()}
     * @throws CloudException INVALID when there is no such provider, FORBIDDEN when the operator does not allow it
     */
    Cloud connect(Optional<String> provider, Optional<Credentials> credentials);

    /**
     * Checks that this revision can work, before it gets requests: what the driver knows about itself and its configuration.
     * Asks no cloud. What it runs is warm when the first request comes, so it may go on for some seconds.
     *
     * @throws RuntimeException when it cannot; the message says why
     */
    default void selfTest() {}
}

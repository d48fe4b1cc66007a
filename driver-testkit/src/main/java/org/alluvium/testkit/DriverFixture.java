package org.alluvium.testkit;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.alluvium.driver.CloudDriver;
import org.alluvium.driver.Credentials;

/** What the kit has to know of a driver and the cloud behind it. The cloud is the tests' own: they make and destroy things. */
public interface DriverFixture {
    /** The driver, ready for use; the same one for all tests of a class. */
    CloudDriver driver();

    /** Which provider to connect to. */
    default Optional<String> provider() {
        return Optional.empty();
    }

    /** Whom the cloud lets do everything. */
    Credentials credentials();

    /** What these credentials open; less than the driver declares where it has several kinds of credentials. */
    default Set<Class<?>> capabilities() {
        return driver().info().capabilities();
    }

    /** Whether the cloud refuses credentials that it does not know; simulators often take any. */
    default boolean checksCredentials() {
        return true;
    }

    /** Whether the user's name is kept out of errors and logs like the secret; not where it is part of addresses. */
    default boolean hidesUsers() {
        return true;
    }

    /** An image that an instance can be started from. Asked for only when the driver has instances. */
    String imageId();

    /** A device name under which a volume can be attached. */
    default String device() {
        return "/dev/sdf";
    }

    /** How long the cloud may take for what it does not do at once. */
    default Duration patience() {
        return Duration.ofSeconds(20);
    }
}

package org.alluvium.driver;

import java.util.Optional;
import org.osgi.annotation.versioning.ConsumerType;

/** A connection to a cloud on somebody's behalf; used by one request, in one thread at a time. */
@ConsumerType
public interface Cloud {
    /**
     * What this cloud can do for this caller. At most what {@link DriverInfo#capabilities()} declares; less where the cloud
     * itself lacks a service. May ask the cloud once, and remembers the answer.
     */
    Capabilities capabilities();

    /**
     * Asks the cloud whether it accepts the credentials.
     *
     * @throws CloudException UNAUTHENTICATED when it does not
     */
    void verifyCredentials();

    /** The operations of that type, if this cloud has them. */
    default <T> Optional<T> find(Class<T> type) {
        return capabilities().find(type);
    }

    /**
     * The operations of that type.
     *
     * @throws CloudException UNSUPPORTED when this cloud does not have them
     */
    default <T> T require(Class<T> type) {
        return find(type)
                .orElseThrow(() -> new CloudException(
                        ErrorKind.UNSUPPORTED, "This cloud does not offer " + Capabilities.collection(type) + "."));
    }
}

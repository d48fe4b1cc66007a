package org.alluvium.registry;

import org.alluvium.driver.CloudDriver;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The right to use one revision of a driver until {@link #close()}. The revision is not stopped before, within the bound of
 * {@link DriverRegistry.Config#drainTimeoutSeconds()}. To be closed exactly once, by any thread.
 */
@ProviderType
public interface Lease extends AutoCloseable {
    /** The leased revision. */
    CloudDriver driver();

    /** Whether the revision is a canary. */
    boolean canary();

    /**
     * Notes that the request failed by the fault of the driver or its cloud. At once, not when the lease is given back: a driver
     * that hangs may never give it back.
     */
    void failed();

    @Override
    void close();
}

package org.alluvium.registry;

import org.alluvium.driver.CloudDriver;
import org.alluvium.driver.DriverInfo;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The right to use one revision of a driver until {@link #close()}. The revision is not stopped before, within the bound of
 * {@link DriverRegistry.Config#drainTimeoutSeconds()}. To be closed exactly once, by any thread.
 */
@ProviderType
public interface Lease extends AutoCloseable {
    /** The leased revision. */
    CloudDriver driver();

    /**
     * What the revision says of itself now; what it said before, if it fails to or another thread waits for it. To be asked for
     * rather than the driver itself, which may hang.
     */
    DriverInfo info();

    /**
     * Notes that the request failed by the fault of the driver or its cloud. At once, not when the lease is given back: a driver
     * that hangs may never give it back.
     */
    void failed();

    @Override
    void close();
}

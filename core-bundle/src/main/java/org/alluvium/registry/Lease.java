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

    @Override
    void close();
}

/**
 * The drivers that are present, and the leases that requests hold on them: the one dynamic thing in the system.
 *
 * <p>{@link org.alluvium.registry.DriverRegistry} keeps an immutable snapshot of the driver revisions and swaps it
 * atomically when one comes or goes. A request takes a {@link org.alluvium.registry.Lease} on one revision and gives it back
 * when its answer is written; a revision that goes is drained first, within a bound. A request that comes while a driver is
 * away for a moment (its bundle is being updated) waits for its return, within a bound.
 */
@Version("1.0.0")
@NullMarked
package org.alluvium.registry;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;

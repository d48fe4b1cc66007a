package org.alluvium.registry;

import java.util.List;
import java.util.Optional;
import org.alluvium.driver.CloudDriver;

/** Says which revisions are not to get requests. Called by many threads, at times while the registry's lock is held. */
public interface RevisionGuard {
    /**
     * The state of a revision that is to get no requests, until {@link DriverRegistry#activate} says otherwise; empty lets it
     * serve. Asked once, when the revision comes.
     *
     * @param driverId what it said when it came; it may hang by now, and is not to be asked
     */
    Optional<DriverStatus.State> withheld(String driverId, CloudDriver newcomer);

    /** The revisions that are known, and may not be here. */
    List<DriverStatus> known();
}

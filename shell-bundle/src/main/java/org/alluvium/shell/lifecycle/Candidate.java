package org.alluvium.shell.lifecycle;

import static java.util.Objects.requireNonNull;

import org.alluvium.driver.CloudDriver;
import org.osgi.framework.Bundle;

/**
 * A revision that has proved itself and runs, but is not active yet.
 *
 * @param revision CHECKING when it is new, RETIRED when it was kept
 */
record Candidate(KnownRevision revision, Bundle bundle, CloudDriver driver) {
    Candidate {
        requireNonNull(revision);
        requireNonNull(bundle);
        requireNonNull(driver);
    }
}

package org.alluvium.registry;

import java.lang.ref.WeakReference;
import java.util.Optional;
import org.alluvium.driver.CloudDriver;
import org.alluvium.driver.DriverInfo;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.startlevel.BundleStartLevel;

/**
 * A driver that went unannounced.
 *
 * @param info what it was
 * @param since when, on the clock of {@link System#nanoTime}
 * @param bundle which it was of; held weakly, so that its classes can go
 */
record Absence(DriverInfo info, long since, WeakReference<@Nullable Bundle> bundle) {
    /** A driver that goes now. */
    static Absence of(CloudDriver driver, DriverInfo info) {
        return new Absence(info, System.nanoTime(), new WeakReference<>(FrameworkUtil.getBundle(driver.getClass())));
    }

    /** Whether its bundle is still there. */
    boolean installed() {
        return Optional.ofNullable(bundle.get())
                .filter(present -> present.getState() != Bundle.UNINSTALLED)
                .isPresent();
    }

    /** Whether its bundle is meant to run: it is being updated or has got new settings, and nobody stopped or uninstalled it. */
    boolean isToRun() {
        try {
            return Optional.ofNullable(bundle.get())
                    .map(present -> present.adapt(BundleStartLevel.class))
                    .filter(BundleStartLevel::isPersistentlyStarted)
                    .isPresent();
        } catch (IllegalStateException | IllegalArgumentException uninstalled) {
            // The first by the specification, the second of Felix
            return false;
        }
    }
}

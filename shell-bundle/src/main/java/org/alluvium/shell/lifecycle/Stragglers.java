package org.alluvium.shell.lifecycle;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import org.alluvium.driver.DriverDeclaration;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.SynchronousBundleListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells of bundles that call themselves drivers, are started by Karaf's own ways, and bring no driver: whoever put one into the
 * deploy folder is told nothing otherwise. It hears of them before they start, for one that hangs is never said to be started.
 * Safe for use by many threads.
 */
final class Stragglers implements SynchronousBundleListener {
    private static final Logger LOG = LoggerFactory.getLogger(Stragglers.class);

    private final Succession succession;
    private final Adoption adoption;
    private final ComponentFaults faults;
    private final Turn turn;
    private final ExecutorService threads;

    Stragglers(Succession succession, Adoption adoption, ComponentFaults faults, Turn turn, ExecutorService threads) {
        this.succession = requireNonNull(succession);
        this.adoption = requireNonNull(adoption);
        this.faults = requireNonNull(faults);
        this.turn = requireNonNull(turn);
        this.threads = requireNonNull(threads);
    }

    @Override
    public void bundleChanged(BundleEvent event) {
        Bundle bundle = event.getBundle();
        String starter = Thread.currentThread().getName();
        if (event.getType() == BundleEvent.STARTING && !succession.checks(bundle) && !threads.isShutdown()) {
            Optional.ofNullable(bundle.getHeaders("").get(DriverDeclaration.DRIVER))
                    .ifPresent(driver -> threads.execute(() -> await(bundle, Words.of(driver), starter)));
        }
    }

    private void await(Bundle bundle, String driver, String starter) {
        try {
            succession.arrival(bundle);
        } catch (IllegalStateException e) {
            String stuck = bundle.getState() == Bundle.STARTING
                    ? "; thread " + starter + " is stuck in it until a restart of the server, which leaves it out"
                    : "";
            turn.unattended(() -> tell(bundle, driver, e.getMessage() + stuck));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void tell(Bundle bundle, String driver, String why) throws IOException, InterruptedException {
        boolean started = bundle.getState() == Bundle.STARTING || bundle.getState() == Bundle.ACTIVE;
        if (!started || succession.arrived(bundle).isPresent()) {
            // Stopped in the meantime, or late: whatever came is judged.
            return;
        }
        if (faults.waits(bundle)) {
            LOG.warn("Driver {} {} waits for its settings, or for a service", driver, bundle.getVersion());
        } else {
            adoption.missing(bundle, driver, why);
        }
    }
}

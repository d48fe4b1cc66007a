package org.alluvium.shell.lifecycle;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.function.Consumer;
import org.alluvium.driver.DriverDeclaration;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.BundleException;
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
    /** For which whoever updates a bundle may take to start it again. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Bundles bundles;
    private final Succession succession;
    private final Adoption adoption;
    private final ComponentFaults faults;
    private final Departures departures;
    private final Turn turn;
    private final ExecutorService threads;

    Stragglers(
            Bundles bundles,
            Succession succession,
            Adoption adoption,
            ComponentFaults faults,
            Departures departures,
            Turn turn,
            ExecutorService threads) {
        this.bundles = requireNonNull(bundles);
        this.succession = requireNonNull(succession);
        this.adoption = requireNonNull(adoption);
        this.faults = requireNonNull(faults);
        this.departures = requireNonNull(departures);
        this.turn = requireNonNull(turn);
        this.threads = requireNonNull(threads);
    }

    @Override
    public void bundleChanged(BundleEvent event) {
        Bundle bundle = event.getBundle();
        String starter = Thread.currentThread().getName();
        if (event.getType() == BundleEvent.STARTING && !succession.checks(bundle)) {
            follow(bundle, driver -> await(bundle, driver, starter));
        } else if (event.getType() == BundleEvent.UPDATED) {
            follow(bundle, driver -> startAgain(bundle, driver));
        }
    }

    private void follow(Bundle bundle, Consumer<String> work) {
        if (!threads.isShutdown()) {
            Optional.ofNullable(bundle.getHeaders("").get(DriverDeclaration.DRIVER))
                    .ifPresent(driver -> threads.execute(() -> work.accept(Words.of(driver))));
        }
    }

    /**
     * An update starts a bundle that ran, and gives up when another thread has the framework's lock at that moment ("Unable to acquire
     * global lock for resolve"). Requests wait for the driver then, so it is started once more.
     */
    private void startAgain(Bundle bundle, String driver) {
        try {
            if (succession.arrived(bundle, PATIENCE).isEmpty() && isLeft(bundle)) {
                LOG.warn("Driver {} {} was updated and not started; that is done now", driver, bundle.getVersion());
                bundle.start();
            }
        } catch (BundleException e) {
            turn.unattended(() -> adoption.missing(bundle, driver, "it cannot be started: " + e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether a bundle is to run, does not, and nobody is about to start it. */
    private boolean isLeft(Bundle bundle) {
        boolean stands = bundle.getState() == Bundle.INSTALLED || bundle.getState() == Bundle.RESOLVED;
        return stands && bundles.startsByItself(bundle) && !departures.deploying() && !bundles.stopping();
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

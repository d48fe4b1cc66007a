package org.alluvium.shell.lifecycle;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.karaf.features.DeploymentEvent;
import org.apache.karaf.features.DeploymentListener;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.BundleListener;

/**
 * Notices when the bundle of an active revision was uninstalled by Karaf's own ways. What is uninstalled while features are
 * deployed may only make room for another ({@code feature:install --upgrade}): that is decided when they are, and until then a
 * restart finds the old one wanted. Safe for use by many threads.
 */
final class Departures implements BundleListener, DeploymentListener {
    /** Karaf does not tell the end of a deployment that fails. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Adoption adoption;
    private final Canaries canaries;
    private final Turn turn;
    private final ExecutorService threads;
    private final Duration patience;
    /** Names and versions of bundles. A wanted one that a start could not bring back is not among them, and stays wanted. */
    private final Set<String> uninstalled = ConcurrentHashMap.newKeySet();

    private volatile boolean deploying;

    Departures(Adoption adoption, Canaries canaries, Turn turn, ExecutorService threads) {
        this(adoption, canaries, turn, threads, PATIENCE);
    }

    Departures(Adoption adoption, Canaries canaries, Turn turn, ExecutorService threads, Duration patience) {
        this.adoption = requireNonNull(adoption);
        this.canaries = requireNonNull(canaries);
        this.turn = requireNonNull(turn);
        this.threads = requireNonNull(threads);
        this.patience = requireNonNull(patience);
    }

    @Override
    public void deploymentEvent(DeploymentEvent event) {
        deploying = event != DeploymentEvent.DEPLOYMENT_FINISHED;
        if (!deploying && !threads.isShutdown()) {
            threads.execute(() -> look(false));
        }
    }

    /** Whether features are being deployed: then their deployment starts what it updated. */
    boolean deploying() {
        return deploying;
    }

    @Override
    public void bundleChanged(BundleEvent event) {
        if (event.getType() == BundleEvent.UNINSTALLED && !threads.isShutdown()) {
            uninstalled.add(event.getBundle().getSymbolicName() + "/"
                    + event.getBundle().getVersion());
            threads.execute(() -> look(false));
            if (deploying) {
                CompletableFuture.delayedExecutor(patience.toNanos(), TimeUnit.NANOSECONDS, threads)
                        .execute(() -> look(true));
            }
        }
    }

    private void look(boolean whileDeploying) {
        turn.unattended(() -> {
            List<KnownRevision> gone = adoption.gone().stream()
                    .filter(revision -> uninstalled.contains(revision.symbolicName() + "/" + revision.version()))
                    .toList();
            // Asked last: a deployment that has uninstalled one of them had begun by then.
            if (whileDeploying || !deploying) {
                for (KnownRevision revision : gone) {
                    if (!canaries.inherit(revision)) {
                        adoption.release(revision);
                    }
                }
            }
        });
    }
}

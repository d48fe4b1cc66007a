package org.alluvium.shell.lifecycle;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.function.Supplier;
import org.alluvium.driver.CloudDriver;
import org.alluvium.registry.DriverRegistry;
import org.alluvium.registry.DriverStatus.State;
import org.osgi.framework.BundleException;

/** Stops revisions that were replaced, once their last request is answered. Safe for use by many threads. */
final class Retirement {
    private final DriverRegistry registry;
    private final StateFile file;
    private final Reconciler reconciler;
    private final Canaries canaries;
    private final Succession succession;
    private final ChangeLog log;
    private final Turn turn;
    private final LeftThreads leftThreads;
    private final ExecutorService threads;
    private final Supplier<Settings> settings;

    Retirement(
            DriverRegistry registry,
            StateFile file,
            Reconciler reconciler,
            Canaries canaries,
            Succession succession,
            ChangeLog log,
            Turn turn,
            LeftThreads leftThreads,
            ExecutorService threads,
            Supplier<Settings> settings) {
        this.registry = requireNonNull(registry);
        this.file = requireNonNull(file);
        this.reconciler = requireNonNull(reconciler);
        this.canaries = requireNonNull(canaries);
        this.succession = requireNonNull(succession);
        this.log = requireNonNull(log);
        this.turn = requireNonNull(turn);
        this.leftThreads = requireNonNull(leftThreads);
        this.threads = requireNonNull(threads);
        this.settings = requireNonNull(settings);
    }

    /** Begins to retire a revision, and returns. */
    void begin(CloudDriver driver, KnownRevision revision) {
        afterDrain(driver, () -> end(driver, revision));
    }

    /**
     * The same for a revision that was tried.
     *
     * @param why its trial was ended, for the middle of a sentence
     */
    void begin(Candidate tried, String why) {
        if (tried.revision().state() != State.CHECKING) {
            begin(tried.driver(), tried.revision());
            return;
        }
        afterDrain(tried.driver(), () -> succession.withdraw(tried, "Its trial was ended: " + why + "."));
    }

    /** Does what is left to do once no request uses a revision, unless the server stops before. */
    private void afterDrain(CloudDriver driver, Turn.Work rest) {
        threads.execute(() -> {
            registry.drain(driver, settings.get().retireTimeout());
            turn.unattended(() -> {
                if (!threads.isShutdown()) {
                    rest.run();
                }
            });
        });
    }

    private void end(CloudDriver driver, KnownRevision revision) throws Exception {
        Optional<KnownRevision> now = file.state().find(revision.symbolicName(), revision.version());
        // It may have been rolled back to in the meantime, or be tried again.
        if (now.filter(known -> known.state() == State.RETIRED).isEmpty() || canaries.tries(revision)) {
            return;
        }
        try {
            reconciler.retire(now.get());
            leftThreads.look(revision, requireNonNull(driver.getClass().getClassLoader()));
        } catch (BundleException | IllegalStateException e) {
            log.record(
                    revision.driver(),
                    "retire",
                    revision.version(),
                    "",
                    ChangeLog.SERVER,
                    "it gets no requests, but " + e.getMessage());
        }
        reconciler.tidy(settings.get().keptRevisions());
    }
}

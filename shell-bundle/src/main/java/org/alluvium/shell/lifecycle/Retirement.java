package org.alluvium.shell.lifecycle;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.function.Supplier;
import org.alluvium.driver.CloudDriver;
import org.alluvium.registry.DriverRegistry;
import org.alluvium.registry.DriverStatus.State;

/** Stops revisions that were replaced, once their last request is answered. Safe for use by many threads. */
final class Retirement {
    /** For which threads of a retired revision may go on. */
    private static final Duration LAST_WORDS = Duration.ofSeconds(5);

    private final DriverRegistry registry;
    private final StateFile file;
    private final Reconciler reconciler;
    private final Canaries canaries;
    private final Succession succession;
    private final ChangeLog log;
    private final Turn turn;
    private final BoundedWork work;
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
            BoundedWork work,
            ExecutorService threads,
            Supplier<Settings> settings) {
        this.registry = requireNonNull(registry);
        this.file = requireNonNull(file);
        this.reconciler = requireNonNull(reconciler);
        this.canaries = requireNonNull(canaries);
        this.succession = requireNonNull(succession);
        this.log = requireNonNull(log);
        this.turn = requireNonNull(turn);
        this.work = requireNonNull(work);
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
        work.within("stop", () -> {
            reconciler.retire(now.get());
            reconciler.tidy(settings.get().keptRevisions());
            return true;
        });
        threads.execute(() -> lookForThreads(driver, revision));
    }

    private void lookForThreads(CloudDriver driver, KnownRevision revision) {
        List<String> left = LeftThreads.of(driver, LAST_WORDS);
        if (!left.isEmpty()) {
            turn.unattended(() -> log.record(
                    revision.driver(),
                    "retire",
                    revision.version(),
                    "",
                    ChangeLog.SERVER,
                    "done, but it left threads behind, which keep its classes in memory: " + String.join(", ", left)));
        }
    }
}

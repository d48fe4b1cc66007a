package org.alluvium.shell.lifecycle;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.alluvium.registry.CanaryReport;
import org.alluvium.registry.CanaryRules;
import org.alluvium.registry.DriverRegistry;
import org.alluvium.registry.DriverStatus.State;

/**
 * The revisions that a share of the callers tries. What a restart finds is the active revision: the state file tells of a new
 * canary as CHECKING, and of one that was kept as RETIRED. One caller at a time.
 */
final class Canaries {
    private final DriverRegistry registry;
    private final StateFile file;
    private final Succession succession;
    private final ChangeLog log;
    /** By driver id; read by any thread. */
    private final Map<String, Candidate> running = new ConcurrentHashMap<>();

    Canaries(DriverRegistry registry, StateFile file, Succession succession, ChangeLog log) {
        this.registry = requireNonNull(registry);
        this.file = requireNonNull(file);
        this.succession = requireNonNull(succession);
        this.log = requireNonNull(log);
    }

    Optional<Candidate> of(String driver) {
        return Optional.ofNullable(running.get(driver));
    }

    /**
     * Checks that none is tried.
     *
     * @throws IllegalStateException when one is; the message says how its trial is ended
     */
    void requireNone(String driver) {
        of(driver).ifPresent(candidate -> {
            throw new IllegalStateException("Driver " + driver + " "
                    + candidate.revision().version() + " is being tried. cloud:driver-promote " + driver
                    + " makes it active, cloud:driver-rollback " + driver + " ends the trial.");
        });
    }

    /** Whether a revision is one of them. */
    boolean tries(KnownRevision revision) {
        return of(revision.driver())
                .filter(c -> c.revision().is(revision.symbolicName(), revision.version()))
                .isPresent();
    }

    /**
     * Begins a trial.
     *
     * @param ended as in {@link DriverRegistry#tryOut}
     */
    void begin(KnownRevision from, Candidate candidate, CanaryRules rules, Consumer<CanaryReport> ended)
            throws IOException, InterruptedException {
        KnownRevision revision = candidate.revision();
        if (revision.state() == State.CHECKING) {
            file.write(file.state().with(revision));
        }
        running.put(revision.driver(), candidate);
        if (!registry.tryOut(candidate.driver(), rules, ended)) {
            running.remove(revision.driver());
            succession.withdraw(candidate.bundle(), from, revision, "it went away");
            throw new IllegalStateException("Driver " + revision.driver() + " " + revision.version() + " was refused, "
                    + from.version() + " stays active: it went away");
        }
    }

    /** Takes the canary of a driver out of the trial, for its promotion; its callers get it until it is active. */
    Optional<Candidate> take(String driver) {
        return Optional.ofNullable(running.remove(driver));
    }

    /**
     * Ends a trial: the active revision gets all requests again.
     *
     * @param why for the middle of a sentence
     * @return what was tried, and is to be retired by the caller; empty when there was no trial
     */
    Optional<Candidate> end(KnownRevision active, String who, String why) throws IOException {
        Optional<Candidate> tried = take(active.driver());
        if (tried.isPresent()) {
            registry.endTrial(active.driver());
            String version = tried.get().revision().version();
            log.record(active.driver(), "rollback", version, active.version(), who, "done: " + why);
        }
        return tried;
    }

    /**
     * Makes the canary of a driver active whose active revision was uninstalled by Karaf's own ways.
     *
     * @return false when there is no canary, or another revision has stepped in
     */
    boolean inherit(KnownRevision gone) throws IOException, InterruptedException {
        String driver = gone.driver();
        Optional<Candidate> heir = registry.active(driver).isPresent() ? Optional.empty() : take(driver);
        if (heir.isEmpty()) {
            return false;
        }
        succession.enthrone(gone, heir.get());
        file.write(file.state().without(gone));
        String version = heir.get().revision().version();
        log.record(driver, "promote", gone.version(), version, ChangeLog.SERVER, "done: the other was uninstalled");
        return true;
    }

    /** Lets go of all of them, as when the server stops. */
    void close() {
        running.keySet().forEach(registry::endTrial);
        running.clear();
    }
}

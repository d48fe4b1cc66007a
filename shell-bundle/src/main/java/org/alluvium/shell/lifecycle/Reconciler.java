package org.alluvium.shell.lifecycle;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.alluvium.registry.DriverRegistry;
import org.alluvium.registry.DriverStatus.State;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the bundles be what the state file wants. One caller at a time. */
final class Reconciler {
    private static final Logger LOG = LoggerFactory.getLogger(Reconciler.class);
    /** What begins a trial, and what ends one. */
    private static final Set<String> TRIAL_STEPS = Set.of("canary", "promote", "rollback", "uninstall");

    private final DriverRegistry registry;
    private final Bundles bundles;
    private final ArchiveFolder folder;
    private final StateFile file;
    private final ChangeLog log;

    Reconciler(DriverRegistry registry, Bundles bundles, ArchiveFolder folder, StateFile file, ChangeLog log) {
        this.registry = requireNonNull(registry);
        this.bundles = requireNonNull(bundles);
        this.folder = requireNonNull(folder);
        this.file = requireNonNull(file);
        this.log = requireNonNull(log);
    }

    /** Of a canary that a restart interrupted nothing is left but the lines that tell so. */
    void endInterruptedTrials() throws IOException {
        for (String driver : file.state().drivers()) {
            for (KnownRevision canary : file.state().of(driver, State.CHECKING)) {
                file.write(file.state().with(canary.failed("A restart ended its trial.")));
            }
            List<DriverChange> trials = log.of(driver).stream()
                    .filter(change -> TRIAL_STEPS.contains(change.what()))
                    .toList();
            Optional<DriverChange> last =
                    trials.stream().skip(Math.max(0, trials.size() - 1)).findFirst();
            if (last.filter(change ->
                            change.what().equals("canary") && change.result().startsWith("begun"))
                    .isPresent()) {
                log.record(
                        driver,
                        "rollback",
                        last.get().to(),
                        last.get().from(),
                        ChangeLog.SERVER,
                        "done: a restart ended the trial");
            }
        }
    }

    /** Starts the revisions that are wanted, and stops the others of the same drivers. */
    void reconcile() throws IOException, BundleException {
        DriverState wanted = file.state();
        for (String driver : wanted.drivers()) {
            Optional<KnownRevision> active = wanted.active(driver);
            List<KnownRevision> kept = wanted.of(driver, State.RETIRED);
            // Where nothing was changed here Karaf knows itself whether it is to run.
            if (active.isPresent() && !(kept.isEmpty() && bundles.has(active.get()))) {
                start(active.get());
            }
            for (KnownRevision retired : kept) {
                retire(retired);
            }
        }
        tidy();
    }

    /**
     * Where the wanted revision does not come up, the one before takes its place: never none. A driver whose only archive was
     * taken away while the server was down is wanted no more.
     *
     * @param patience how long a revision may take to come up
     */
    void replaceMissing(Duration patience) throws IOException, BundleException, InterruptedException {
        for (String driver : file.state().drivers()) {
            Optional<KnownRevision> wanted = file.state().active(driver);
            List<KnownRevision> kept = file.state().of(driver, State.RETIRED);
            if (wanted.isEmpty()) {
                continue;
            }
            if (kept.isEmpty()
                    && !bundles.any(wanted.get().symbolicName())
                    && ArchiveFolder.lost(wanted.get().location())) {
                forget(driver, wanted.get().version(), ChangeLog.SERVER, "done: its archive is not there any more");
                continue;
            }
            Optional<Bundle> successor = successor(wanted.get());
            // A kill may have come before it was started.
            if (successor.isPresent()
                    && !comes(driver, bundles.startsByItself(successor.get()) ? patience : Duration.ZERO)) {
                install(wanted.get());
            }
            if (kept.isEmpty() || comes(driver, patience)) {
                continue;
            }
            LOG.error(
                    "Driver {} {} does not come up; {} takes its place",
                    driver,
                    wanted.get().version(),
                    kept.get(0).version());
            file.write(file.state()
                    .with(wanted.get().failed("It did not come up at a start of the server."))
                    .with(kept.get(0).as(State.ACTIVE)));
            log.record(
                    driver,
                    "rollback",
                    wanted.get().version(),
                    kept.get(0).version(),
                    ChangeLog.SERVER,
                    "done: it did not come up at a start of the server");
            start(kept.get(0));
        }
    }

    private boolean comes(String driver, Duration patience) throws InterruptedException {
        return registry.await(
                        arrived -> registry.active(driver)
                                .filter(active -> active == arrived)
                                .isPresent(),
                        patience)
                .isPresent();
    }

    /** Of a revision that is not here and did not come by command: the bundle, of which nothing is known yet, in its place. */
    private Optional<Bundle> successor(KnownRevision revision) {
        if (folder.owns(revision.location()) || bundles.has(revision)) {
            return Optional.empty();
        }
        return bundles.all().stream()
                .filter(bundle -> revision.symbolicName().equals(bundle.getSymbolicName())
                        && file.state()
                                .find(
                                        revision.symbolicName(),
                                        bundle.getVersion().toString())
                                .isEmpty())
                .findFirst();
    }

    private void start(KnownRevision revision) {
        // A newer server brought it, or somebody updated the bundle, and that stays.
        if (successor(revision).isEmpty()) {
            install(revision);
        }
    }

    private void install(KnownRevision revision) {
        try {
            Optional<Bundle> present = bundles.find(revision);
            if (present.isEmpty()) {
                folder.verify(revision);
            }
            Bundle bundle = present.isPresent() ? present.get() : bundles.install(revision.location());
            bundle.start();
        } catch (BundleException | IOException | RuntimeException e) {
            LOG.error("Driver {} {} cannot be started", revision.driver(), revision.version(), e);
        }
    }

    void retire(KnownRevision revision) throws BundleException {
        Optional<Bundle> bundle = bundles.find(revision);
        if (bundle.isPresent()) {
            bundles.retire(bundle.get());
        }
    }

    /** Wants a driver no more, and uninstalls the revisions of it that came by command. */
    void forget(String driver, String version, String who, String result) throws IOException, BundleException {
        file.write(file.state().without(driver));
        tidy();
        log.record(driver, "uninstall", version, "", who, result);
    }

    /** Drops the oldest retired revisions beyond a number, and what belongs to no known revision. */
    void tidy(int kept) throws IOException, BundleException {
        DriverState next = file.state();
        for (String driver : next.drivers()) {
            List<KnownRevision> retired = next.of(driver, State.RETIRED);
            for (KnownRevision old : retired.subList(Math.min(kept, retired.size()), retired.size())) {
                // What came with the server is stopped, not uninstalled: the features would bring it back.
                next = folder.owns(old.location()) && !bundles.runs(old) ? next.without(old) : next;
            }
        }
        if (!next.equals(file.state())) {
            file.write(next);
        }
        tidy();
    }

    /** Uninstalls and deletes what an interrupted change left. */
    void tidy() throws IOException, BundleException {
        List<String> known = file.state().revisions().stream()
                .filter(revision -> revision.state() != State.FAILED)
                .map(KnownRevision::location)
                .toList();
        for (Bundle bundle : bundles.all()) {
            if (folder.owns(bundle.getLocation()) && !known.contains(bundle.getLocation())) {
                bundles.uninstall(bundle);
            }
        }
        folder.prune(known);
    }
}

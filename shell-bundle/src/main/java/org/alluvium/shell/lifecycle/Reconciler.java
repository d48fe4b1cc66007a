package org.alluvium.shell.lifecycle;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
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
    private final BoundedWork work;
    /** Bundles that did not stop in time: nobody waits for them a second time. */
    private final Set<Bundle> stuck = ConcurrentHashMap.newKeySet();

    /** @param work has bundles stopped */
    Reconciler(
            DriverRegistry registry,
            Bundles bundles,
            ArchiveFolder folder,
            StateFile file,
            ChangeLog log,
            BoundedWork work) {
        this.registry = requireNonNull(registry);
        this.bundles = requireNonNull(bundles);
        this.folder = requireNonNull(folder);
        this.file = requireNonNull(file);
        this.log = requireNonNull(log);
        this.work = requireNonNull(work);
    }

    /** Of a trial or a check that a restart interrupted nothing is left but the lines that tell so. */
    void endInterruptedTrials() throws IOException {
        for (String driver : file.state().drivers()) {
            for (KnownRevision checked : file.state().of(driver, State.CHECKING)) {
                if (folder.owns(checked.location())) {
                    file.write(file.state().with(checked.failed("A restart ended its trial.")));
                } else {
                    refuse(checked, "the server ended while it was checked; bundle:start has it checked again");
                }
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

    private void refuse(KnownRevision checked, String why) throws IOException {
        String driver = checked.driver();
        String active = file.state().active(driver).map(KnownRevision::version).orElse("");
        file.write(file.state().withFailed(checked.failed(why)));
        log.record(driver, ChangeLog.OTHERWISE, active, checked.version(), ChangeLog.SERVER, "refused: " + why);
    }

    /** What was refused does not start by itself any more: it may hang, or end the server once again. */
    void holdBack() {
        for (String driver : file.state().drivers()) {
            for (KnownRevision failed : file.state().of(driver, State.FAILED)) {
                bundles.find(failed)
                        .filter(bundle -> bundle.getState() != Bundle.ACTIVE && !Bundles.changes(bundle))
                        .filter(bundles::startsByItself)
                        .ifPresent(bundle -> holdBack(failed, bundle));
            }
        }
    }

    private static void holdBack(KnownRevision failed, Bundle bundle) {
        try {
            bundle.stop();
            LOG.info(
                    "Driver {} {} was refused and is not started; bundle:start has it checked again",
                    failed.driver(),
                    failed.version());
        } catch (BundleException e) {
            LOG.warn("Driver {} {} was refused, but is started again", failed.driver(), failed.version(), e);
        }
    }

    /** Starts the revisions that are wanted, and stops the others of the same drivers. */
    void reconcile() throws IOException, InterruptedException {
        DriverState wanted = file.state();
        for (String driver : wanted.drivers()) {
            Optional<KnownRevision> active = wanted.active(driver);
            List<KnownRevision> kept = wanted.of(driver, State.RETIRED);
            // Where nothing was changed here Karaf knows itself whether it is to run.
            if (active.isPresent() && !(kept.isEmpty() && bundles.has(active.get()))) {
                start(active.get());
            }
            for (KnownRevision retired : kept) {
                try {
                    retire(retired);
                } catch (BundleException | IllegalStateException e) {
                    LOG.error("Driver {} {} cannot be stopped", driver, retired.version(), e);
                }
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
    void replaceMissing(Duration patience) throws IOException, InterruptedException {
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

    /**
     * Stops a revision, if it is here.
     *
     * @throws IllegalStateException as {@link #uninstall}
     */
    void retire(KnownRevision revision) throws BundleException, InterruptedException {
        Optional<Bundle> bundle = bundles.find(revision);
        if (bundle.isPresent()) {
            stop(bundle.get(), bundles::retire);
        }
    }

    /**
     * Uninstalls a bundle.
     *
     * @throws IllegalStateException when it does not stop in time; the message says so, for the middle of a sentence
     */
    void uninstall(Bundle bundle) throws BundleException, InterruptedException {
        stop(bundle, bundles::uninstall);
    }

    /** Ends the run of a bundle in one way or another. */
    private interface Stop {
        void end(Bundle bundle) throws BundleException;
    }

    private void stop(Bundle bundle, Stop way) throws BundleException, InterruptedException {
        try {
            work.within("stop", () -> {
                way.end(bundle);
                return true;
            });
        } catch (ExecutionException e) {
            if (e.getCause() instanceof BundleException failed) {
                throw failed;
            }
            throw new IllegalStateException("it threw " + Words.of(requireNonNull(e.getCause())), e);
        } catch (IllegalStateException e) {
            stuck.add(bundle);
            throw e;
        }
    }

    /** Wants a driver no more, and uninstalls the revisions of it that came by command. */
    void forget(String driver, String version, String who, String result) throws IOException, InterruptedException {
        file.write(file.state().without(driver));
        tidy();
        log.record(driver, "uninstall", version, "", who, result);
    }

    /** Drops the oldest retired revisions beyond a number, and what belongs to no known revision. */
    void tidy(int kept) throws IOException, InterruptedException {
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

    /** Uninstalls and deletes what an interrupted change left. What hangs is left to the next start of the server. */
    void tidy() throws IOException, InterruptedException {
        List<String> known = file.state().revisions().stream()
                .filter(revision -> revision.state() != State.FAILED)
                .map(KnownRevision::location)
                .toList();
        for (Bundle bundle : bundles.all()) {
            if (folder.owns(bundle.getLocation())
                    && !known.contains(bundle.getLocation())
                    && !stuck.contains(bundle)
                    && !Bundles.changes(bundle)) {
                try {
                    uninstall(bundle);
                } catch (BundleException | IllegalStateException e) {
                    LOG.warn("{} cannot be uninstalled; the next start of the server does it", bundle, e);
                }
            }
        }
        folder.prune(known);
    }
}

package org.alluvium.shell.lifecycle;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.alluvium.driver.CloudDriver;
import org.alluvium.driver.DriverInfo;
import org.alluvium.registry.DriverRegistry;
import org.alluvium.registry.DriverStatus.State;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the bundles be what the state file wants, and the file what an operator did by other ways. One caller at a time. */
final class Reconciler {
    private static final Logger LOG = LoggerFactory.getLogger(Reconciler.class);
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    /** What begins a trial, and what ends one. */
    private static final Set<String> TRIAL_STEPS = Set.of("canary", "promote", "rollback", "uninstall");

    /** What Karaf's own ways are called in the log. */
    private static final String OTHERWISE = "other means";

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
            if (active.isPresent()) {
                start(active.get());
            }
            for (KnownRevision retired : wanted.of(driver, State.RETIRED)) {
                retire(retired);
            }
        }
        tidy();
    }

    /** Where the wanted revision does not come up, the one before takes its place: never none. */
    void replaceMissing() throws IOException, InterruptedException {
        for (String driver : file.state().drivers()) {
            Optional<KnownRevision> wanted = file.state().active(driver);
            List<KnownRevision> kept = file.state().of(driver, State.RETIRED);
            if (wanted.isEmpty()
                    || kept.isEmpty()
                    || registry.await(arrived -> arrived.info().id().equals(driver), PATIENCE)
                            .isPresent()) {
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

    private void start(KnownRevision revision) {
        try {
            Optional<Bundle> present = bundles.find(revision.symbolicName(), revision.version());
            if (present.isEmpty()) {
                folder.verify(revision);
            }
            // Of that location it may be another version: somebody updated the bundle, and that stays.
            Bundle bundle = present.isPresent() ? present.get() : bundles.install(revision.location());
            bundle.start();
        } catch (BundleException | IOException | RuntimeException e) {
            LOG.error("Driver {} {} cannot be started", revision.driver(), revision.version(), e);
        }
    }

    void retire(KnownRevision revision) throws BundleException {
        Optional<Bundle> bundle = bundles.find(revision.symbolicName(), revision.version());
        if (bundle.isPresent()) {
            bundles.retire(bundle.get());
        }
    }

    /**
     * Takes over what is active though nothing here made it so.
     *
     * @param result for the log
     */
    void adopt(CloudDriver newcomer, String result) throws IOException {
        String driver = newcomer.info().id();
        Optional<KnownRevision> wanted = file.state().active(driver);
        Optional<CloudDriver> active = registry.active(driver);
        if (wanted.isEmpty() || active.isEmpty()) {
            if (!result.equals("done")) {
                log.record(driver, OTHERWISE, "", newcomer.info().version(), ChangeLog.SERVER, result);
            }
            return;
        }
        KnownRevision now = known(active.get());
        if (now.is(wanted.get().symbolicName(), wanted.get().version())) {
            return;
        }
        file.write(replaced(wanted.get()).with(now));
        log.record(driver, OTHERWISE, wanted.get().version(), now.version(), ChangeLog.SERVER, result);
    }

    /** Makes active what came beside the active one by Karaf's own ways; that one goes on to run, and steps in when this one goes. */
    void enthrone(CloudDriver newcomer) throws IOException {
        String driver = newcomer.info().id();
        DriverState before = file.state();
        Optional<KnownRevision> active = registry.active(driver).map(this::known);
        KnownRevision now = described(newcomer);
        DriverState next = before;
        for (KnownRevision old : before.of(driver, State.ACTIVE)) {
            next = next.without(old);
        }
        if (active.isPresent()) {
            next = next.with(active.get().as(State.RETIRED));
        }
        file.write(next.with(now));
        if (registry.activate(newcomer)) {
            String from = active.map(KnownRevision::version).orElse("");
            log.record(driver, OTHERWISE, from, now.version(), ChangeLog.SERVER, "done");
        } else {
            file.write(before);
        }
    }

    /** Takes over what stepped in for an active revision whose bundle was uninstalled by Karaf's own ways. */
    void succeed(String symbolicName, String version) throws IOException {
        Optional<KnownRevision> gone = file.state()
                .find(symbolicName, version)
                .filter(revision -> revision.state() == State.ACTIVE
                        && bundles.find(symbolicName, version).isEmpty());
        Optional<CloudDriver> active = gone.flatMap(revision -> registry.active(revision.driver()));
        if (active.isPresent()) {
            KnownRevision now = known(active.get());
            file.write(file.state().without(gone.get()).with(now));
            log.record(
                    now.driver(),
                    OTHERWISE,
                    version,
                    now.version(),
                    ChangeLog.SERVER,
                    "done: the other was uninstalled");
        }
    }

    /** Leaves what came by Karaf's own ways without requests, and tells why. */
    void refuse(CloudDriver newcomer, String why) throws IOException {
        String driver = newcomer.info().id();
        KnownRevision refused = described(newcomer).failed(why);
        DriverState next = file.state();
        for (KnownRevision failed : next.of(driver, State.FAILED)) {
            next = next.without(failed);
        }
        file.write(next.with(refused));
        registry.refuse(newcomer, why);
        String active = registry.driver(driver).map(DriverInfo::version).orElse("");
        LOG.error("Driver {} {} was refused, {} stays active: {}", driver, refused.version(), active, why);
        log.record(driver, OTHERWISE, active, refused.version(), ChangeLog.SERVER, "refused: " + why);
    }

    private DriverState replaced(KnownRevision old) {
        return bundles.find(old.symbolicName(), old.version()).isPresent()
                ? file.state().with(old.as(State.RETIRED))
                : file.state().without(old);
    }

    /** What is known of an active revision, or is to be known from now on. */
    KnownRevision known(CloudDriver active) {
        KnownRevision described = described(active);
        return file.state()
                .find(described.symbolicName(), described.version())
                // It may have stepped in for one that went: its digest is worth as much as before.
                .map(revision -> revision.state() == State.ACTIVE ? revision : revision.as(State.ACTIVE))
                .orElse(described);
    }

    /** What is to be known of a revision that runs, as that of an active one. */
    KnownRevision described(CloudDriver driver) {
        Bundle bundle = Bundles.of(driver)
                .orElseThrow(() -> new IllegalArgumentException(
                        "Driver '" + driver.info().id() + "' does not come from a bundle."));
        return new KnownRevision(
                driver.info().id(),
                bundle.getVersion().toString(),
                State.ACTIVE,
                Instant.now(),
                bundle.getSymbolicName(),
                Optional.empty(),
                bundle.getLocation(),
                Optional.empty());
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

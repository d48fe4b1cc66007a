package org.alluvium.shell.lifecycle;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.alluvium.driver.CloudDriver;
import org.alluvium.driver.DriverInfo;
import org.alluvium.registry.DriverRegistry;
import org.alluvium.registry.DriverStatus.State;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the state file be what an operator did by Karaf's own ways. One caller at a time. */
final class Adoption {
    private static final Logger LOG = LoggerFactory.getLogger(Adoption.class);

    private final DriverRegistry registry;
    private final Bundles bundles;
    private final ArchiveFolder folder;
    private final StateFile file;
    private final Reconciler reconciler;
    private final ChangeLog log;

    Adoption(
            DriverRegistry registry,
            Bundles bundles,
            ArchiveFolder folder,
            StateFile file,
            Reconciler reconciler,
            ChangeLog log) {
        this.registry = requireNonNull(registry);
        this.bundles = requireNonNull(bundles);
        this.folder = requireNonNull(folder);
        this.file = requireNonNull(file);
        this.reconciler = requireNonNull(reconciler);
        this.log = requireNonNull(log);
    }

    /** Takes over what the start brought; where it brought two revisions, the one that is wanted is active. */
    void adoptAll() throws IOException, InterruptedException {
        for (DriverInfo present : registry.drivers()) {
            Optional<KnownRevision> wanted = file.state().active(present.id());
            Optional<CloudDriver> active = registry.active(present.id());
            if (active.isPresent() && wanted.filter(bundles::runs).isEmpty()) {
                adopt(active.get(), "done");
            } else if (wanted.isPresent()) {
                registry.await(arrived -> isOf(arrived, wanted.get()), Duration.ZERO)
                        .filter(arrived -> !active.equals(Optional.of(arrived)))
                        .ifPresent(registry::activate);
            }
        }
    }

    private static boolean isOf(CloudDriver driver, KnownRevision revision) {
        return Bundles.of(driver)
                .filter(bundle -> revision.is(
                        bundle.getSymbolicName(), bundle.getVersion().toString()))
                .isPresent();
    }

    /**
     * Takes over what is active though nothing here made it so.
     *
     * @param result for the log
     */
    void adopt(CloudDriver newcomer, String result) throws IOException {
        String driver = said(newcomer).id();
        Optional<KnownRevision> wanted = file.state().active(driver);
        Optional<KnownRevision> now = registry.active(driver).map(this::known);
        String from = wanted.map(KnownRevision::version).orElse("");
        if (now.isPresent() && !now.equals(wanted)) {
            file.write(wanted.map(this::withRetired).orElse(file.state()).with(now.get()));
            String what = wanted.isPresent() ? ChangeLog.OTHERWISE : "install";
            log.record(driver, what, from, now.get().version(), ChangeLog.SERVER, result);
        } else if (!result.equals("done")) {
            log.record(driver, ChangeLog.OTHERWISE, from, said(newcomer).version(), ChangeLog.SERVER, result);
        }
    }

    /** Takes over what somebody installed by command. */
    void adopt(CloudDriver installed) throws IOException {
        file.write(file.state().with(known(installed)));
    }

    /**
     * Writes down that a revision that came by Karaf's own ways is being checked: should it end the server, then the next start does not
     * try it again.
     */
    KnownRevision checking(CloudDriver newcomer) throws IOException {
        Bundle bundle = bundle(newcomer);
        KnownRevision checked = described(said(newcomer).id(), bundle).as(State.CHECKING);
        file.write(file.state().with(checked));
        return checked;
    }

    /** Whether a revision is being checked, or was refused, and did not come by command: when it comes again it is checked anew. */
    boolean unproven(KnownRevision known) {
        return known.state() == State.FAILED || (known.state() == State.CHECKING && !folder.owns(known.location()));
    }

    /**
     * Tells of a bundle that was started by Karaf's own ways, and whose driver does not come.
     *
     * @param why for the middle of a sentence
     */
    void missing(Bundle bundle, String driver, String why) throws IOException {
        String version = bundle.getVersion().toString();
        boolean proven = file.state()
                .find(bundle.getSymbolicName(), version)
                .filter(known -> !unproven(known))
                .isPresent();
        if (!proven) {
            file.write(file.state().withFailed(described(driver, bundle).failed(why)));
        }
        LOG.error("Driver {} {} does not come: {}", driver, version, why);
        String active = registry.driver(driver).map(DriverInfo::version).orElse("");
        log.record(driver, ChangeLog.OTHERWISE, active, version, ChangeLog.SERVER, "refused: " + why);
    }

    /** Makes active what came beside the active one by Karaf's own ways; that one goes on to run, and steps in when this one goes. */
    void enthrone(CloudDriver newcomer, KnownRevision checked) throws IOException {
        String driver = checked.driver();
        DriverState before = file.state();
        Optional<KnownRevision> active = registry.active(driver).map(this::known);
        KnownRevision now = checked.as(State.ACTIVE);
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
            log.record(driver, ChangeLog.OTHERWISE, from, now.version(), ChangeLog.SERVER, "done");
        } else {
            file.write(before.without(checked));
        }
    }

    /** The revisions that are wanted, and whose bundles are not there. */
    List<KnownRevision> gone() {
        return file.state().revisions().stream()
                .filter(revision -> revision.state() == State.ACTIVE && !bundles.has(revision))
                .toList();
    }

    /**
     * Has another revision take the place of an active one whose bundle was uninstalled by Karaf's own ways. With the last one the driver
     * is wanted no more.
     */
    void release(KnownRevision gone) throws IOException, BundleException, InterruptedException {
        String driver = gone.driver();
        Optional<CloudDriver> active = registry.active(driver);
        Optional<Bundle> kept = file.state().of(driver, State.RETIRED).stream()
                .filter(revision -> !bundles.runs(revision))
                .flatMap(revision -> bundles.find(revision).stream())
                .findFirst();
        if (active.isPresent()) {
            KnownRevision now = known(active.get());
            file.write(file.state().without(gone).with(now));
            log.record(
                    driver,
                    ChangeLog.OTHERWISE,
                    gone.version(),
                    now.version(),
                    ChangeLog.SERVER,
                    "done: the other was uninstalled");
        } else if (kept.isPresent()) {
            // Where there is no other it serves as soon as it comes, and is wanted then.
            kept.get().start();
        } else if (!bundles.any(gone.symbolicName())) {
            reconciler.forget(driver, gone.version(), ChangeLog.SERVER, "done");
        }
    }

    /** Leaves what came by Karaf's own ways without requests, and tells why. */
    void refuse(CloudDriver newcomer, KnownRevision checked, String why) throws IOException {
        String driver = checked.driver();
        KnownRevision refused = checked.failed(why);
        file.write(file.state().withFailed(refused));
        registry.refuse(newcomer, why);
        String active = registry.driver(driver).map(DriverInfo::version).orElse("");
        LOG.error("Driver {} {} was refused, {} stays active: {}", driver, refused.version(), active, why);
        log.record(driver, ChangeLog.OTHERWISE, active, refused.version(), ChangeLog.SERVER, "refused: " + why);
    }

    private DriverState withRetired(KnownRevision old) {
        return bundles.has(old)
                ? file.state().with(old.as(State.RETIRED))
                : file.state().without(old);
    }

    /** What is known of an active revision, or is to be known from now on. Safe for use by many threads. */
    KnownRevision known(CloudDriver active) {
        Bundle bundle = bundle(active);
        Optional<KnownRevision> known =
                file.state().find(bundle.getSymbolicName(), bundle.getVersion().toString());
        // What was updated since may be another, though its version is the same.
        boolean asKnown = known.filter(
                        revision -> bundle.getLastModified() <= revision.since().toEpochMilli())
                .isPresent();
        Optional<DriverArchive> archive = asKnown ? Optional.empty() : bundles.archive(bundle);
        return known.filter(revision -> asKnown || revision.digest().equals(archive.map(DriverArchive::digest)))
                // It may have stepped in for one that went: its digest is worth as much as before.
                .map(revision -> revision.state() == State.ACTIVE ? revision : revision.as(State.ACTIVE))
                .orElseGet(() -> described(said(active).id(), bundle, archive));
    }

    private KnownRevision described(String driver, Bundle bundle) {
        return described(driver, bundle, bundles.archive(bundle));
    }

    /** What is to be known of a revision that runs, as that of an active one. */
    private KnownRevision described(String driver, Bundle bundle, Optional<DriverArchive> archive) {
        if (archive.isPresent() && folder.owns(bundle.getLocation())) {
            keep(archive.get(), bundle);
        }
        return new KnownRevision(
                driver,
                bundle.getVersion().toString(),
                State.ACTIVE,
                Instant.now(),
                bundle.getSymbolicName(),
                archive.map(DriverArchive::digest),
                bundle.getLocation(),
                Optional.empty());
    }

    /** What came by an upgrade was updated where it lay: what is kept of it is to be what it is now. */
    private void keep(DriverArchive archive, Bundle bundle) {
        try {
            folder.replace(bundle.getLocation(), archive);
        } catch (IOException e) {
            LOG.warn("The archive of {} cannot be kept; a rollback to it will be refused", bundle, e);
        }
    }

    private static Bundle bundle(CloudDriver driver) {
        return Bundles.of(driver)
                .orElseThrow(() -> new IllegalArgumentException(
                        "Driver '" + driver.info().id() + "' does not come from a bundle."));
    }

    /** Without asking it where that can be, for it may hang. */
    private DriverInfo said(CloudDriver driver) {
        return registry.introduction(driver).orElseGet(driver::info);
    }
}

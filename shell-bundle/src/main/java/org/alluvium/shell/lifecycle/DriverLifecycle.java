package org.alluvium.shell.lifecycle;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.ReentrantLock;
import org.alluvium.driver.CloudDriver;
import org.alluvium.driver.DriverInfo;
import org.alluvium.registry.DriverRegistry;
import org.alluvium.registry.DriverStatus;
import org.alluvium.registry.DriverStatus.State;
import org.alluvium.registry.RevisionGuard;
import org.apache.karaf.features.BootFinished;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Changes drivers while requests run. A new revision is installed beside the active one and has to prove itself; then the
 * state file is written, which decides what a restart finds; then the registry is told to swap. One change is made at a time.
 */
@Component(service = DriverLifecycle.class, immediate = true, configurationPid = "org.alluvium.lifecycle")
@Designate(ocd = DriverLifecycle.Config.class)
public final class DriverLifecycle implements RevisionGuard {
    private static final Logger LOG = LoggerFactory.getLogger(DriverLifecycle.class);
    private static final Logger AUDIT = LoggerFactory.getLogger("org.alluvium.audit");

    /** The settings, {@code etc/org.alluvium.lifecycle.cfg}. */
    @ObjectClassDefinition(name = "Alluvium life cycle of drivers")
    public @interface Config {
        @AttributeDefinition(name = "Folder", description = "Where archives of drivers and the wanted state are kept.")
        String folder() default "drivers";

        @AttributeDefinition(
                name = "Check time-out",
                description = "How many seconds a new revision has to prove itself.")
        int checkTimeoutSeconds() default 30;

        @AttributeDefinition(
                name = "Retire time-out",
                description = "How many seconds a revision that was replaced may take to finish its requests.")
        int retireTimeoutSeconds() default 3600;

        @AttributeDefinition(
                name = "Kept revisions",
                description = "How many retired revisions are kept for a rollback.")
        int keptRevisions() default 2;
    }

    private final DriverRegistry registry;
    private final Config config;
    private final Map<String, ?> settings;
    private final Bundles bundles;
    private final ArchiveFolder folder;
    private final StateFile file;
    private final Reconciler reconciler;
    private final ExecutorService threads;
    /** Held during a change. */
    private final ReentrantLock busy = new ReentrantLock();
    /** The bundle that is being checked. */
    private volatile @Nullable Bundle candidate;
    /** Whether the features of the start are there. */
    private volatile boolean booted;

    /** Takes up the state that was wanted last. */
    @Activate
    public DriverLifecycle(
            @Reference DriverRegistry registry, Config config, Map<String, ?> settings, BundleContext context)
            throws IOException {
        this.registry = requireNonNull(registry);
        this.config = config;
        this.settings = Map.copyOf(settings);
        bundles = new Bundles(context);
        folder = new ArchiveFolder(Path.of(config.folder()));
        file = new StateFile(folder.stateFile());
        reconciler = new Reconciler(registry, bundles, folder, file);
        threads = Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "driver-lifecycle");
            thread.setDaemon(true);
            return thread;
        });
        registry.guard(this);
        threads.execute(() -> whileBusy(reconciler::reconcile));
    }

    /** Once the features of the start are there, none of them may stand where an upgrade put another. */
    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    void bindBoot(BootFinished finished) {
        threads.execute(() -> whileBusy(() -> {
            reconciler.reconcile();
            reconciler.replaceMissing();
            booted = true;
        }));
    }

    void unbindBoot(BootFinished finished) {
        // What has been started stays started.
    }

    @Deactivate
    void close() {
        registry.unguard();
        threads.shutdownNow();
    }

    @Override
    public Optional<State> withheld(CloudDriver newcomer) {
        Optional<Bundle> bundle = Bundles.of(newcomer);
        if (bundle.isEmpty() || bundle.get() == candidate) {
            return bundle.map(checked -> State.CHECKING);
        }
        Optional<State> known = file.state()
                .find(bundle.get().getSymbolicName(), bundle.get().getVersion().toString())
                .map(KnownRevision::state)
                .filter(state -> state != State.ACTIVE);
        if (known.isEmpty() && booted) {
            // Somebody used Karaf's own commands; that is wanted from now on.
            threads.execute(() -> whileBusy(() -> reconciler.adopt(newcomer)));
        }
        return known;
    }

    @Override
    public List<DriverStatus> absent() {
        return file.state().revisions().stream()
                .filter(revision -> revision.state() != State.ACTIVE && !bundles.runs(revision))
                .map(KnownRevision::status)
                .toList();
    }

    /** The changes of a driver, the oldest first. */
    public List<DriverChange> history(String driver) {
        return file.state().changes().stream()
                .filter(change -> change.driver().equals(driver))
                .toList();
    }

    /**
     * Puts another revision in the place of the active one.
     *
     * @param wanted a version, or the URL of an archive
     * @param who the console's user
     * @return what was done, in a sentence
     * @throws IllegalArgumentException when there is no such driver or revision
     * @throws IllegalStateException when the revision does not prove itself; the active one stays
     */
    public String upgrade(String driver, String wanted, String who) throws Exception {
        return change(driver, "upgrade", ArchiveFolder.withoutSecrets(wanted), who, active -> {
            Optional<KnownRevision> kept = file.state().of(driver, State.RETIRED).stream()
                    .filter(revision -> revision.version().equals(wanted))
                    .findFirst();
            return kept.isPresent() ? kept.get() : fetch(active, wanted);
        });
    }

    /** Puts the revision back that was active before; as {@link #upgrade}. */
    public String rollback(String driver, String who) throws Exception {
        return change(
                driver,
                "rollback",
                "",
                who,
                active -> file.state().of(driver, State.RETIRED).stream()
                        .findFirst()
                        .orElseThrow(() -> new IllegalArgumentException(
                                "There is no earlier revision of driver '" + driver + "' to go back to.")));
    }

    /** Hands out no more leases on a driver and waits for its requests in flight; false when that takes too long. */
    public boolean drain(String driver, String who) throws IOException {
        String version = registry.driver(driver).map(DriverInfo::version).orElse("");
        boolean idle = registry.drain(driver);
        record(driver, "drain", version, "", who, idle ? "done" : "requests are still in flight");
        return idle;
    }

    /** Forgets a driver that is drained, and uninstalls the revisions of it that did not come with the server. */
    public void forget(String driver, String version, String who) throws Exception {
        busy.lock();
        try {
            DriverState next = file.state();
            for (KnownRevision revision : next.revisions()) {
                next = revision.driver().equals(driver) ? next.without(revision) : next;
            }
            file.write(next);
            reconciler.tidy();
            record(driver, "uninstall", version, "", who, "done");
        } finally {
            busy.unlock();
        }
    }

    private interface Choice {
        KnownRevision next(KnownRevision active) throws Exception;
    }

    private interface Work {
        void run() throws Exception;
    }

    private void whileBusy(Work work) {
        busy.lock();
        try {
            work.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            LOG.error("The wanted state of the drivers could not be restored", e);
        } finally {
            busy.unlock();
        }
    }

    private String change(String driver, String what, String wanted, String who, Choice choice) throws Exception {
        if (!busy.tryLock()) {
            throw new IllegalStateException("A driver is being changed at the moment. Try again when that is done.");
        }
        String to = wanted;
        KnownRevision from = null;
        try {
            CloudDriver active = registry.active(driver)
                    .orElseThrow(() -> new IllegalArgumentException("There is no driver '" + driver + "'."));
            from = reconciler.known(active);
            KnownRevision next = choice.next(from);
            to = next.version();
            replace(active, from, next);
            record(driver, what, from.version(), to, who, "done");
            return "Driver " + driver + " " + to + " is active; " + from.version() + " is kept for a rollback.";
        } catch (Exception e) {
            record(driver, what, from == null ? "" : from.version(), to, who, "refused: " + e.getMessage());
            throw e;
        } finally {
            busy.unlock();
        }
    }

    private KnownRevision fetch(KnownRevision active, String wanted) throws IOException {
        if (wanted.equals(active.version())) {
            throw new IllegalArgumentException("Driver " + active.driver() + " " + wanted + " is active already.");
        }
        String url = wanted.contains(":") ? wanted : file.state().urlOf(active, wanted);
        DriverArchive archive = folder.fetch(url);
        String version = archive.version().toString();
        if (bundles.find(archive.symbolicName(), version).isPresent()) {
            folder.discard(archive);
            throw new IllegalArgumentException("There is a bundle " + archive.symbolicName() + " " + version
                    + " already. Give the new one another version.");
        }
        return new KnownRevision(
                active.driver(),
                version,
                State.CHECKING,
                Instant.now(),
                archive.symbolicName(),
                Optional.of(archive.digest()),
                folder.keep(archive, active.driver()),
                Optional.empty());
    }

    /** Installs, checks, writes down, switches; the rest happens once the last request of the old revision is answered. */
    private void replace(CloudDriver active, KnownRevision from, KnownRevision next) throws Exception {
        Bundle bundle = null;
        try {
            folder.verify(next);
            Optional<Bundle> present = bundles.find(next.symbolicName(), next.version());
            bundle = present.isPresent() ? present.get() : bundles.install(next.location());
            CloudDriver driver = prove(bundle, next);
            file.write(file.state().with(from.as(State.RETIRED)).with(next.as(State.ACTIVE)));
            if (!registry.activate(driver)) {
                throw new IllegalStateException("it went away");
            }
            bundle.start();
        } catch (BundleException | IOException | RuntimeException e) {
            withdraw(bundle, from, next, String.valueOf(e.getMessage()));
            throw new IllegalStateException(
                    "Driver " + next.driver() + " " + next.version() + " was refused, " + from.version()
                            + " stays active: " + e.getMessage(),
                    e);
        } finally {
            candidate = null;
        }
        threads.execute(() -> retire(active, from));
    }

    private CloudDriver prove(Bundle bundle, KnownRevision next) throws BundleException, InterruptedException {
        Duration patience = Duration.ofSeconds(config.checkTimeoutSeconds());
        candidate = bundle;
        bundle.start(Bundle.START_TRANSIENT);
        CloudDriver driver = registry.await(
                        arrived -> Bundles.of(arrived).filter(bundle::equals).isPresent(), patience)
                .orElseThrow(() -> new IllegalStateException(
                        "it did not become active within " + patience.toSeconds() + " s; the log tells why"));
        new RevisionCheck(threads, patience)
                .check(driver, next.driver(), next.version(), Probe.of(settings, next.driver()));
        return driver;
    }

    /** A revision that was retired stays so; a new one is told of as failed, and nothing of it is left. */
    private void withdraw(@Nullable Bundle bundle, KnownRevision from, KnownRevision next, String why) {
        try {
            DriverState state = file.state();
            if (next.state() == State.CHECKING) {
                for (KnownRevision failed : state.of(next.driver(), State.FAILED)) {
                    state = state.without(failed);
                }
                state = state.with(next.failed(why));
            } else {
                state = state.with(next);
            }
            if (state.find(from.symbolicName(), from.version()).isPresent()) {
                state = state.with(from.as(State.ACTIVE));
            }
            file.write(state);
            if (bundle != null && next.state() == State.CHECKING) {
                bundles.uninstall(bundle);
            }
            reconciler.tidy();
        } catch (BundleException | IOException e) {
            LOG.warn("Driver {} {} could not be taken back", next.driver(), next.version(), e);
        }
    }

    private void retire(CloudDriver driver, KnownRevision revision) {
        registry.drain(driver, Duration.ofSeconds(config.retireTimeoutSeconds()));
        whileBusy(() -> {
            Optional<KnownRevision> now = file.state().find(revision.symbolicName(), revision.version());
            // It may have been rolled back to in the meantime.
            if (now.filter(known -> known.state() == State.RETIRED).isPresent() && !threads.isShutdown()) {
                reconciler.retire(now.get());
                reconciler.tidy(config.keptRevisions());
            }
        });
    }

    private void record(String driver, String what, String from, String to, String who, String result)
            throws IOException {
        AUDIT.info("{} of driver {} by {} from {} to {}: {}", what, driver, who, from, to, result);
        busy.lock();
        try {
            file.write(file.state().with(new DriverChange(Instant.now(), who, driver, what, from, to, result)));
        } finally {
            busy.unlock();
        }
    }
}

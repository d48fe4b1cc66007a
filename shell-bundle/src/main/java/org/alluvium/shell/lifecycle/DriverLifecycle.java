package org.alluvium.shell.lifecycle;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.function.Consumer;
import org.alluvium.driver.CloudDriver;
import org.alluvium.driver.DriverInfo;
import org.alluvium.registry.CanaryReport;
import org.alluvium.registry.CanaryRules;
import org.alluvium.registry.DriverRegistry;
import org.alluvium.registry.DriverStatus;
import org.alluvium.registry.DriverStatus.State;
import org.alluvium.registry.RevisionGuard;
import org.apache.karaf.features.BootFinished;
import org.apache.karaf.features.FeaturesService;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.AttributeType;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/**
 * Changes drivers while requests run. A new revision is installed beside the active one and has to prove itself; then the
 * state file is written, which decides what a restart finds; then the registry is told to swap. One change is made at a time.
 */
@Component(service = DriverLifecycle.class, immediate = true, configurationPid = "org.alluvium.lifecycle")
@Designate(ocd = DriverLifecycle.Config.class)
public final class DriverLifecycle implements RevisionGuard {
    /** The settings, {@code etc/org.alluvium.lifecycle.cfg}. */
    @ObjectClassDefinition(name = "Alluvium life cycle of drivers")
    public @interface Config {
        @AttributeDefinition(
                name = "Folder",
                description = "Where archives of drivers and the wanted state are kept. Read at the start.")
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

        @AttributeDefinition(
                name = "Canary's requests",
                description = "How many requests a canary must have answered before it is judged.")
        int canaryMinimumRequests() default 20;

        @AttributeDefinition(
                name = "Canary's margin",
                description =
                        "By how many percent a canary's share of failed requests may exceed the active revision's.")
        int canaryMarginPercent() default 5;

        @AttributeDefinition(
                name = "Trusted signers",
                description = "A key store, or a folder of certificates: archives must be signed by one of them. Empty"
                        + " demands no signature.",
                required = false)
        String trustedSigners() default "";

        @AttributeDefinition(
                name = "Trusted signers' password",
                description = "Of the key store.",
                type = AttributeType.PASSWORD,
                required = false)
        String trustedSignersPassword() default "";
    }

    /** For which a command waits for what another one has begun, such as the stop of the revision before. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    /** For which a server may send nothing of an archive. */
    private static final Duration SILENCE = Duration.ofSeconds(30);
    /** Within which an archive has to arrive. */
    private static final Duration ARRIVAL = Duration.ofMinutes(5);
    /** How long a revision may take to come up when the server starts. */
    private static final Duration START = Duration.ofSeconds(20);

    private final DriverRegistry registry;
    private final FeaturesService features;
    private final Bundles bundles;
    private final StateFile file;
    private final ChangeLog log;
    private final Manifests manifests;
    private final Reconciler reconciler;
    private final Adoption adoption;
    private final Succession succession;
    private final Canaries canaries;
    private final RevisionChoice choice;
    private final Newcomers newcomers;
    private final Departures departures;
    private final Stragglers stragglers;
    private final Retirement retirement;
    private final ExecutorService threads;
    private final Turn turn = new Turn(PATIENCE);
    private final Attempts attempts;
    private final LastRecord lastRecord = new LastRecord();
    private final BundleContext context;
    private volatile Settings settings;

    /** Takes up the state that was wanted last. */
    @Activate
    public DriverLifecycle(
            @Reference DriverRegistry registry,
            @Reference ServiceComponentRuntime components,
            @Reference FeaturesService features,
            Config config,
            Map<String, ?> properties,
            BundleContext context)
            throws IOException {
        this.registry = requireNonNull(registry);
        this.features = requireNonNull(features);
        this.context = requireNonNull(context);
        settings = Settings.of(config, properties);
        threads = FreshThreads.open();
        BoundedWork work = new BoundedWork(threads, () -> settings.checkTimeout());
        bundles = new Bundles(context);
        ArchiveFolder folder =
                new ArchiveFolder(Path.of(config.folder()), new BoundedWork(threads, () -> ARRIVAL), SILENCE);
        file = new StateFile(folder.stateFile());
        log = new ChangeLog(file);
        attempts = new Attempts(turn, log, threads);
        manifests = new Manifests(bundles, folder, file);
        reconciler = new Reconciler(registry, bundles, folder, file, log, work);
        adoption = new Adoption(registry, bundles, folder, file, reconciler, log);
        ComponentFaults faults = new ComponentFaults(components);
        LeftThreads leftThreads = new LeftThreads(log, turn, threads);
        succession = new Succession(
                registry, bundles, folder, file, reconciler, manifests, faults, leftThreads, work, () -> settings);
        canaries = new Canaries(registry, file, succession, log);
        choice = new RevisionChoice(file, folder, bundles);
        RevisionCheck check = new RevisionCheck(work);
        newcomers = new Newcomers(
                registry, bundles, file, succession, adoption, faults, check, turn, threads, () -> settings);
        departures = new Departures(adoption, canaries, turn, threads);
        stragglers = new Stragglers(bundles, succession, adoption, faults, departures, turn, threads);
        retirement = new Retirement(
                registry, file, reconciler, canaries, succession, log, turn, leftThreads, threads, () -> settings);
        reconciler.endInterruptedTrials();
        reconciler.holdBack();
        registry.guard(this);
        context.addBundleListener(stragglers);
        context.addBundleListener(lastRecord);
        threads.execute(() -> turn.unattended(reconciler::reconcile));
    }

    /** Takes new settings while changes go on and revisions drain; those of the folder hold from the next start on. */
    @Modified
    void configure(Config config, Map<String, ?> properties) {
        settings = Settings.of(config, properties);
    }

    /** Once the features of the start are there, none of them may stand where an upgrade put another. */
    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    void bindBoot(BootFinished finished) {
        threads.execute(() -> turn.unattended(() -> {
            try {
                reconciler.reconcile();
                reconciler.replaceMissing(START);
            } finally {
                newcomers.booted();
                context.addBundleListener(departures);
                features.registerListener(departures);
                adoption.adoptAll();
            }
        }));
    }

    void unbindBoot(BootFinished finished) {
        // What has been started stays started.
    }

    @Deactivate
    void close() {
        registry.unguard();
        features.unregisterListener(departures);
        context.removeBundleListener(departures);
        context.removeBundleListener(stragglers);
        context.removeBundleListener(lastRecord);
        canaries.close();
        threads.shutdownNow();
    }

    @Override
    public Optional<State> withheld(String driverId, CloudDriver newcomer) {
        return newcomers.withheld(driverId, newcomer);
    }

    @Override
    public List<DriverStatus> known() {
        return file.state().revisions().stream()
                .filter(revision -> revision.state() != State.ACTIVE)
                .map(KnownRevision::status)
                .toList();
    }

    /** The changes of a driver, the oldest first. */
    public List<DriverChange> history(String driver) {
        return log.of(driver);
    }

    /**
     * Puts another revision in the place of the active one.
     *
     * @param wanted a version, or the URL of an archive
     * @param who the console's user
     * @param told is told line by line what will change, before it does
     * @return what was done, in a sentence
     * @throws IllegalArgumentException when there is no such driver or revision
     * @throws IllegalStateException when the revision does not prove itself; the active one stays
     */
    public String upgrade(String driver, String wanted, String who, Consumer<String> told) throws Exception {
        return upgrade(driver, "upgrade", wanted, who, told, this::crown);
    }

    /**
     * Lets a share of the callers have another revision, as {@link #upgrade}. The trial ends with {@link #promote}, with {@link
     * #rollback}, or by itself when the revision fails too often.
     *
     * @param percent of the callers, 1 to 99
     */
    public String tryOut(String driver, String wanted, int percent, String who, Consumer<String> told)
            throws Exception {
        CanaryRules rules = rules(percent);
        return upgrade(driver, "canary", wanted, who, told, (active, from, next) -> {
            canaries.begin(from, next, rules, report -> judged(from, report));
            return new Outcome(
                    "begun: " + percent + " % of the callers",
                    "Driver " + driver + " " + next.revision().version() + " is tried by " + percent
                            + " % of the callers; the others have " + from.version() + ". cloud:driver-promote "
                            + driver
                            + " makes it active, cloud:driver-rollback " + driver + " ends the trial.");
        });
    }

    private CanaryRules rules(int percent) {
        Settings now = settings;
        return new CanaryRules(percent, now.canaryMinimumRequests(), now.canaryMarginPercent());
    }

    /** Makes the revision active that a share of the callers tries. */
    public String promote(String driver, String who) throws Exception {
        return attempts.soon(driver, "promote", version(driver), "", who, () -> {
            Candidate next = canaries.take(driver)
                    .orElseThrow(() -> new IllegalArgumentException("No revision of driver '" + driver
                            + "' is being tried. cloud:driver-upgrade " + driver
                            + " VERSION --canary PERCENT begins a trial."));
            CloudDriver active = active(driver);
            KnownRevision from = adoption.known(active);
            String to = next.revision().version();
            try {
                Outcome outcome = crown(active, from, next);
                log.record(driver, "promote", from.version(), to, who, outcome.result());
                return outcome.sentence();
            } catch (IllegalStateException e) {
                log.record(driver, "promote", from.version(), to, who, Attempts.refused(e));
                throw e;
            }
        });
    }

    /**
     * Puts the revision back that was active before; as {@link #upgrade}, but whether its cloud accepts it is not tried: that has
     * been active, and may be wanted because the cloud fails. Ends a trial, if there is one.
     */
    public String rollback(String driver, String who) throws Exception {
        Optional<Candidate> tried = canaries.of(driver);
        if (tried.isPresent()) {
            return attempts.soon(driver, "rollback", version(driver), "", who, () -> {
                KnownRevision active = adoption.known(active(driver));
                endTrial(active, who, "by hand");
                return "Driver " + driver + " " + tried.get().revision().version() + " is tried no more; "
                        + active.version() + " is active.";
            });
        }
        return change(
                driver,
                "rollback",
                "",
                who,
                active -> choice.before(driver),
                Optional.empty(),
                line -> {},
                this::crown);
    }

    /**
     * What an upgrade would change, line by line; nothing is installed for it, and nothing is left.
     *
     * @param percent of the callers that are to have it, as for {@link #tryOut}
     */
    public List<String> plan(String driver, String wanted, Optional<Integer> percent) throws Exception {
        percent.ifPresent(this::rules);
        Optional<DriverArchive> archive = choice.fetch(adoption.known(active(driver)), wanted);
        try {
            return turn.soon(() -> {
                CloudDriver active = active(driver);
                KnownRevision from = adoption.known(active);
                KnownRevision next = choice.of(from, wanted, archive);
                try {
                    return succession.plan(active, from, next).lines();
                } finally {
                    reconciler.tidy();
                }
            });
        } finally {
            choice.discard(archive);
        }
    }

    /** What changes from one version of a driver to another, line by line. */
    public List<String> diff(String driver, String from, String to) throws Exception {
        KnownRevision active = adoption.known(active(driver));
        return new DriverDiff(driver, manifests.find(active, from), manifests.find(active, to)).lines();
    }

    /** Hands out no more leases on a driver and waits for its requests in flight; false when that takes too long. */
    public boolean drain(String driver, String who) throws Exception {
        String version = version(driver);
        boolean idle = registry.drain(driver);
        turn.whenFree(
                () -> log.record(driver, "drain", version, "", who, idle ? "done" : "requests are still in flight"));
        return idle;
    }

    /**
     * Has a driver installed that is not there yet, and wants it from now on.
     *
     * @param installation returns when the driver is active
     * @return what the driver says of itself
     */
    public DriverInfo install(String driver, String who, Callable<DriverInfo> installation) throws Exception {
        return attempts.soon(driver, "install", "", "", who, () -> {
            try {
                DriverInfo info = installation.call();
                adoption.adopt(active(driver));
                log.record(driver, "install", "", info.version(), who, "done");
                return info;
            } catch (Exception e) {
                log.record(driver, "install", "", "", who, Attempts.refused(e));
                throw e;
            }
        });
    }

    /** Forgets a driver that is drained, and uninstalls the revisions of it that did not come with the server. */
    public void forget(String driver, String version, String who) throws Exception {
        turn.whenFree(() -> {
            registry.endTrial(driver);
            canaries.take(driver);
            reconciler.forget(driver, version, who, "done");
        });
    }

    private interface Wanted {
        KnownRevision next(KnownRevision active) throws Exception;
    }

    /** What is done with a revision that has proved itself. */
    private interface End {
        Outcome of(CloudDriver active, KnownRevision from, Candidate next) throws Exception;
    }

    /** What came of a change, for the log and for the console. */
    private record Outcome(String result, String sentence) {}

    private String upgrade(String driver, String what, String wanted, String who, Consumer<String> told, End end)
            throws Exception {
        String to = ArchiveFolder.withoutSecrets(wanted);
        Optional<DriverArchive> archive = attempts.prepare(
                driver, what, version(driver), to, who, () -> choice.fetch(adoption.known(active(driver)), wanted));
        try {
            return change(
                    driver,
                    what,
                    to,
                    who,
                    active -> choice.of(active, wanted, archive),
                    settings.probe(driver),
                    told,
                    end);
        } finally {
            choice.discard(archive);
        }
    }

    private String change(
            String driver,
            String what,
            String wanted,
            String who,
            Wanted wish,
            Optional<Probe> probe,
            Consumer<String> told,
            End end)
            throws Exception {
        return attempts.soon(driver, what, version(driver), wanted, who, () -> {
            String to = wanted;
            String from = "";
            try {
                CloudDriver active = active(driver);
                KnownRevision current = adoption.known(active);
                from = current.version();
                canaries.requireNone(driver);
                KnownRevision next = wish.next(current);
                to = next.version();
                UpgradePlan plan = plan(active, current, next);
                plan.lines().forEach(told);
                Outcome outcome = end.of(active, current, succession.prove(plan, current, next, probe));
                log.record(driver, what, from, to, who, outcome.result());
                return outcome.sentence();
            } catch (Exception e) {
                log.record(driver, what, from, to, who, Attempts.refused(e));
                throw e;
            }
        });
    }

    /** The version that is active; empty when there is none. */
    private String version(String driver) {
        return registry.driver(driver).map(DriverInfo::version).orElse("");
    }

    private UpgradePlan plan(CloudDriver active, KnownRevision from, KnownRevision next)
            throws IOException, InterruptedException {
        try {
            return succession.plan(active, from, next);
        } catch (IOException | InterruptedException | RuntimeException e) {
            reconciler.tidy();
            throw e;
        }
    }

    private CloudDriver active(String driver) {
        return registry.active(driver)
                .orElseThrow(() -> new IllegalArgumentException("There is no driver '" + driver + "'."));
    }

    /** Switches; the rest happens once the last request of the old revision is answered. */
    private Outcome crown(CloudDriver active, KnownRevision from, Candidate next) throws InterruptedException {
        succession.enthrone(from, next);
        retirement.begin(active, from);
        return new Outcome(
                "done",
                "Driver " + from.driver() + " " + next.revision().version() + " is active; " + from.version()
                        + " is kept for a rollback.");
    }

    private void endTrial(KnownRevision active, String who, String why) throws IOException {
        canaries.end(active, who, why).ifPresent(tried -> retirement.begin(tried, why));
    }

    /** A canary failed too often, or went away. Called by the thread of a request. */
    private void judged(KnownRevision from, CanaryReport report) {
        if (threads.isShutdown() || bundles.stopping()) {
            return;
        }
        threads.execute(() -> turn.unattended(() -> endTrial(
                registry.active(from.driver()).map(adoption::known).orElse(from),
                ChangeLog.SERVER,
                report.present() ? report.figures() : "it went away")));
    }
}

package org.alluvium.shell.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.alluvium.driver.CloudDriver;
import org.alluvium.registry.CanaryRules;
import org.alluvium.registry.DriverRegistry;
import org.alluvium.registry.DriverStatus;
import org.alluvium.registry.DriverStatus.State;
import org.alluvium.registry.RevisionGuard;
import org.apache.karaf.features.DeploymentEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.service.component.runtime.ServiceComponentRuntime;

/** What becomes of the desired state when drivers come and go by Karaf's own ways. */
@Timeout(60)
class DesiredStateTest {
    private static final String NAME = "org.example.driver";
    private static final Path NOTHING = Path.of("none");
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    Path folder;

    private final DriverRegistry registry = new DriverRegistry(new RegistrySettings(1, 1));
    private final ExecutorService threads = Executors.newSingleThreadExecutor();
    private final ExecutorService workers = Executors.newCachedThreadPool();
    private final BoundedWork work = new BoundedWork(workers, () -> Duration.ofMinutes(1));
    private FakeFramework framework;
    private ArchiveFolder archives;
    private Bundles bundles;
    private StateFile file;
    private Reconciler reconciler;
    private Adoption adoption;
    private Canaries canaries;
    private Succession succession;
    private Departures departures;

    @BeforeEach
    void open() throws Exception {
        framework = new FakeFramework(folder.resolve("cache"));
        archives = new ArchiveFolder(folder.resolve("drivers"), work, Duration.ofMinutes(1));
        file = new StateFile(archives.stateFile());
        bundles = new Bundles(framework.context());
        ChangeLog log = new ChangeLog(file);
        reconciler = new Reconciler(registry, bundles, archives, file, log, work);
        adoption = new Adoption(registry, bundles, archives, file, reconciler, log);
        Turn turn = new Turn(Duration.ofMinutes(1));
        succession = new Succession(
                registry,
                bundles,
                archives,
                file,
                reconciler,
                new Manifests(bundles, archives, file),
                new ComponentFaults(components()),
                new LeftThreads(log, turn, workers),
                work,
                () -> {
                    throw new UnsupportedOperationException();
                });
        canaries = new Canaries(registry, file, succession, log);
        departures = listening(Duration.ofDays(1));
    }

    @AfterEach
    void stop() {
        threads.shutdownNow();
        workers.shutdownNow();
    }

    @Test
    void aDriverWhoseLastBundleIsUninstalledIsWantedNoMore() throws Exception {
        Bundle bundle = wanted("1.0.0");

        uninstall(bundle);

        assertThat(file.state().drivers()).isEmpty();
        assertThat(file.state().changes().toString())
                .contains("who=(server)", "what=uninstall, from=1.0.0, to=, result=done");
    }

    @Test
    void theCanaryOfADriverWhoseActiveRevisionIsUninstalledTakesItsPlace() throws Exception {
        Bundle bundle = wanted("1.0.0");
        arrived(bundle);
        Bundle next = install("1.1.0");
        registry.guard(withholding());
        CloudDriver canary = arrived(next);
        canaries.begin(
                revision("1.0.0", State.ACTIVE),
                new Candidate(revision("1.1.0", State.CHECKING), next, canary),
                new CanaryRules(10, 20, 5),
                report -> {});

        uninstall(bundle, "a");

        assertThat(registry.active("a")).containsSame(canary);
        assertThat(active()).isEqualTo("1.1.0");
        assertThat(canaries.of("a")).isEmpty();
        assertThat(file.state().of("a", State.RETIRED)).isEmpty();
        assertThat(file.state().changes().toString())
                .contains("what=promote, from=1.0.0, to=1.1.0, result=done: the other was uninstalled");
    }

    @Test
    void whatWasBeingCheckedWhenTheServerEndedIsNotTriedAgainByItself() throws Exception {
        Bundle bundle = install("1.1.0");
        file.write(file.state().with(revision("1.0.0", State.ACTIVE)).with(revision("1.1.0", State.CHECKING)));
        framework.startLater(bundle);

        reconciler.endInterruptedTrials();
        reconciler.holdBack();

        assertThat(bundles.startsByItself(bundle)).isFalse();
        assertThat(file.state().of("a", State.FAILED).get(0).error())
                .contains("the server ended while it was checked; bundle:start has it checked again");
        assertThat(active()).isEqualTo("1.0.0");
    }

    @Test
    void whatDoesNotStopIsWaitedForOnceAndHoldsUpNobodyElse() throws Exception {
        String drivers = folder.resolve("drivers").toUri().toString();
        Bundle stuck = framework.install(drivers + "a.jar", NAME + " 1.1.0", "", NOTHING);
        framework.install(drivers + "b.jar", NAME + " 1.2.0", "", NOTHING);
        Bundle starting = framework.install(drivers + "c.jar", NAME + " 1.3.0", "", NOTHING);
        AtomicInteger asked = new AtomicInteger();
        framework.beforeUninstall(stuck, () -> {
            asked.incrementAndGet();
            new CountDownLatch(1).await();
        });
        framework.beforeUninstall(starting, asked::incrementAndGet);
        framework.state(starting, Bundle.STARTING);
        Reconciler hasty = new Reconciler(
                registry,
                bundles,
                archives,
                file,
                new ChangeLog(file),
                new BoundedWork(workers, () -> Duration.ofMillis(10)));

        hasty.tidy();
        hasty.tidy();

        assertThat(framework.names()).containsExactly(NAME + " 1.1.0", NAME + " 1.3.0");
        assertThat(asked).hasValue(1);
    }

    @Test
    void whatAnUpdateLeavesStoppedIsStartedOnceMore() throws Exception {
        Bundle bundle = framework.installDriver("a", NAME + " 1.0.0");
        bundle.start();
        framework
                .context()
                .addBundleListener(new Stragglers(
                        bundles,
                        succession,
                        adoption,
                        new ComponentFaults(components()),
                        departures,
                        new Turn(PATIENCE),
                        workers));

        framework.state(bundle, Bundle.INSTALLED);
        framework.update(bundle, NAME + " 1.1.0", "", NOTHING);

        while (bundle.getState() != Bundle.ACTIVE) {
            Thread.onSpinWait();
        }
    }

    @Test
    void whatMakesRoomForAnotherWhileFeaturesAreDeployedIsWantedUntilThen() throws Exception {
        Bundle bundle = wanted("1.0.0");
        tell(DeploymentEvent.DEPLOYMENT_STARTED);

        uninstall(bundle);
        assertThat(active()).isEqualTo("1.0.0");
        registry.addDriver(FakeFramework.driver(install("1.1.0"), "a"));
        tell(DeploymentEvent.DEPLOYMENT_FINISHED);

        assertThat(active()).isEqualTo("1.1.0");
        assertThat(file.state().changes()).extracting(DriverChange::what).doesNotContain("uninstall");
    }

    @Test
    void whatADeploymentTookAwayIsWantedNoMoreAfterIt() throws Exception {
        Bundle bundle = wanted("1.0.0");

        tell(DeploymentEvent.DEPLOYMENT_STARTED);
        uninstall(bundle);
        tell(DeploymentEvent.BUNDLES_RESOLVED);
        assertThat(active()).isEqualTo("1.0.0");
        tell(DeploymentEvent.DEPLOYMENT_FINISHED);

        assertThat(file.state().drivers()).isEmpty();
    }

    @Test
    void whatADeploymentTookAwayBeforeItFailedIsWantedNoMoreAfterAWhile() throws Exception {
        Bundle bundle = wanted("1.0.0");
        framework.context().removeBundleListener(departures);
        departures = listening(Duration.ZERO);
        tell(DeploymentEvent.DEPLOYMENT_STARTED);

        bundle.uninstall();

        while (file.state().changes().isEmpty()) {
            Thread.onSpinWait();
        }
        assertThat(file.state().drivers()).isEmpty();
    }

    @Test
    void whatAStartCouldNotBringBackStaysWantedWhateverElseGoes() throws Exception {
        file.write(file.state().with(revision("1.0.0", State.ACTIVE)));

        uninstall(framework.install("other 1.0.0", "", NOTHING));
        tell(DeploymentEvent.DEPLOYMENT_FINISHED);

        assertThat(active()).isEqualTo("1.0.0");
    }

    @Test
    void aRevisionThatIsKeptStepsInForOneThatIsUninstalled() throws Exception {
        Bundle bundle = wanted("1.1.0");
        Bundle kept = install("1.0.0");
        file.write(file.state().with(revision("1.0.0", State.RETIRED)));

        uninstall(bundle);
        assertThat(kept.getState()).isEqualTo(Bundle.ACTIVE);
        adoption.adopt(arrived(kept), "done");

        assertThat(active()).isEqualTo("1.0.0");
        uninstall(kept, "a");
        assertThat(file.state().drivers()).isEmpty();
    }

    @Test
    void aDriverStaysWantedWhileThereIsABundleOfItThatDoesNotWork() throws Exception {
        Bundle bundle = wanted("1.0.0");
        Bundle broken = install("1.1.0");

        uninstall(bundle);
        assertThat(active()).isEqualTo("1.0.0");

        uninstall(broken);
        assertThat(file.state().drivers()).isEmpty();
    }

    @Test
    void whatTheStartBroughtIsWantedWithItsDigestAndWrittenDownOnce() throws Exception {
        archive("version0.0", "1.0.0", "old");
        Path latest = archive("version0.10", "1.0.0", "new");
        archive("version0.9", "1.0.0", "middle");
        arrived(install("1.0.0"));

        adoption.adoptAll();

        assertThat(active()).isEqualTo("1.0.0");
        assertThat(file.state().active("a").orElseThrow().digest()).contains(DriverArchive.digest(latest));
        assertThat(file.state().changes().toString()).contains("what=install, from=, to=1.0.0, result=done");
        DriverState before = file.state();
        reconciler.reconcile();
        reconciler.replaceMissing(PATIENCE);
        adoption.adoptAll();
        assertThat(file.state()).isSameAs(before);
    }

    @Test
    void anUpdateOfTheSameVersionIsAChangeIfTheArchiveIsAnother() throws Exception {
        Path archive = archive("version0.0", "1.0.0", "one");
        Bundle bundle = install("1.0.0");
        CloudDriver driver = arrived(bundle);
        adoption.adopt(driver, "done");
        DriverState before = file.state();

        framework.update(bundle, NAME + " 1.0.0", "", NOTHING);
        adoption.adopt(driver, "done");
        assertThat(file.state()).as("the same archive").isSameAs(before);
        Files.copy(archive("version0.1", "1.0.0", "two"), archive, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        adoption.adopt(driver, "done");

        assertThat(file.state().active("a").orElseThrow().digest()).contains(DriverArchive.digest(archive));
        assertThat(file.state().changes().toString()).contains("from=1.0.0, to=1.0.0, result=done");
    }

    @Test
    void whatIsUpdatedWhereAnUpgradePutItIsKeptThere() throws Exception {
        Path kept = Files.writeString(folder.resolve("drivers/a-1.0.0.jar"), "1.0.0");
        String location = kept.toUri().toString();
        framework.offer(location, NAME + " 1.0.0");
        Bundle bundle = bundles.install(location);
        file.write(file.state().with(revision("1.0.0", State.ACTIVE, location)));
        Path archive = archive("version0.1", "1.3.0", "new");
        framework.update(bundle, NAME + " 1.3.0", "", NOTHING);

        adoption.adopt(arrived(bundle), "done");

        assertThat(kept).hasSameBinaryContentAs(archive);
        KnownRevision now = file.state().active("a").orElseThrow();
        assertThat(now.version()).isEqualTo("1.3.0");
        archives.verify(now);
    }

    @Test
    void theDigestOfABundleWhoseArchiveIsNotKeptIsNotKnown() throws Exception {
        archive("version0.0", "0.9.0", "before an update");

        adoption.adopt(arrived(install("1.0.0")), "done");

        assertThat(file.state().active("a").orElseThrow().digest()).isEmpty();
    }

    @Test
    void whatAnOperatorStoppedStaysSoWhereNothingElseWasChanged() throws Exception {
        Bundle bundle = wanted("1.0.0");

        reconciler.reconcile();
        assertThat(bundle.getState()).isEqualTo(Bundle.INSTALLED);

        file.write(file.state().with(revision("0.9.0", State.RETIRED)));
        reconciler.reconcile();
        assertThat(bundle.getState()).isEqualTo(Bundle.ACTIVE);
    }

    @Test
    void whatANewerServerBringsTakesThePlaceOfWhatTheOldOneBrought() throws Exception {
        file.write(file.state().with(revision("1.0.0", State.ACTIVE)));
        arrived(install("1.1.0"));

        reconciler.reconcile();
        reconciler.replaceMissing(PATIENCE);
        adoption.adoptAll();

        assertThat(active()).isEqualTo("1.1.0");
        assertThat(file.state().changes().toString()).contains("what=other means, from=1.0.0, to=1.1.0, result=done");
    }

    @Test
    void whereAKillCameBeforeTheSuccessorWasStartedTheWantedRevisionIsBack() throws Exception {
        file.write(file.state().with(revision("1.0.0", State.ACTIVE)));
        framework.offer("mvn:g/a/1.0.0", NAME + " 1.0.0");
        install("1.1.0");

        reconciler.reconcile();
        assertThat(framework.names()).containsExactly(NAME + " 1.1.0");
        reconciler.replaceMissing(PATIENCE);

        assertThat(framework.names()).containsExactly(NAME + " 1.1.0", NAME + " 1.0.0");
    }

    @Test
    void aRevisionThatIsRefusedDoesNotStandForOneThatDoesNotComeUp() throws Exception {
        file.write(file.state().with(revision("1.0.0", State.RETIRED)).with(revision("1.1.0", State.ACTIVE)));
        Bundle kept = install("1.0.0");
        install("1.1.0");
        CloudDriver refused = arrived(install("1.2.0"));
        registry.refuse(refused, "it is no good");

        reconciler.replaceMissing(Duration.ZERO);

        assertThat(active()).isEqualTo("1.0.0");
        assertThat(kept.getState()).isEqualTo(Bundle.ACTIVE);
    }

    @Test
    void whatIsWantedIsInstalledAgainFromWhereItCameFrom() throws Exception {
        file.write(file.state().with(revision("1.0.0", State.ACTIVE)));
        framework.offer("mvn:g/a/1.0.0", NAME + " 1.0.0");

        reconciler.reconcile();

        assertThat(framework.names()).containsExactly(NAME + " 1.0.0");
    }

    @Test
    void ofTwoThatAStartBringsTheWantedOneIsActive() throws Exception {
        Bundle bundle = wanted("1.0.0");
        bundle.start();
        CloudDriver driver = arrived(bundle);
        arrived(install("1.1.0"));

        adoption.adoptAll();

        assertThat(registry.active("a")).containsSame(driver);
        assertThat(active()).isEqualTo("1.0.0");
    }

    @Test
    void aDriverWhoseArchiveWasTakenAwayWhileTheServerWasDownIsWantedNoMore() throws Exception {
        Path jar = Files.createFile(folder.resolve("driver.jar"));
        file.write(file.state()
                .with(new KnownRevision(
                        "a",
                        "1.0.0",
                        State.ACTIVE,
                        Instant.now(),
                        NAME,
                        Optional.empty(),
                        jar.toUri().toString(),
                        Optional.empty())));

        reconciler.replaceMissing(PATIENCE);
        assertThat(active()).as("it is there, and may be mended").isEqualTo("1.0.0");
        Files.delete(jar);
        reconciler.replaceMissing(PATIENCE);

        assertThat(file.state().drivers()).isEmpty();
        assertThat(file.state().changes().toString())
                .contains("what=uninstall, from=1.0.0, to=, result=done: its archive is not there any more");
    }

    /** Declarative Services without components. */
    private static ServiceComponentRuntime components() {
        return ServiceComponentRuntime.class.cast(Proxy.newProxyInstance(
                DesiredStateTest.class.getClassLoader(),
                new Class<?>[] {ServiceComponentRuntime.class},
                (self, method, arguments) -> List.of()));
    }

    /** Has what comes from now on stand aside. */
    private static RevisionGuard withholding() {
        return new RevisionGuard() {
            @Override
            public Optional<State> withheld(String driverId, CloudDriver newcomer) {
                return newcomer.info().version().equals("1.0.0") ? Optional.empty() : Optional.of(State.CHECKING);
            }

            @Override
            public List<DriverStatus> known() {
                return List.of();
            }
        };
    }

    private Departures listening(Duration patience) {
        Departures listener = new Departures(adoption, canaries, new Turn(Duration.ofMinutes(1)), threads, patience);
        framework.context().addBundleListener(listener);
        return listener;
    }

    private String active() {
        return file.state().active("a").map(KnownRevision::version).orElse("");
    }

    private Bundle install(String version) {
        return framework.install(NAME + " " + version, "", NOTHING);
    }

    /** A bundle that the state file wants. */
    private Bundle wanted(String version) throws Exception {
        file.write(file.state().with(revision(version, State.ACTIVE)));
        return install(version);
    }

    private CloudDriver arrived(Bundle bundle) {
        CloudDriver driver = FakeFramework.driver(bundle, "a");
        registry.addDriver(driver);
        return driver;
    }

    private void uninstall(Bundle bundle, String... going) throws Exception {
        for (String id : going) {
            registry.active(id).ifPresent(registry::removeDriver);
        }
        bundle.uninstall();
        done();
    }

    private void tell(DeploymentEvent event) throws Exception {
        departures.deploymentEvent(event);
        done();
    }

    /** Waits until what was begun is done. */
    private void done() throws Exception {
        threads.submit(() -> {}).get();
    }

    /** What the framework keeps of a bundle. */
    private Path archive(String update, String version, String content) throws Exception {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().putValue("Manifest-Version", "1.0");
        manifest.getMainAttributes().putValue("Bundle-SymbolicName", NAME);
        manifest.getMainAttributes().putValue("Bundle-Version", version);
        manifest.getMainAttributes().putValue("Content", content);
        Path jar = Files.createDirectories(folder.resolve("cache/bundle7/" + update))
                .resolve("bundle.jar");
        try (OutputStream out = Files.newOutputStream(jar)) {
            new JarOutputStream(out, manifest).close();
        }
        return jar;
    }

    private static KnownRevision revision(String version, State state) {
        return revision(version, state, "mvn:g/a/" + version);
    }

    private static KnownRevision revision(String version, State state, String location) {
        return new KnownRevision(
                "a", version, state, Instant.now(), NAME, Optional.empty(), location, Optional.empty());
    }

    private record RegistrySettings(int drainTimeoutSeconds, int returnTimeoutSeconds)
            implements DriverRegistry.Config {
        @Override
        public Class<? extends Annotation> annotationType() {
            return DriverRegistry.Config.class;
        }
    }
}

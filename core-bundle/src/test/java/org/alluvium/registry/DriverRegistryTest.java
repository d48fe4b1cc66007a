package org.alluvium.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.lang.annotation.Annotation;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.alluvium.driver.Cloud;
import org.alluvium.driver.CloudDriver;
import org.alluvium.driver.CloudException;
import org.alluvium.driver.Credentials;
import org.alluvium.driver.DriverInfo;
import org.alluvium.driver.ErrorKind;
import org.alluvium.registry.DriverStatus.State;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleReference;
import org.osgi.framework.startlevel.BundleStartLevel;

@Timeout(60)
class DriverRegistryTest {
    private final DriverRegistry registry = new DriverRegistry(new Settings(30, 30));

    @Test
    void aDriverThatComesIsLeasedByItsId() {
        FakeDriver driver = new FakeDriver("a", "1.0.0");
        registry.addDriver(driver);

        try (Lease lease = registry.lease("a")) {
            assertThat(lease.driver()).isSameAs(driver);
        }
        assertThat(registry.driver("a")).contains(driver.info());
    }

    @Test
    void driversAreListedByIdInAlphabeticalOrder() {
        registry.addDriver(new FakeDriver("b", "1.0.0"));
        registry.addDriver(new FakeDriver("a", "1.0.0"));
        registry.addDriver(new FakeDriver("a", "1.1.0"));

        assertThat(registry.drivers())
                .extracting(info -> info.id() + " " + info.version())
                .containsExactly("a 1.1.0", "b 1.0.0");
    }

    @Test
    void anUnknownDriverIsRefusedWithTheNamesOfThoseThatAreThere() {
        assertThat(leaseFails(ErrorKind.INVALID, "x")).hasMessage("There is no driver 'x'. No driver is installed.");

        registry.addDriver(new FakeDriver("ec2", "1.0.0"));
        registry.addDriver(new FakeDriver("mock", "1.0.0"));

        assertThat(leaseFails(ErrorKind.INVALID, "x"))
                .hasMessage("There is no driver 'x'. Drivers present: ec2, mock.");
        assertThat(registry.driver("x")).isEmpty();
    }

    @Test
    void theRevisionThatCameLastIsActive() {
        registry.addDriver(new FakeDriver("a", "2.0.0"));
        registry.addDriver(new FakeDriver("a", "1.0.0"));

        assertThat(active()).isEqualTo("1.0.0");
        assertThat(registry.statuses()).extracting(DriverStatus::state).containsExactly(State.ACTIVE, State.INSTALLED);
    }

    @Test
    void aChosenRevisionIsActiveAndTheOtherServesItsLeasesStill() {
        FakeDriver older = new FakeDriver("a", "1.0.0");
        registry.addDriver(older);
        registry.addDriver(new FakeDriver("a", "2.0.0"));
        Lease held = registry.lease("a");

        assertThat(registry.activate(older)).isTrue();

        assertThat(active()).isEqualTo("1.0.0");
        assertThat(registry.statuses())
                .extracting(s -> s.version() + " " + s.state() + " " + s.requestsInFlight())
                .containsExactly("1.0.0 ACTIVE 0", "2.0.0 INSTALLED 1");
        held.close();
    }

    @Test
    void aRevisionThatIsNotThereCannotBeChosen() {
        registry.addDriver(new FakeDriver("a", "1.0.0"));

        assertThat(registry.activate(new FakeDriver("a", "1.0.0"))).isFalse();
        assertThat(registry.active("x")).isEmpty();
    }

    @Test
    void aWithheldRevisionGetsNoRequestsUntilItIsChosen() throws Exception {
        FakeDriver candidate = new FakeDriver("a", "2.0.0");
        registry.addDriver(new FakeDriver("a", "1.0.0"));
        registry.guard(withholding(candidate));
        registry.addDriver(candidate);

        assertThat(registry.await(d -> d == candidate, Duration.ZERO)).contains(candidate);
        assertThat(active()).isEqualTo("1.0.0");
        assertThat(registry.statuses())
                .extracting(s -> s.version() + " " + s.state())
                .containsExactly("1.0.0 ACTIVE", "2.0.0 CHECKING", "0.9.0 RETIRED");
        registry.activate(candidate);
        assertThat(active()).isEqualTo("2.0.0");
    }

    @Test
    void aWithheldRevisionDoesNotStepInWhenTheActiveOneGoes() {
        DriverRegistry hasty = new DriverRegistry(new Settings(0, 0));
        FakeDriver serving = new FakeDriver("a", "1.0.0");
        FakeDriver candidate = new FakeDriver("a", "2.0.0");
        hasty.addDriver(serving);
        hasty.guard(withholding(candidate));
        hasty.addDriver(candidate);

        hasty.removeDriver(serving);

        CloudException failure = catchThrowableOfType(CloudException.class, () -> hasty.lease("a"));
        assertThat(failure.kind()).isEqualTo(ErrorKind.UNAVAILABLE);
    }

    @Test
    void aGuardIsAskedForThoseThatAreThereAlready() {
        FakeDriver older = new FakeDriver("a", "1.0.0");
        FakeDriver newer = new FakeDriver("a", "2.0.0");
        registry.addDriver(older);
        registry.addDriver(newer);

        registry.guard(withholding(newer));
        assertThat(active()).isEqualTo("1.0.0");

        registry.unguard();
        assertThat(registry.statuses()).hasSize(2);
    }

    @Test
    void aRevisionIsDrainedAndTheOtherTakesOver() {
        FakeDriver older = new FakeDriver("a", "1.0.0");
        FakeDriver newer = new FakeDriver("a", "2.0.0");
        registry.addDriver(older);
        registry.addDriver(newer);
        Lease held = registry.lease("a");

        assertThat(registry.drain(newer, Duration.ZERO)).isFalse();
        assertThat(active()).isEqualTo("1.0.0");
        held.close();
        assertThat(registry.drain(newer, Duration.ZERO)).isTrue();
        assertThat(registry.activate(newer)).as("what drains can come back").isTrue();
        assertThat(active()).isEqualTo("2.0.0");
        assertThat(registry.drain(new FakeDriver("a", "3.0.0"), Duration.ZERO)).isTrue();
    }

    @Test
    void whoWaitsForARevisionToDrainIsToldWhenItComesBack() throws Exception {
        FakeDriver driver = new FakeDriver("a", "1.0.0");
        registry.addDriver(driver);
        Lease held = registry.lease("a");
        FutureTask<Boolean> drained = new FutureTask<>(() -> registry.drain(driver, Duration.ofSeconds(60)));
        Thread drainer = start(drained);
        await(() -> waits(drainer));

        registry.activate(driver);

        assertThat(drained.get()).isFalse();
        held.close();
    }

    @Test
    void aRevisionWhoseServiceGoesDoesNotComeBack() throws Exception {
        FakeDriver driver = new FakeDriver("a", "1.0.0");
        registry.addDriver(driver);
        Lease held = registry.lease("a");
        Thread remover = start(new FutureTask<>(() -> registry.removeDriver(driver), true));
        await(() -> waits(remover));

        assertThat(registry.activate(driver)).isFalse();
        held.close();
    }

    @Test
    void whoAwaitsARevisionThatDoesNotComeIsTold() throws Exception {
        assertThat(registry.await(driver -> true, Duration.ofMillis(1))).isEmpty();
    }

    @Test
    void ofEqualVersionsTheLastOneIsActive() {
        registry.addDriver(new FakeDriver("a", "1.0.0"));
        FakeDriver last = new FakeDriver("a", "1.0.0");
        registry.addDriver(last);

        try (Lease lease = registry.lease("a")) {
            assertThat(lease.driver()).isSameAs(last);
        }
    }

    @Test
    void theRevisionThatStandsByTakesOverWhenTheActiveOneGoes() {
        FakeDriver older = new FakeDriver("a", "1.0.0");
        FakeDriver newer = new FakeDriver("a", "2.0.0");
        registry.addDriver(older);
        registry.addDriver(newer);

        registry.removeDriver(newer);

        try (Lease lease = registry.lease("a")) {
            assertThat(lease.driver()).isSameAs(older);
        }
    }

    @Test
    void aDriverThatCannotTellWhatItIsIsLeftOut() {
        CloudDriver broken = new BrokenDriver();
        registry.addDriver(new FakeDriver("a", "1.0.0"));

        registry.addDriver(broken);
        registry.removeDriver(broken);

        assertThat(registry.drivers()).extracting(DriverInfo::id).containsExactly("a");
        assertThat(registry.statuses()).hasSize(1);
    }

    @Test
    void removingADriverThatWasNeverThereChangesNothing() {
        registry.addDriver(new FakeDriver("a", "1.0.0"));

        registry.removeDriver(new FakeDriver("a", "1.0.0"));

        assertThat(registry.statuses()).extracting(DriverStatus::state).containsExactly(State.ACTIVE);
    }

    @Test
    void theLeasesOfARevisionAreCounted() {
        registry.addDriver(new FakeDriver("a", "1.0.0"));
        Lease first = registry.lease("a");
        Lease second = registry.lease("a");
        assertThat(requestsInFlight()).isEqualTo(2);

        first.close();
        first.close();

        assertThat(requestsInFlight()).as("closing twice counts once").isEqualTo(1);
        second.close();
        assertThat(requestsInFlight()).isZero();
    }

    @Test
    void aDriverThatGoesWaitsForItsLeases() throws Exception {
        FakeDriver driver = new FakeDriver("a", "1.0.0");
        registry.addDriver(driver);
        Lease lease = registry.lease("a");

        FutureTask<Boolean> removal = new FutureTask<>(() -> registry.removeDriver(driver), true);
        Thread remover = start(removal);
        await(() -> waits(remover));

        assertThat(registry.statuses())
                .as("it serves others meanwhile")
                .extracting(s -> s.state() + " " + s.requestsInFlight())
                .containsExactly("ACTIVE 0", "DRAINING 1");
        assertThat(registry.drivers()).containsExactly(driver.info());
        assertThat(removal.isDone()).isFalse();
        lease.close();
        assertThat(removal.get()).isTrue();
        assertThat(registry.statuses()).isEmpty();
    }

    @Test
    void aDriverThatIsNotDrainedInTimeGoesAllTheSame() {
        DriverRegistry hasty = new DriverRegistry(new Settings(0, 0));
        FakeDriver driver = new FakeDriver("a", "1.0.0");
        hasty.addDriver(driver);
        Lease lease = hasty.lease("a");

        hasty.removeDriver(driver);

        assertThat(hasty.statuses()).isEmpty();
        lease.close();
    }

    @Test
    void aRequestWaitsForADriverThatIsAway() throws Exception {
        FakeDriver before = new FakeDriver("a", "1.0.0");
        FakeDriver after = new FakeDriver("a", "1.0.0");
        registry.addDriver(before);
        registry.removeDriver(before);

        FutureTask<CloudDriver> request = new FutureTask<>(() -> {
            try (Lease lease = registry.lease("a")) {
                return lease.driver();
            }
        });
        FutureTask<CloudDriver> question = new FutureTask<>(() -> {
            try (Lease lease = registry.leaseIfPresent("a").orElseThrow()) {
                return lease.driver();
            }
        });
        Thread requester = start(request);
        Thread asker = start(question);
        await(() -> waits(requester) && waits(asker));
        registry.addDriver(after);

        assertThat(request.get()).isSameAs(after);
        assertThat(question.get()).isSameAs(after);
        assertThat(registry.leaseIfPresent("x")).isEmpty();
    }

    @Test
    void aRequestThatComesWhileADriverWaitsForALongOneIsServed() throws Exception {
        FakeDriver before = new FakeDriver("a", "1.0.0");
        registry.addDriver(before);
        Lease held = registry.lease("a");
        Thread remover = start(new FutureTask<>(() -> registry.removeDriver(before), true));
        await(() -> waits(remover));

        try (Lease lease = registry.lease("a")) {
            assertThat(lease.driver()).isSameAs(before);
        }
        registry.addDriver(new FakeDriver("a", "1.1.0"));
        assertThat(active()).as("who comes meanwhile takes over").isEqualTo("1.1.0");
        held.close();
        remover.join();
        assertThat(registry.statuses()).extracting(DriverStatus::version).containsExactly("1.1.0");
    }

    @Test
    void onceTheLongRequestsHaveEndedNewOnesWaitForTheNextDriver() throws Exception {
        FakeDriver before = new FakeDriver("a", "1.0.0");
        registry.addDriver(before);
        Lease held = registry.lease("a");
        Thread remover = start(new FutureTask<>(() -> registry.removeDriver(before), true));
        await(() -> waits(remover));
        Lease between = registry.lease("a");
        held.close();
        await(() -> registry.active("a").isEmpty());

        FutureTask<String> request = new FutureTask<>(() -> {
            try (Lease lease = registry.lease("a")) {
                return lease.driver().info().version();
            }
        });
        Thread requester = start(request);
        await(() -> waits(requester));
        assertThat(remover.isAlive())
                .as("the request that came in between is not cut")
                .isTrue();
        between.close();
        remover.join();
        registry.addDriver(new FakeDriver("a", "1.1.0"));

        assertThat(request.get()).isEqualTo("1.1.0");
    }

    @Test
    void aDriverThatIsDrainedByHandWhileItGoesServesNobody() throws Exception {
        FakeDriver driver = new FakeDriver("a", "1.0.0");
        registry.addDriver(driver);
        Lease held = registry.lease("a");
        Thread remover = start(new FutureTask<>(() -> registry.removeDriver(driver), true));
        await(() -> waits(remover));
        FutureTask<Boolean> drained = new FutureTask<>(() -> registry.drain("a"));
        start(drained);
        await(() -> registry.active("a").isEmpty());

        leaseFails(ErrorKind.UNAVAILABLE, "a");
        held.close();
        assertThat(drained.get()).isTrue();
        remover.join();
    }

    @Test
    void whoWaitsTooLongIsToldToComeBack() {
        DriverRegistry hasty = new DriverRegistry(new Settings(0, 0));
        FakeDriver driver = new FakeDriver("a", "1.0.0");
        hasty.addDriver(driver);
        hasty.removeDriver(driver);

        CloudException first = catchThrowableOfType(CloudException.class, () -> hasty.lease("a"));
        CloudException second = catchThrowableOfType(CloudException.class, () -> hasty.lease("a"));

        assertThat(first.kind()).isEqualTo(ErrorKind.UNAVAILABLE);
        assertThat(first.retryAfter()).isPresent();
        assertThat(second.kind()).as("nobody waits for it any more").isEqualTo(ErrorKind.INVALID);
    }

    @Test
    void allWhoWaitTooLongAreToldToComeBack() throws Exception {
        DriverRegistry slow = new DriverRegistry(new Settings(30, 30));
        FakeDriver driver = new FakeDriver("a", "1.0.0");
        slow.addDriver(driver);
        slow.removeDriver(driver);
        List<FutureTask<ErrorKind>> requests = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            FutureTask<ErrorKind> request =
                    new FutureTask<>(() -> catchThrowableOfType(CloudException.class, () -> slow.lease("a"))
                            .kind());
            Thread requester = start(request);
            await(() -> waits(requester));
            requests.add(request);
        }

        slow.configure(new Settings(30, 0));
        // Whoever waits looks again at any change.
        slow.addDriver(new FakeDriver("b", "1.0.0"));

        for (FutureTask<ErrorKind> request : requests) {
            assertThat(request.get()).isEqualTo(ErrorKind.UNAVAILABLE);
        }
    }

    @Test
    void aDriverThatIsAwayForAnUpdateIsListedButNoneThatWasStopped() {
        AtomicBoolean started = new AtomicBoolean(true);
        CloudDriver driver = driver(
                new BundledClasses(new AtomicInteger(Bundle.RESOLVED), started), new FakeDriver("b", "1.0.0")::info);
        registry.addDriver(new FakeDriver("a", "1.0.0"));
        registry.addDriver(new FakeDriver("c", "1.0.0"));
        registry.addDriver(driver);
        registry.removeDriver(driver);

        assertThat(registry.drivers()).extracting(DriverInfo::id).containsExactly("a", "b", "c");
        assertThat(registry.driver("b")).isEmpty();
        started.set(false);
        assertThat(registry.drivers()).extracting(DriverInfo::id).containsExactly("a", "c");
        started.set(true);
        registry.configure(new Settings(30, 0));
        assertThat(registry.drivers())
                .as("it is away for too long")
                .extracting(DriverInfo::id)
                .containsExactly("a", "c");
    }

    @Test
    void aDriverThatIsStoppedIsUnavailableForAsLongAsItIsInstalled() throws Exception {
        DriverRegistry hasty = new DriverRegistry(new Settings(0, 0));
        AtomicInteger state = new AtomicInteger(Bundle.RESOLVED);
        CloudDriver driver = driver(new BundledClasses(state, new AtomicBoolean()), new FakeDriver("a", "1.0.0")::info);
        hasty.addDriver(driver);
        hasty.removeDriver(driver);

        for (int i = 0; i < 2; i++) {
            CloudException failure = catchThrowableOfType(CloudException.class, () -> hasty.lease("a"));
            assertThat(failure.kind()).isEqualTo(ErrorKind.UNAVAILABLE);
        }
        state.set(Bundle.UNINSTALLED);
        assertThat(catchThrowableOfType(CloudException.class, () -> hasty.lease("a")))
                .isNotNull();
        assertThat(hasty.leaseIfPresent("a")).isEmpty();
    }

    @Test
    void aDriverThatHangsWhileItTellsWhatItIsHoldsOneThreadAlone() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch released = new CountDownLatch(1);
        AtomicBoolean hanging = new AtomicBoolean();
        DriverInfo info = new FakeDriver("a", "1.0.0").info();
        registry.addDriver(driver(getClass().getClassLoader(), () -> {
            if (hanging.get()) {
                asked.countDown();
                await(released);
            }
            return info;
        }));
        hanging.set(true);
        Thread victim = new Thread(registry::drivers);
        victim.start();
        asked.await();

        assertThat(registry.drivers()).containsExactly(info);
        assertThat(registry.statuses()).hasSize(1);
        try (Lease lease = registry.lease("a")) {
            assertThat(lease.info()).isEqualTo(info);
        }
        released.countDown();
        victim.join();
    }

    @Test
    void whatADriverSaysOfItselfIsPassedOverWhenItIsNothingOrOfAnotherOne() {
        DriverInfo info = new FakeDriver("a", "1.0.0").info();
        AtomicReference<DriverInfo> told = new AtomicReference<>(info);
        registry.addDriver(driver(getClass().getClassLoader(), told::get));

        told.set(null);
        assertThat(registry.drivers()).containsExactly(info);
        told.set(new FakeDriver("b", "1.0.0").info());
        assertThat(registry.drivers()).containsExactly(info);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aDriverThatFailsToTellWhatItIsHarmsNoOtherOne() {
        AtomicBoolean broken = new AtomicBoolean();
        DriverInfo info = new FakeDriver("a", "1.0.0").info();
        registry.addDriver(driver(getClass().getClassLoader(), () -> {
            if (broken.get()) {
                throw new NoClassDefFoundError("gone");
            }
            return info;
        }));
        registry.addDriver(new FakeDriver("b", "1.0.0"));

        broken.set(true);

        assertThat(registry.drivers()).extracting(DriverInfo::id).containsExactly("a", "b");
        assertThat(registry.statuses()).extracting(DriverStatus::id).containsExactly("a", "b");
    }

    @Test
    void aDrainedDriverIsNotWaitedFor() {
        FakeDriver driver = new FakeDriver("a", "1.0.0");
        registry.addDriver(driver);

        assertThat(registry.drain("a")).isTrue();
        leaseFails(ErrorKind.UNAVAILABLE, "a");
        registry.removeDriver(driver);
        leaseFails(ErrorKind.INVALID, "a");
    }

    @Test
    void drainingFailsWhenRequestsTakeTooLongOrNothingIsThere() {
        DriverRegistry hasty = new DriverRegistry(new Settings(0, 0));
        hasty.addDriver(new FakeDriver("a", "1.0.0"));
        Lease lease = hasty.lease("a");

        assertThat(hasty.drain("a")).isFalse();
        assertThat(hasty.drain("nosuch")).isFalse();
        lease.close();
        assertThat(hasty.drain("a")).isTrue();
    }

    @Test
    void settingsChangeAtRunTime() {
        FakeDriver driver = new FakeDriver("a", "1.0.0");
        registry.addDriver(driver);
        Lease lease = registry.lease("a");

        registry.configure(new Settings(0, 0));
        registry.removeDriver(driver);

        leaseFails(ErrorKind.UNAVAILABLE, "a");
        lease.close();
    }

    @Test
    void noRequestFailsOrUsesARemovedRevisionWhileDriversAreSwapped() throws Exception {
        List<ClosableDriver> revisions = new ArrayList<>();
        ClosableDriver first = new ClosableDriver(0);
        revisions.add(first);
        registry.addDriver(first);
        AtomicBoolean stop = new AtomicBoolean();
        CountDownLatch started = new CountDownLatch(4);
        ExecutorService clients = Executors.newFixedThreadPool(4);
        try {
            List<Future<Long>> counts = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                counts.add(clients.submit(() -> {
                    long requests = 0;
                    while (!stop.get()) {
                        try (Lease lease = registry.lease("a")) {
                            assertThat(((ClosableDriver) lease.driver()).closed).isFalse();
                            requests++;
                        }
                        started.countDown();
                    }
                    return requests;
                }));
            }
            started.await();
            for (int i = 1; i <= 300; i++) {
                ClosableDriver next = new ClosableDriver(i);
                ClosableDriver before = revisions.get(revisions.size() - 1);
                revisions.add(next);
                if (i % 2 == 0) {
                    registry.addDriver(next);
                    remove(before);
                } else {
                    remove(before);
                    registry.addDriver(next);
                }
            }
            stop.set(true);
            for (Future<Long> count : counts) {
                assertThat(count.get()).isPositive();
            }
        } finally {
            stop.set(true);
            clients.shutdownNow();
        }
    }

    private String active() {
        try (Lease lease = registry.lease("a")) {
            return lease.driver().info().version();
        }
    }

    private static RevisionGuard withholding(CloudDriver driver) {
        return new RevisionGuard() {
            @Override
            public Optional<State> withheld(String driverId, CloudDriver newcomer) {
                return newcomer == driver ? Optional.of(State.CHECKING) : Optional.empty();
            }

            @Override
            public List<DriverStatus> known() {
                return List.of(new DriverStatus(
                        "a", "0.9.0", State.RETIRED, Instant.EPOCH, 0, Optional.empty(), Optional.empty()));
            }
        };
    }

    private void remove(ClosableDriver driver) {
        registry.removeDriver(driver);
        driver.closed = true;
    }

    /** A driver whose class is of that loader. */
    private static CloudDriver driver(ClassLoader loader, Supplier<DriverInfo> info) {
        return (CloudDriver) Proxy.newProxyInstance(
                loader, new Class<?>[] {CloudDriver.class}, (proxy, method, arguments) -> info.get());
    }

    /** The classes of a bundle that is in a state. */
    private static final class BundledClasses extends ClassLoader implements BundleReference {
        private final Bundle bundle;

        BundledClasses(AtomicInteger state, AtomicBoolean started) {
            super(BundledClasses.class.getClassLoader());
            BundleStartLevel startLevel = (BundleStartLevel) Proxy.newProxyInstance(
                    BundledClasses.class.getClassLoader(),
                    new Class<?>[] {BundleStartLevel.class},
                    (proxy, method, arguments) -> started.get());
            bundle = (Bundle) Proxy.newProxyInstance(
                    BundledClasses.class.getClassLoader(),
                    new Class<?>[] {Bundle.class},
                    (proxy, method, arguments) -> method.getName().equals("adapt") ? startLevel : state.get());
        }

        @Override
        public Bundle getBundle() {
            return bundle;
        }
    }

    private CloudException leaseFails(ErrorKind kind, String id) {
        CloudException failure = catchThrowableOfType(CloudException.class, () -> registry.lease(id));
        assertThat(failure).isNotNull();
        assertThat(failure.kind()).isEqualTo(kind);
        return failure;
    }

    private int requestsInFlight() {
        return registry.statuses().get(0).requestsInFlight();
    }

    private static Thread start(Runnable task) {
        Thread thread = new Thread(task);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private static boolean waits(Thread thread) {
        return thread.getState() == Thread.State.TIMED_WAITING || thread.getState() == Thread.State.WAITING;
    }

    private static void await(BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            Thread.onSpinWait();
        }
    }

    /** A driver that knows whether it was taken away. */
    private static final class ClosableDriver implements CloudDriver {
        private final DriverInfo info;
        volatile boolean closed;

        ClosableDriver(int number) {
            info = new FakeDriver("a", "1.0." + number).info();
        }

        @Override
        public DriverInfo info() {
            return info;
        }

        @Override
        public Cloud connect(Optional<String> provider, Optional<Credentials> credentials) {
            throw new UnsupportedOperationException();
        }
    }

    private static final class BrokenDriver implements CloudDriver {
        @Override
        public DriverInfo info() {
            throw new IllegalStateException("not configured");
        }

        @Override
        public Cloud connect(Optional<String> provider, Optional<Credentials> credentials) {
            throw new UnsupportedOperationException();
        }
    }

    record Settings(int drainTimeoutSeconds, int returnTimeoutSeconds) implements DriverRegistry.Config {
        @Override
        public Class<? extends Annotation> annotationType() {
            return DriverRegistry.Config.class;
        }
    }
}

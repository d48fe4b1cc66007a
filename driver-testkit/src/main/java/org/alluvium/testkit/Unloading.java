package org.alluvium.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.alluvium.driver.Cloud;
import org.alluvium.driver.CloudDriver;
import org.alluvium.manifest.DriverMaker;

/**
 * Revisions of a driver that are made, used and ended one after the other, and what they leave behind. All of it on the caller's
 * thread, which outlives them as those of the server do.
 */
final class Unloading {
    /** How many revisions come and go. */
    static final int CYCLES = 200;

    /** After so many the caches of the JVM and of shared libraries are full. */
    private static final int WARM = 10;

    /** A self-test may go on for seconds: one of so many revisions is put to it. */
    private static final int SELF_TEST = 100;

    /** The revisions that a cache of the JVM or of a shared library may hold; what stays of each would be as many as there were. */
    private static final int FEW = 3;

    /** Theirs, and those that the JVM makes meanwhile. */
    private static final int FEW_CLASSES = 2_000;

    /** Theirs, and what the JIT compiler notes of methods that stay. */
    private static final long FEW_KILOBYTES = 20_000;

    private final DriverFixture fixture;
    private final DriverArchive archive;
    private final Optional<String> deactivate;
    private final DriverMaker maker;
    private final Consumer<Cloud> list;
    private final Duration patience;

    /**
     * Nothing is made yet.
     *
     * @param settings by which the driver is made
     * @param patience how long what is on its way out may take
     * @throws IOException when the driver was not packed by the build
     */
    Unloading(DriverFixture fixture, Map<String, Object> settings, Duration patience) throws IOException {
        this.fixture = fixture;
        this.patience = patience;
        archive = DriverArchive.of(fixture.driver());
        deactivate = archive.deactivate();
        maker = new DriverMaker(fixture.driver().info().version(), settings);
        Map<String, Consumer<Cloud>> lists = Probes.lists(fixture.capabilities());
        // Few, and kept by the cloud
        list = lists.containsKey("keys")
                ? lists.get("keys")
                : lists.values().iterator().next();
    }

    /** Asserts that nothing is left. */
    void examine() throws ReflectiveOperationException {
        Footprint start = Footprint.of(List.of());
        Footprint before = settled(cycles(WARM), now -> true);
        assertCollected(WARM, before, start);
        Footprint after = settled(
                cycles(CYCLES),
                now -> now.threads().size() <= before.threads().size() + FEW
                        && now.classes() <= before.classes() + FEW_CLASSES
                        && now.metaspace() <= before.metaspace() + FEW_KILOBYTES);
        assertCollected(CYCLES, after, before);
        assertThat(after.threads().size())
                .as("threads; new are %s", after.threadsBesides(before))
                .isLessThanOrEqualTo(before.threads().size() + FEW);
        assertThat(after.classes()).as("loaded classes").isLessThanOrEqualTo(before.classes() + FEW_CLASSES);
        assertThat(after.metaspace()).as("KB of metaspace").isLessThanOrEqualTo(before.metaspace() + FEW_KILOBYTES);
    }

    private static void assertCollected(int revisions, Footprint after, Footprint before) {
        assertThat(after.loaders())
                .as(
                        "class loaders that %d revisions left, held by a thread, a ThreadLocal, or a static field of somebody"
                                + " else; threads that are new: %s",
                        revisions, after.threadsBesides(before))
                .isLessThanOrEqualTo(FEW);
    }

    private List<WeakReference<ClassLoader>> cycles(int count) throws ReflectiveOperationException {
        List<WeakReference<ClassLoader>> loaders = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            loaders.add(cycle(i % SELF_TEST == 0));
        }
        return loaders;
    }

    private WeakReference<ClassLoader> cycle(boolean selfTest) throws ReflectiveOperationException {
        DriverArchive.Revision revision = archive.load();
        CloudDriver driver = (CloudDriver) maker.make(revision.driver());
        try {
            assertThat(driver.info().id()).isEqualTo(fixture.driver().info().id());
            if (selfTest) {
                driver.selfTest();
            }
            list.accept(driver.connect(fixture.provider(), Optional.of(fixture.credentials())));
        } finally {
            if (deactivate.isPresent()) {
                maker.end(driver, deactivate.get());
            }
        }
        return new WeakReference<>(revision);
    }

    /** Once all but few of the loaders are collected and it is so, or when patience ends. */
    private Footprint settled(List<WeakReference<ClassLoader>> loaders, Predicate<Footprint> flat) {
        long end = System.nanoTime() + patience.toNanos();
        Footprint now = Footprint.of(loaders);
        while ((now.loaders() > FEW || !flat.test(now)) && System.nanoTime() < end) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
            now = Footprint.of(loaders);
        }
        return now;
    }
}

package org.alluvium.shell.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.alluvium.registry.DriverStatus.State;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class LeftThreadsTest {
    @Test
    void aThreadOfTheDriversClassLoaderIsFoundUntilItEndsAndIsToldOf(@TempDir Path folder) throws Exception {
        try (URLClassLoader loader = new URLClassLoader(new URL[0])) {
            assertThat(LeftThreads.of(loader, Duration.ZERO)).isEmpty();
            CountDownLatch end = new CountDownLatch(1);
            Thread left = new Thread(() -> await(end), "left-behind");
            left.setContextClassLoader(loader);
            left.start();

            assertThat(LeftThreads.of(loader, Duration.ofMillis(1))).containsExactly("left-behind");
            assertThat(told(folder, loader))
                    .isEqualTo("done, but it left threads behind, which keep its classes in memory: left-behind");

            end.countDown();
            left.join();
            assertThat(LeftThreads.of(loader, Duration.ZERO)).isEmpty();
        }
    }

    private static String told(Path folder, ClassLoader loader) throws Exception {
        ExecutorService threads = Executors.newCachedThreadPool();
        StateFile file = new StateFile(folder.resolve("state"));
        KnownRevision stopped = new KnownRevision(
                "a", "1.0.0", State.RETIRED, Instant.EPOCH, "b", Optional.empty(), "l", Optional.empty());

        new LeftThreads(new ChangeLog(file), new Turn(Duration.ZERO), threads).look(stopped, loader);

        while (file.state().changes().isEmpty()) {
            Thread.onSpinWait();
        }
        threads.shutdownNow();
        return file.state().changes().get(0).result();
    }

    private static void await(CountDownLatch end) {
        try {
            end.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

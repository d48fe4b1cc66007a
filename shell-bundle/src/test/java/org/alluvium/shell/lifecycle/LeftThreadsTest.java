package org.alluvium.shell.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URL;
import java.net.URLClassLoader;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.alluvium.driver.Cloud;
import org.alluvium.driver.CloudDriver;
import org.alluvium.driver.Credentials;
import org.alluvium.driver.DriverInfo;
import org.junit.jupiter.api.Test;

class LeftThreadsTest {
    @Test
    void aThreadOfTheDriversClassLoaderIsFoundUntilItEnds() throws Exception {
        URL classes = Nothing.class.getProtectionDomain().getCodeSource().getLocation();
        // A loader that has this one class of its own, as a bundle has.
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {classes}, getClass().getClassLoader()) {
                    @Override
                    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
                        return name.equals(Nothing.class.getName()) ? findClass(name) : super.loadClass(name, resolve);
                    }
                }) {
            CloudDriver driver = (CloudDriver)
                    loader.loadClass(Nothing.class.getName()).getConstructor().newInstance();
            assertThat(LeftThreads.of(driver, Duration.ZERO)).isEmpty();
            CountDownLatch end = new CountDownLatch(1);
            Thread left = new Thread(() -> await(end), "left-behind");
            left.setContextClassLoader(loader);
            left.start();

            assertThat(LeftThreads.of(driver, Duration.ofMillis(1))).containsExactly("left-behind");

            end.countDown();
            left.join();
            assertThat(LeftThreads.of(driver, Duration.ZERO)).isEmpty();
        }
    }

    private static void await(CountDownLatch end) {
        try {
            end.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A driver that is nothing but a class. */
    public static final class Nothing implements CloudDriver {
        @Override
        public DriverInfo info() {
            throw new UnsupportedOperationException();
        }

        @Override
        public Cloud connect(Optional<String> provider, Optional<Credentials> credentials) {
            throw new UnsupportedOperationException();
        }
    }
}

package org.alluvium.testkit;

import java.net.http.HttpClient;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.locks.LockSupport;
import org.alluvium.capability.KeyOperations;
import org.alluvium.driver.BackendCalls;
import org.alluvium.driver.Capabilities;
import org.alluvium.driver.Cloud;
import org.alluvium.driver.CloudDriver;
import org.alluvium.driver.Credentials;
import org.alluvium.driver.DriverInfo;
import org.alluvium.driver.DriverInfo.CredentialLabels;
import org.alluvium.model.Key;
import org.alluvium.model.Provider;

/** A driver whose cloud is empty, and which leaves something behind if it is told to. */
public final class LeakyDriver implements CloudDriver {
    /** What drivers leave behind. */
    enum Leak {
        NONE,
        /** It goes on to look after something. */
        THREAD,
        /** A pool that is not shut down: its thread waits for more, and holds nothing of the driver. */
        IDLE_POOL,
        /** Somebody else's map holds it. */
        REGISTERED,
        /** The thread of a request holds it. */
        THREAD_LOCAL,
        /** Its end is called when the JVM ends, and not before. */
        SHUTDOWN_HOOK,
        /** A client that lives as long as the class, whose thread holds the class. */
        STATIC_CLIENT
    }

    /** The settings. */
    public @interface Config {
        String leak() default "NONE";
    }

    /** The name of its threads, and the beginning of what it registers. */
    static final String NAME = "leaky-driver";

    private static final ThreadLocal<LeakyDriver> CURRENT = new ThreadLocal<>();
    private static Optional<HttpClient> client = Optional.empty();

    private final Leak leak;
    private final Thread watcher;

    public LeakyDriver(BackendCalls counts, Config config) {
        leak = Leak.valueOf(config.leak());
        watcher = new Thread(this::watch, NAME);
        watcher.setDaemon(true);
        watcher.start();
        switch (leak) {
            case NONE, THREAD, THREAD_LOCAL -> {}
            case IDLE_POOL -> new ForkJoinPool(1).submit(Thread::onSpinWait).join();
            case REGISTERED -> System.getProperties().put(NAME + System.identityHashCode(this), this);
            case SHUTDOWN_HOOK -> Runtime.getRuntime().addShutdownHook(new Thread(this::close, NAME));
            case STATIC_CLIENT -> client = Optional.of(HttpClient.newHttpClient());
        }
    }

    private void watch() {
        while (!Thread.currentThread().isInterrupted()) {
            LockSupport.park(this);
        }
    }

    @Override
    public DriverInfo info() {
        return new DriverInfo(
                "leaky",
                "Leaky",
                "1.0.0",
                List.of(new Provider("default", Map.of())),
                Set.of(KeyOperations.class),
                Set.of(),
                List.of(),
                Optional.empty(),
                new CredentialLabels("User", "Password"));
    }

    @Override
    public Cloud connect(Optional<String> provider, Optional<Credentials> credentials) {
        Capabilities capabilities = Capabilities.of(new NoKeys());
        return new Cloud() {
            @Override
            public Capabilities capabilities() {
                return capabilities;
            }

            @Override
            public void verifyCredentials() {}
        };
    }

    void close() {
        if (leak != Leak.THREAD) {
            watcher.interrupt();
        }
    }

    private final class NoKeys implements KeyOperations {
        @Override
        public List<Key> list() {
            if (leak == Leak.THREAD_LOCAL) {
                CURRENT.set(LeakyDriver.this);
            }
            return List.of();
        }

        @Override
        public Optional<Key> find(String id) {
            return Optional.empty();
        }

        @Override
        public Key create(String name, Optional<String> publicKey) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void destroy(String id) {
            throw new UnsupportedOperationException();
        }
    }
}

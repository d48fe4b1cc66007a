package org.alluvium.driver.ec2;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.SdkClient;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.profiles.ProfileFile;

/**
 * The library's clients of one generation of settings: one for each service and place, over one pool of connections. They hold no
 * credentials. Safe for use by many threads.
 *
 * <p>Made on demand, closed when retired and idle: a request that is under way ends with the client it began with, and one
 * that comes back after that gets a new client, closed with its last call.
 */
final class Ec2Clients {
    /** Shorter than what endpoints grant idle connections. */
    private static final Duration MAX_IDLE = Duration.ofSeconds(50);

    private static final int MAX_CLIENTS = 200;

    private final Ec2Settings settings;
    /** The ones used last. Clients name regions, so there may be any number; one alone holds nothing that needs closing. */
    private final Map<Key, SdkClient> clients = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, SdkClient> eldest) {
            return size() > MAX_CLIENTS;
        }
    };

    private @Nullable SdkHttpClient http;
    private @Nullable ScheduledThreadPoolExecutor timer;
    private int active;
    private boolean retired;

    Ec2Clients(Ec2Settings settings) {
        this.settings = requireNonNull(settings);
    }

    /** Does something with the place's client. */
    <C extends SdkClient, T> T with(Ec2Service<C> service, Ec2Place place, Function<C, T> use) {
        C client = acquire(service, place);
        try {
            return use.apply(client);
        } finally {
            release();
        }
    }

    /** The place's client, which stays open until {@link #release}. */
    synchronized <C extends SdkClient> C acquire(Ec2Service<C> service, Ec2Place place) {
        // Only this service's client is ever stored under its key
        @SuppressWarnings("unchecked")
        C client = (C) clients.computeIfAbsent(new Key(service, place), key -> open(service, place));
        active++;
        return client;
    }

    /** Gives back what was acquired. */
    synchronized void release() {
        active--;
        closeWhenIdle();
    }

    /** Closes everything as soon as nobody uses it. */
    synchronized void retire() {
        retired = true;
        closeWhenIdle();
    }

    private void closeWhenIdle() {
        if (!retired || active > 0) {
            return;
        }
        clients.values().forEach(SdkClient::close);
        clients.clear();
        if (http != null) {
            http.close();
            http = null;
        }
        if (timer != null) {
            timer.shutdownNow();
            timer = null;
        }
    }

    private <C extends SdkClient> C open(Ec2Service<C> service, Ec2Place place) {
        Thread thread = Thread.currentThread();
        ClassLoader callers = thread.getContextClassLoader();
        // The library looks its parts up by the context loader, which in OSGi knows none of them
        thread.setContextClassLoader(SdkClient.class.getClassLoader());
        try {
            return service.open(
                    place,
                    http(),
                    ClientOverrideConfiguration.builder()
                            // Ec2Calls repeats, and counts each try
                            .retryStrategy(AwsRetryStrategy.doNotRetry())
                            .apiCallTimeout(settings.callTimeout())
                            .scheduledExecutorService(timer())
                            // The account of whoever runs the server is nobody's business here
                            .defaultProfileFile(ProfileFile.aggregator().build())
                            .build());
        } finally {
            thread.setContextClassLoader(callers);
        }
    }

    private SdkHttpClient http() {
        if (http == null) {
            http = ApacheHttpClient.builder()
                    .maxConnections(settings.maxConnections())
                    .connectionTimeout(settings.connectTimeout())
                    .connectionAcquisitionTimeout(settings.callTimeout())
                    .socketTimeout(settings.callTimeout())
                    .connectionMaxIdleTime(MAX_IDLE)
                    // The reaper is a thread that outlives the bundle; idle connections are checked before use instead
                    .useIdleConnectionReaper(false)
                    .build();
        }
        return http;
    }

    private ScheduledThreadPoolExecutor timer() {
        if (timer == null) {
            timer = new ScheduledThreadPoolExecutor(1, task -> {
                Thread thread = new Thread(task, "alluvium-ec2-timer");
                thread.setDaemon(true);
                return thread;
            });
            timer.setRemoveOnCancelPolicy(true);
        }
        return timer;
    }

    private record Key(Ec2Service<?> service, Ec2Place place) {}
}

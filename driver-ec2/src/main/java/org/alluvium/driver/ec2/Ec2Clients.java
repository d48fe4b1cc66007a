package org.alluvium.driver.ec2;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.Ec2ClientBuilder;

/**
 * The library's clients of one generation of settings: one for each place, over one pool of connections. They hold no
 * credentials. Safe for use by many threads.
 *
 * <p>Made on demand, closed when retired and idle: a request that is under way ends with the client it began with, and one
 * that comes back after that gets a new client, closed with its last call.
 */
final class Ec2Clients {
    /** Shorter than what endpoints grant idle connections. */
    private static final Duration MAX_IDLE = Duration.ofSeconds(50);

    private final Ec2Settings settings;
    private final Map<Ec2Place, Ec2Client> clients = new HashMap<>();
    private @Nullable SdkHttpClient http;
    private @Nullable ScheduledThreadPoolExecutor timer;
    private int active;
    private boolean retired;

    Ec2Clients(Ec2Settings settings) {
        this.settings = requireNonNull(settings);
    }

    /** Does something with the place's client. */
    <T> T with(Ec2Place place, Function<Ec2Client, T> use) {
        Ec2Client client = acquire(place);
        try {
            return use.apply(client);
        } finally {
            release();
        }
    }

    /** Closes everything as soon as nobody uses it. */
    synchronized void retire() {
        retired = true;
        closeWhenIdle();
    }

    private synchronized Ec2Client acquire(Ec2Place place) {
        Ec2Client client = clients.computeIfAbsent(place, this::open);
        active++;
        return client;
    }

    private synchronized void release() {
        active--;
        closeWhenIdle();
    }

    private void closeWhenIdle() {
        if (!retired || active > 0) {
            return;
        }
        clients.values().forEach(Ec2Client::close);
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

    private Ec2Client open(Ec2Place place) {
        Thread thread = Thread.currentThread();
        ClassLoader callers = thread.getContextClassLoader();
        // The library looks its parts up by the context loader, which in OSGi knows none of them
        thread.setContextClassLoader(Ec2Clients.class.getClassLoader());
        try {
            Ec2ClientBuilder builder = Ec2Client.builder()
                    .region(Region.of(place.region()))
                    .httpClient(http())
                    .credentialsProvider(AnonymousCredentialsProvider.create())
                    .overrideConfiguration(o -> o
                            // Ec2Calls repeats, and counts each try
                            .retryStrategy(AwsRetryStrategy.doNotRetry())
                            .apiCallTimeout(settings.callTimeout())
                            .scheduledExecutorService(timer())
                            // The account of whoever runs the server is nobody's business here
                            .defaultProfileFile(ProfileFile.aggregator().build()));
            place.endpoint().ifPresent(builder::endpointOverride);
            return builder.build();
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
}

package org.alluvium.driver.azure;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeoutException;
import org.alluvium.driver.BackendCalls;
import org.alluvium.driver.CloudException;
import org.alluvium.driver.ErrorKind;

/**
 * The way to Azure: signs each call for its caller, bounds it in time, counts it, repeats it where that is safe, and
 * translates its failure. Every method throws {@link CloudException} and nothing else.
 */
final class AzureCalls {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private final AzureHttp http;
    private final AzureSettings settings;
    private final BackendCalls counts;

    AzureCalls(AzureHttp http, AzureSettings settings, BackendCalls counts) {
        this.http = requireNonNull(http);
        this.settings = requireNonNull(settings);
        this.counts = requireNonNull(counts);
    }

    /** How many things to ask for at once. */
    int pageSize() {
        return settings.pageSize();
    }

    /** Makes a call, and answers what has a status below 400. */
    HttpResponse<byte[]> call(AzureService service, AzureRequest request) {
        long begin = System.nanoTime();
        Duration longestPause = FIRST_PAUSE;
        while (true) {
            Failure failure;
            try {
                HttpResponse<byte[]> answer = once(service, request);
                if (answer.statusCode() < 400 && service.isOwn(answer)) {
                    return answer;
                }
                failure = answer.statusCode() < 400
                        ? new Failure(AzureErrors.foreign(request, service, answer), false)
                        : new Failure(
                                AzureErrors.refused(request, service, answer),
                                AzureErrors.isWorthRepeating(request, service, answer));
            } catch (IOException broken) {
                failure = new Failure(AzureErrors.broken(request, service, broken), request.repeatable());
            } catch (TimeoutException late) {
                failure = new Failure(AzureErrors.late(request, service), false);
            } catch (InterruptedException nobodyWaits) {
                Thread.currentThread().interrupt();
                failure = new Failure(AzureErrors.interrupted(request, service), false);
            }
            // Full jitter: anything from nothing to the bound, which doubles
            Duration pause = failure.told()
                    .retryAfter()
                    .orElse(Duration.ofNanos(ThreadLocalRandom.current().nextLong(longestPause.toNanos())));
            Duration spent = Duration.ofNanos(System.nanoTime() - begin);
            if (!failure.worthRepeating() || spent.plus(pause).compareTo(settings.retryBudget()) > 0 || !sleep(pause)) {
                throw failure.told();
            }
            longestPause = longestPause.multipliedBy(2);
            if (longestPause.compareTo(LONGEST_PAUSE) > 0) {
                longestPause = LONGEST_PAUSE;
            }
        }
    }

    /** Makes a call for something that may not be there; empty for a 404. */
    Optional<HttpResponse<byte[]>> find(AzureService service, AzureRequest request) {
        try {
            return Optional.of(call(service, request));
        } catch (CloudException failure) {
            if (failure.kind() == ErrorKind.NOT_FOUND) {
                return Optional.empty();
            }
            throw failure;
        }
    }

    private record Failure(CloudException told, boolean worthRepeating) {}

    private HttpResponse<byte[]> once(AzureService service, AzureRequest request)
            throws IOException, TimeoutException, InterruptedException {
        HttpRequest.Builder signed = HttpRequest.newBuilder(request.uri());
        request.headers().forEach(signed::setHeader);
        service.authorization(request).forEach(signed::setHeader);
        BodyPublisher body =
                request.body().length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(request.body());
        signed.method(request.method(), body);
        long start = System.nanoTime();
        boolean failed = true;
        try {
            HttpResponse<byte[]> answer = http.send(signed.build());
            failed = answer.statusCode() >= 400;
            return answer;
        } finally {
            counts.record("azure", request.operation(), Duration.ofNanos(System.nanoTime() - start), failed);
        }
    }

    private static boolean sleep(Duration pause) {
        try {
            Thread.sleep(pause.toMillis());
            return true;
        } catch (InterruptedException nobodyWaits) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}

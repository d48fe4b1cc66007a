package ${package};

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import org.alluvium.driver.BackendCalls;
import org.alluvium.driver.Credentials;

/**
 * The one way to the cloud: bounded in time, counted, over connections that are kept. The credentials come with each call and
 * are kept nowhere. Safe for use by many threads.
 */
final class ${driverName}Calls {
    private final BackendCalls counts;
    private final String endpoint;
    private final Duration timeout;
    private final HttpClient client;

    ${driverName}Calls(BackendCalls counts, String endpoint, int timeoutMillis) {
        this.counts = counts;
        this.endpoint = endpoint;
        this.timeout = Duration.ofMillis(timeoutMillis);
        client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(timeout)
                .build();
    }

    /**
     * What the cloud said.
     *
     * @param next where the next page begins, if there is one
     */
    record Answer(String body, Optional<String> next) {}

    /**
     * Asks the cloud.
     *
     * @param operation the cloud's name for it, one of a small fixed set
     * @throws org.alluvium.driver.CloudException whatever goes wrong
     */
    Answer send(String operation, Credentials credentials, String method, String target) {
        String account = credentials.user() + ":" + credentials.password();
        HttpRequest request = HttpRequest.newBuilder(URI.create(endpoint + target))
                .timeout(timeout)
                .header(
                        "Authorization",
                        "Basic " + Base64.getEncoder().encodeToString(account.getBytes(StandardCharsets.UTF_8)))
                .method(method, BodyPublishers.noBody())
                .build();
        long start = System.nanoTime();
        boolean failed = true;
        try {
            HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
            if (answer.statusCode() >= 300) {
                throw ${driverName}Errors.refused(answer);
            }
            failed = false;
            return new Answer(answer.body(), answer.headers().firstValue("X-Next"));
        } catch (IOException e) {
            throw ${driverName}Errors.broken(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw ${driverName}Errors.broken(e);
        } finally {
            counts.record(${driverName}Driver.ID, operation, Duration.ofNanos(System.nanoTime() - start), failed);
        }
    }

    /** A text as a segment of a path or a value in a query, whatever is in it. */
    static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}

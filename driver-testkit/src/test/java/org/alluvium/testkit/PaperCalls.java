package org.alluvium.testkit;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.alluvium.driver.CloudException;
import org.alluvium.driver.Credentials;
import org.alluvium.driver.ErrorKind;
import org.alluvium.testkit.PaperDriver.Flaw;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one way to a {@link PaperCloud}. */
final class PaperCalls {
    private static final Logger LOG = LoggerFactory.getLogger(PaperCalls.class);
    static final Duration TIME_OUT = Duration.ofSeconds(5);

    private final String url;
    private final Set<Flaw> flaws;
    private final HttpClient client = client();
    private final Map<Credentials, String> tokens = new ConcurrentHashMap<>();

    PaperCalls(String url, Set<Flaw> flaws) {
        this.url = url;
        this.flaws = flaws;
    }

    /**
     * What came back.
     *
     * @param after where the next page begins
     */
    record Answer(String body, Optional<String> after) {}

    private static HttpClient client() {
        return HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    }

    static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    String token(Credentials credentials) {
        String basic = Base64.getEncoder()
                .encodeToString((credentials.user() + ":" + credentials.password()).getBytes(StandardCharsets.UTF_8));
        HttpRequest.Builder request = request("POST", "/tokens", "").header("Authorization", "Basic " + basic);
        return send(request, credentials).body();
    }

    /** Answers what the cloud says to it; a token that is no longer accepted is fetched anew, once. */
    Answer send(Credentials credentials, String method, String target) {
        return send(credentials, method, target, "");
    }

    /** The same with a body. */
    Answer send(Credentials credentials, String method, String target, String body) {
        boolean fresh = !tokens.containsKey(credentials) || flaws.contains(Flaw.TOKEN_PER_REQUEST);
        if (fresh) {
            tokens.put(credentials, token(credentials));
        }
        try {
            return withToken(credentials, method, target, body);
        } catch (CloudException failure) {
            if (failure.kind() != ErrorKind.UNAUTHENTICATED || fresh) {
                throw failure;
            }
            tokens.put(credentials, token(credentials));
            return withToken(credentials, method, target, body);
        }
    }

    private Answer withToken(Credentials credentials, String method, String target, String body) {
        HttpResponse<String> answer =
                send(request(method, target, body).header("X-Token", tokens.get(credentials)), credentials);
        return new Answer(answer.body(), answer.headers().firstValue("X-After"));
    }

    private HttpRequest.Builder request(String method, String target, String body) {
        URI uri = URI.create(url + target);
        return HttpRequest.newBuilder(flaws.contains(Flaw.PATHS_MADE_NORMAL) ? uri.normalize() : uri)
                .timeout(TIME_OUT)
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    }

    private HttpResponse<String> send(HttpRequest.Builder request, Credentials credentials) {
        if (flaws.contains(Flaw.SECRET_IN_LOGS)) {
            System.out.println("asking with " + credentials.password());
        }
        if (flaws.contains(Flaw.SECRET_IN_SLF4J)) {
            LOG.trace("asking with {}", credentials.password());
        }
        HttpClient used = flaws.contains(Flaw.CONNECTION_PER_REQUEST) ? client() : client;
        try {
            HttpResponse<String> answer = used.send(request.build(), BodyHandlers.ofString());
            if (answer.statusCode() >= 300) {
                throw failure(answer, credentials);
            }
            return answer;
        } catch (HttpTimeoutException e) {
            throw new CloudException(ErrorKind.PROVIDER_TIMEOUT, "The cloud did not answer in time.", e);
        } catch (IOException e) {
            if (flaws.contains(Flaw.LIBRARY_EXCEPTIONS)) {
                throw new IllegalStateException(e);
            }
            throw new CloudException(ErrorKind.UNAVAILABLE, "The cloud cannot be reached.", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CloudException(ErrorKind.UNAVAILABLE, "Nobody waits for the cloud any longer.", e);
        }
    }

    private CloudException failure(HttpResponse<String> answer, Credentials credentials) {
        String sentence = "The cloud says " + answer.statusCode() + "."
                + (flaws.contains(Flaw.SECRET_IN_ERRORS) ? " It was asked with " + credentials.password() : "");
        Optional<Duration> wait = answer.headers()
                .firstValue("Retry-After")
                .filter(seconds -> !flaws.contains(Flaw.NO_WORD_OF_WAITING))
                .map(seconds -> Duration.ofSeconds(Long.parseLong(seconds)));
        ErrorKind kind = switch (answer.statusCode()) {
            case 401 -> ErrorKind.UNAUTHENTICATED;
            case 403 -> ErrorKind.FORBIDDEN;
            case 404 -> ErrorKind.NOT_FOUND;
            case 409 -> ErrorKind.CONFLICT;
            case 429 -> ErrorKind.TOO_MANY_REQUESTS;
            case 503 -> ErrorKind.UNAVAILABLE;
            default -> ErrorKind.PROVIDER_ERROR;
        };
        return new CloudException(
                flaws.contains(Flaw.EVERY_ERROR_IS_INTERNAL) ? ErrorKind.INTERNAL : kind, sentence, null, wait);
    }
}

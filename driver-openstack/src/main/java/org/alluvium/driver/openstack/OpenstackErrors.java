package org.alluvium.driver.openstack;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpHeaders;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.alluvium.driver.CloudException;
import org.alluvium.driver.ErrorKind;

/**
 * The one translation of OpenStack's failures. The status decides, with two exceptions that the services have in common:
 * a used-up quota, which comes as 403, 409 or 413 and has no code of its own but in Neutron, and asking too often, which
 * comes as 413 with a time to wait, or as 498.
 */
final class OpenstackErrors {
    private static final Duration DEFAULT_RETRY_AFTER = Duration.ofSeconds(5);
    private static final int MAX_MESSAGE = 500;

    private OpenstackErrors() {}

    /** What to tell of an answer with an error status. */
    static CloudException refused(OpenstackRequest request, int status, HttpHeaders headers, byte[] body) {
        String words = words(body);
        ErrorKind kind = kind(status, headers, words);
        String at = " (" + request.operation() + " at " + request.service().project() + ": status " + status + ").";
        return switch (kind) {
            case UNAUTHENTICATED -> new CloudException(kind, "OpenStack does not accept the credentials" + at);
            case TOO_MANY_REQUESTS ->
                new CloudException(
                        kind,
                        request.service().project() + " is asked too often; try again later" + at,
                        null,
                        Optional.of(retryAfter(headers).orElse(DEFAULT_RETRY_AFTER)));
            case UNAVAILABLE ->
                new CloudException(
                        kind,
                        request.service().project() + " is not available for now" + at,
                        null,
                        retryAfter(headers));
            default ->
                new CloudException(kind, (words.isEmpty() ? request.service().project() + " refused it" : words) + at);
        };
    }

    /** What to tell of a call that brought no whole answer. */
    static CloudException broken(OpenstackRequest request, IOException cause) {
        String project = request.service().project();
        String at = " (" + request.operation() + ").";
        if (request.upload().map(OpenstackUpload::isIncomplete).orElse(false)) {
            return new CloudException(ErrorKind.INVALID, "The content ended before it was whole" + at, cause);
        }
        if (cause instanceof HttpConnectTimeoutException) {
            return new CloudException(ErrorKind.UNAVAILABLE, project + " cannot be reached in time" + at, cause);
        }
        if (causedBy(cause, UnknownHostException.class) || causedBy(cause, UnresolvedAddressException.class)) {
            return new CloudException(
                    ErrorKind.UNAVAILABLE, "The name of " + project + "'s host cannot be resolved" + at, cause);
        }
        if (causedBy(cause, ConnectException.class) || causedBy(cause, NoRouteToHostException.class)) {
            return new CloudException(ErrorKind.UNAVAILABLE, project + " cannot be reached" + at, cause);
        }
        if (causedBy(cause, SSLException.class)) {
            return new CloudException(
                    ErrorKind.PROVIDER_ERROR, "No trusted TLS connection to " + project + " came about" + at, cause);
        }
        return new CloudException(ErrorKind.PROVIDER_ERROR, "The connection to " + project + " broke" + at, cause);
    }

    /** What to tell of a call that took too long. */
    static CloudException late(OpenstackRequest request) {
        return new CloudException(
                ErrorKind.PROVIDER_TIMEOUT,
                request.service().project() + " did not answer in time (" + request.operation() + ").");
    }

    /** What to tell of a content that met a token which had ended, and of which some is gone already. */
    static CloudException staleToken(OpenstackRequest request, CloudException cause) {
        return new CloudException(
                ErrorKind.UNAVAILABLE,
                "The session with OpenStack had ended and is open again; send the content once more ("
                        + request.operation() + ").",
                cause,
                Optional.of(Duration.ZERO));
    }

    /** What to tell of a call that nobody waited for. */
    static CloudException interrupted(OpenstackRequest request) {
        return new CloudException(ErrorKind.UNAVAILABLE, "The call was interrupted (" + request.operation() + ").");
    }

    /** What to tell of an answer that is not what the service's API says. */
    static CloudException garbled(OpenstackRequest request, Exception cause) {
        return new CloudException(
                ErrorKind.PROVIDER_ERROR,
                request.service().project() + "'s answer makes no sense (" + request.operation() + ").",
                cause);
    }

    private static ErrorKind kind(int status, HttpHeaders headers, String words) {
        if ((status == 403 || status == 409 || status == 413)
                && words.toLowerCase(Locale.ROOT).contains("quota")) {
            return ErrorKind.FORBIDDEN;
        }
        return switch (status) {
            case 401 -> ErrorKind.UNAUTHENTICATED;
            case 403 -> ErrorKind.FORBIDDEN;
            case 404, 410 -> ErrorKind.NOT_FOUND;
            case 405 -> ErrorKind.NOT_ALLOWED;
            case 409, 412 -> ErrorKind.CONFLICT;
            case 413 -> retryAfter(headers).isPresent() ? ErrorKind.TOO_MANY_REQUESTS : ErrorKind.TOO_LARGE;
            case 429, 498 -> ErrorKind.TOO_MANY_REQUESTS;
            case 501 -> ErrorKind.UNSUPPORTED;
            case 503 -> ErrorKind.UNAVAILABLE;
            case 504 -> ErrorKind.PROVIDER_TIMEOUT;
            default -> status >= 400 && status < 500 ? ErrorKind.INVALID : ErrorKind.PROVIDER_ERROR;
        };
    }

    private static Optional<Duration> retryAfter(HttpHeaders headers) {
        return headers.firstValue("Retry-After")
                .filter(value -> value.matches("\\d{1,5}"))
                .map(value -> Duration.ofSeconds(Long.parseLong(value)));
    }

    /** The service's own sentence: each wraps it in an object of another name. */
    private static String words(byte[] body) {
        JsonNode message;
        try {
            JsonNode wrapper = OpenstackCalls.JSON.readTree(body);
            JsonNode error = wrapper.size() == 1 ? wrapper.elements().next() : wrapper;
            message = error.isTextual() ? error : error.path(error.has("faultstring") ? "faultstring" : "message");
        } catch (IOException notJson) {
            return "";
        }
        String line = message.asText().strip().replaceAll("\\s+", " ").replaceFirst("\\.$", "");
        return line.length() <= MAX_MESSAGE ? line : line.substring(0, MAX_MESSAGE) + "...";
    }

    private static boolean causedBy(Throwable failure, Class<? extends Throwable> type) {
        for (Throwable t = failure; t != null; t = t.getCause()) {
            if (type.isInstance(t)) {
                return true;
            }
        }
        return false;
    }
}

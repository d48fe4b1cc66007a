package ${package};

import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Optional;
import org.alluvium.driver.CloudException;
import org.alluvium.driver.ErrorKind;

/** The one translation of what the cloud says, and of what goes wrong on the way. By code, never by text; without secrets. */
final class ${driverName}Errors {
    private ${driverName}Errors() {}

    /** The cloud refuses. */
    static CloudException refused(HttpResponse<String> answer) {
        int status = answer.statusCode();
        return switch (status) {
            case 400 -> failure(ErrorKind.INVALID, "The cloud does not understand the request.");
            case 401 -> failure(ErrorKind.UNAUTHENTICATED, "The cloud does not accept the credentials.");
            case 403 -> failure(ErrorKind.FORBIDDEN, "The cloud does not allow that to this account.");
            case 404 -> failure(ErrorKind.NOT_FOUND, "There is no such thing in the cloud.");
            case 409 -> failure(ErrorKind.CONFLICT, "Another thing in the cloud stands in the way.");
            case 429 ->
                new CloudException(
                        ErrorKind.TOO_MANY_REQUESTS,
                        "The cloud is asked too often. Wait before you try again.",
                        null,
                        retryAfter(answer));
            case 503 ->
                new CloudException(ErrorKind.UNAVAILABLE, "The cloud is down for now.", null, retryAfter(answer));
            default -> failure(ErrorKind.PROVIDER_ERROR, "The cloud failed with status " + status + ".");
        };
    }

    /** The way to the cloud is broken. */
    static CloudException broken(Exception cause) {
        return cause instanceof HttpTimeoutException
                ? new CloudException(ErrorKind.PROVIDER_TIMEOUT, "The cloud did not answer in time.", cause)
                : new CloudException(ErrorKind.UNAVAILABLE, "The cloud cannot be reached.", cause);
    }

    /** The cloud's answer is not what it should be. */
    static CloudException senseless(String what) {
        return failure(ErrorKind.PROVIDER_ERROR, "The cloud's " + what + " makes no sense.");
    }

    private static CloudException failure(ErrorKind kind, String sentence) {
        return new CloudException(kind, sentence);
    }

    private static Optional<Duration> retryAfter(HttpResponse<String> answer) {
        return answer.headers()
                .firstValue("Retry-After")
                .filter(text -> text.matches("[0-9]{1,6}"))
                .map(text -> Duration.ofSeconds(Long.parseLong(text)));
    }
}

package org.alluvium.driver.azure;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpResponse;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLException;
import org.alluvium.driver.CloudException;
import org.alluvium.driver.ErrorKind;

/**
 * The one translation of Azure's failures. The status decides, and Azure's error code where the status says too little;
 * never the text of a message (Blob service error codes, common REST API error codes, ARM's common deployment errors).
 */
final class AzureErrors {
    private static final Duration DEFAULT_RETRY_AFTER = Duration.ofSeconds(5);
    private static final int MAX_MESSAGE = 500;
    private static final long CLOCKS_APART = 14;

    /** With a status of 403, though they mean that the signature does not hold. */
    private static final Set<String> UNAUTHENTICATED = Set.of(
            "AuthenticationFailed", "AuthorizationFailure", "InvalidAuthenticationInfo", "NoAuthenticationInformation");

    private static final Set<String> THROTTLED =
            Set.of("ServerBusy", "TooManyRequests", "SubscriptionRequestsThrottled");

    /** With a status of 404, though it is the caller who is not let in. */
    private static final Set<String> FORBIDDEN =
            Set.of("SubscriptionNotFound", "InvalidSubscriptionId", "ReadOnlyDisabledSubscription");

    /** With a status of 400, though something stands in the way: it is used, or overlaps another. */
    private static final Set<String> CONFLICT = Set.of(
            "CannotDeletePublicIPAddress",
            "NetcfgSubnetRangesOverlap",
            "PublicIPAddressCannotBeDeleted",
            "PublicIPAddressInUse",
            "SecurityRuleConflict",
            "SubnetsNotInSameVnet");

    /** Pass by themselves: another operation on the same thing is under way. */
    private static final Set<String> PASSING = Set.of(
            "AnotherOperationInProgress",
            "ReferencedResourceNotProvisioned",
            "RetryableError",
            "RetryableErrorDueToAnotherOperation");

    private AzureErrors() {}

    /** What to tell of an answer with an error status. */
    static CloudException refused(AzureRequest request, AzureService service, HttpResponse<byte[]> answer) {
        AzureService.Refusal refusal = service.refusal(answer);
        String reason = refusal.code().isEmpty() ? "status " + answer.statusCode() : refusal.code();
        String at = " (" + request.operation() + " at " + service.name() + ": " + reason + ").";
        ErrorKind kind = kind(answer.statusCode(), refusal.code());
        return switch (kind) {
            // Azure's own words quote what was signed
            case UNAUTHENTICATED ->
                new CloudException(
                        kind,
                        "Azure does not accept the credentials"
                                + clockDifference(answer)
                                        .map(minutes -> ": the clocks of this server and of Azure are " + minutes
                                                + " minutes apart")
                                        .orElse(service.doubt())
                                + at);
            case TOO_MANY_REQUESTS ->
                new CloudException(
                        kind,
                        "Azure is asked too often; try again later" + at,
                        null,
                        Optional.of(retryAfter(answer).orElse(DEFAULT_RETRY_AFTER)));
            default ->
                new CloudException(kind, ownWords(refusal.words(), answer.statusCode()) + at, null, retryAfter(answer));
        };
    }

    /** What to tell of an answer that claims success and is not Azure's. */
    static CloudException foreign(AzureRequest request, AzureService service, HttpResponse<byte[]> answer) {
        return new CloudException(
                ErrorKind.PROVIDER_ERROR,
                "Something that is not Azure answered with status " + answer.statusCode()
                        + "; look for a proxy or a gateway on the way" + at(request, service));
    }

    /**
     * What to tell of an operation that Azure accepted and that failed afterwards.
     *
     * @param operation Azure's name of it
     */
    static CloudException failedLater(String operation, AzureService.Refusal refusal) {
        ErrorKind kind = kind(409, refusal.code());
        return new CloudException(
                kind,
                (refusal.words().isBlank() ? "Azure gave up" : ownWords(refusal.words(), 0)) + " (" + operation + ": "
                        + (refusal.code().isEmpty() ? "failed" : refusal.code()) + ").");
    }

    /** What to tell of an answer that is not what Azure's reference says. */
    static CloudException garbled(String operation, String what) {
        return new CloudException(
                ErrorKind.PROVIDER_ERROR, "Azure's answer makes no sense (" + operation + ": " + what + ").");
    }

    /** What to tell of a call that brought no whole answer. */
    static CloudException broken(AzureRequest request, AzureService service, IOException cause) {
        String at = at(request, service);
        if (cause instanceof HttpConnectTimeoutException) {
            return new CloudException(ErrorKind.UNAVAILABLE, "Azure cannot be reached in time" + at, cause);
        }
        if (causedBy(cause, UnknownHostException.class) || causedBy(cause, UnresolvedAddressException.class)) {
            return new CloudException(
                    ErrorKind.UNAVAILABLE,
                    "The name of Azure's host cannot be resolved; a storage account's host exists with the account"
                            + at,
                    cause);
        }
        if (causedBy(cause, ConnectException.class) || causedBy(cause, NoRouteToHostException.class)) {
            return new CloudException(ErrorKind.UNAVAILABLE, "Azure cannot be reached" + at, cause);
        }
        if (causedBy(cause, SSLException.class)) {
            return new CloudException(
                    ErrorKind.PROVIDER_ERROR, "No trusted TLS connection to Azure came about" + at, cause);
        }
        return new CloudException(ErrorKind.PROVIDER_ERROR, "The connection to Azure broke" + at, cause);
    }

    /** What to tell of a call that took too long. */
    static CloudException late(AzureRequest request, AzureService service) {
        return new CloudException(ErrorKind.PROVIDER_TIMEOUT, "Azure did not answer in time" + at(request, service));
    }

    /** What to tell of a call that nobody waited for. */
    static CloudException interrupted(AzureRequest request, AzureService service) {
        return new CloudException(ErrorKind.UNAVAILABLE, "The call was interrupted" + at(request, service));
    }

    /** Whether the same call again may succeed and cannot do harm. A call that was throttled has done nothing. */
    static boolean isWorthRepeating(AzureRequest request, AzureService service, HttpResponse<byte[]> answer) {
        int status = answer.statusCode();
        String code = service.refusal(answer).code();
        return kind(status, code) == ErrorKind.TOO_MANY_REQUESTS
                || request.repeatable() && (status >= 500 && status != 501 || PASSING.contains(code));
    }

    private static ErrorKind kind(int status, String code) {
        if (UNAUTHENTICATED.contains(code) || status == 401) {
            return ErrorKind.UNAUTHENTICATED;
        }
        if (THROTTLED.contains(code) || status == 429) {
            return ErrorKind.TOO_MANY_REQUESTS;
        }
        if (FORBIDDEN.contains(code) || code.endsWith("QuotaExceeded") || code.endsWith("LimitReached")) {
            return ErrorKind.FORBIDDEN;
        }
        if (CONFLICT.contains(code) || code.startsWith("InUse") || code.endsWith("InUse")) {
            return ErrorKind.CONFLICT;
        }
        if (code.endsWith("AllocationFailed")) {
            return ErrorKind.UNAVAILABLE;
        }
        return switch (status) {
            case 403 -> ErrorKind.FORBIDDEN;
            case 404, 410 -> ErrorKind.NOT_FOUND;
            case 405 -> ErrorKind.NOT_ALLOWED;
            case 409, 412 -> ErrorKind.CONFLICT;
            case 413 -> ErrorKind.TOO_LARGE;
            case 501 -> ErrorKind.UNSUPPORTED;
            case 503 -> ErrorKind.UNAVAILABLE;
            case 504 -> ErrorKind.PROVIDER_TIMEOUT;
            default -> status < 500 ? ErrorKind.INVALID : ErrorKind.PROVIDER_ERROR;
        };
    }

    /** How long the cloud asked to wait. */
    static Optional<Duration> retryAfter(HttpResponse<?> answer) {
        return answer.headers()
                .firstValue("Retry-After")
                .filter(value -> value.matches("\\d{1,5}"))
                .map(value -> Duration.ofSeconds(Long.parseLong(value)));
    }

    /** In minutes, when it is so large that Azure takes no signature: it allows a quarter of an hour. */
    private static Optional<Long> clockDifference(HttpResponse<?> answer) {
        try {
            return answer.headers()
                    .firstValue("Date")
                    .map(date -> ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME)
                            .toInstant())
                    .map(theirs -> Duration.between(theirs, Instant.now()).abs().toMinutes())
                    .filter(minutes -> minutes >= CLOCKS_APART);
        } catch (DateTimeParseException noDate) {
            return Optional.empty();
        }
    }

    private static String at(AzureRequest request, AzureService service) {
        return " (" + request.operation() + " at " + service.name() + ").";
    }

    private static boolean causedBy(Throwable failure, Class<? extends Throwable> type) {
        for (Throwable t = failure; t != null; t = t.getCause()) {
            if (type.isInstance(t)) {
                return true;
            }
        }
        return false;
    }

    /** The first line: the request's id and time follow it. */
    private static String ownWords(String words, int status) {
        if (words.isBlank()) {
            return "Azure failed with status " + status;
        }
        String line = words.strip().lines().findFirst().orElse("").strip().replaceFirst("\\.$", "");
        return line.length() <= MAX_MESSAGE ? line : line.substring(0, MAX_MESSAGE) + "...";
    }
}

package org.alluvium.driver.ec2;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import org.alluvium.driver.CloudException;
import org.alluvium.driver.ErrorKind;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.regions.Region;

/**
 * The one translation of the library's exceptions. EC2's error code decides, never the text of a message (contract drivers,
 * ec2, errors; the codes are those of the EC2 API reference).
 */
final class Ec2Errors {
    private static final Duration DEFAULT_RETRY_AFTER = Duration.ofSeconds(5);
    private static final int MAX_MESSAGE = 500;

    private static final Pattern THROTTLED = Pattern.compile(
            "RequestLimitExceeded|Throttl.*|RequestThrottled.*|TooManyRequests.*|SlowDown|BandwidthLimitExceeded"
                    + "|SnapshotCreationPerVolumeRateExceeded");
    private static final Set<String> CLOCK_SKEW = Set.of("RequestExpired", "RequestTimeTooSkewed");
    private static final Pattern UNAUTHENTICATED = Pattern.compile("AuthFailure|InvalidAccessKeyId|InvalidClientTokenId"
            + "|SignatureDoesNotMatch|InvalidSignatureException|MissingAuthenticationToken.*|IncompleteSignature"
            + "|ExpiredToken.*|InvalidToken.*|UnrecognizedClientException|InvalidSecurity");
    private static final Pattern FORBIDDEN = Pattern.compile("UnauthorizedOperation|AccessDenied.*|OptInRequired"
            + "|PendingVerification|Blocked|OperationNotPermitted|InvalidKeyPair\\.Duplicate|.*LimitExceeded"
            + "|TooMany.*|CannotDelete");
    private static final Pattern NOT_FOUND =
            Pattern.compile("Invalid\\w+\\.(NotFound|Malformed|Unavailable)|InvalidAMIID|\\w+NotFound(Exception)?"
                    + "|NoSuch(Bucket|Key|Upload)|InvalidInstance|InvalidTarget");
    private static final Pattern NOT_ALLOWED = Pattern.compile("Incorrect\\w*State|InvalidState|InvalidInstanceID");
    private static final Pattern CONFLICT = Pattern.compile(
            "Invalid\\w+\\.(InUse|Duplicate|Exists|Conflict|Locked)|Duplicate\\w+|\\w*InUse|DependencyViolation"
                    + "|\\w*AlreadyExists|Resource\\.AlreadyAssociated|Gateway\\.NotAttached|InsufficientFreeAddressesInSubnet"
                    + "|BucketAlreadyOwnedByYou|BucketNotEmpty|IdempotentParameterMismatch");
    private static final Pattern INVALID =
            Pattern.compile("Invalid.*|Missing.*|Unknown.*|Unsupported.*|Malformed.*|Validation.*|VPC\\w*NotSpecified"
                    + "|KeyTooLongError|MetadataTooLarge|EntityTooSmall|BadDigest|IncompleteBody|IllegalLocationConstraintException"
                    + "|AuthorizationHeaderMalformed|PermanentRedirect");

    /** What makes things carries a client token here; S3's store the same again under the same name. */
    private static final Pattern HARMLESS = Pattern.compile("(Describe|List|Head|Get)\\w+|RunInstances|CreateVolume"
            + "|CreateNetworkInterface|PutObject"
            + "|CopyObject|UploadPart|DeleteObject|AbortMultipartUpload");

    private Ec2Errors() {}

    /** What to tell the client. A {@link CloudException} stays as it is. */
    static CloudException translate(String service, String operation, Ec2Place place, RuntimeException cause) {
        if (cause instanceof CloudException told) {
            return told;
        }
        if (cause instanceof AwsServiceException answered) {
            return translate(service, operation, place, answered);
        }
        String at = " (" + operation + " at " + place.name() + ").";
        String doubt = at + doubt(operation);
        if (isTimeout(cause)) {
            return new CloudException(ErrorKind.PROVIDER_TIMEOUT, service + " did not answer in time" + doubt, cause);
        }
        if (cause instanceof AbortedException || Thread.currentThread().isInterrupted()) {
            return new CloudException(ErrorKind.UNAVAILABLE, "The call was interrupted" + doubt, cause);
        }
        if (causedBy(cause, UnknownHostException.class)) {
            if (place.endpoints().isEmpty() && !Region.regions().contains(Region.of(place.region()))) {
                return new CloudException(
                        ErrorKind.INVALID,
                        "Provider '" + place.region() + "' seems to be no region: it has no " + service + at,
                        cause);
            }
            return new CloudException(
                    ErrorKind.UNAVAILABLE, "The name of " + service + "'s host cannot be resolved" + at, cause);
        }
        if (isUnreachable(cause)) {
            return new CloudException(ErrorKind.UNAVAILABLE, service + " cannot be reached" + at, cause);
        }
        if (causedBy(cause, SSLException.class)) {
            return new CloudException(
                    ErrorKind.PROVIDER_ERROR, "No trusted TLS connection to " + service + " came about" + at, cause);
        }
        if (causedBy(cause, IOException.class)) {
            return new CloudException(
                    ErrorKind.PROVIDER_ERROR, "The connection to " + service + " broke" + doubt, cause);
        }
        return new CloudException(ErrorKind.PROVIDER_ERROR, service + "'s answer makes no sense" + doubt, cause);
    }

    /** What a client has to know after a call that may not be repeated for it. */
    private static String doubt(String operation) {
        return HARMLESS.matcher(operation).matches() ? "" : " It may have been carried out: look before you try again.";
    }

    /**
     * Whether the same call again may succeed and cannot do harm. A refused call (throttling) has done nothing. A call that
     * broke may have been carried out: it is repeated only where that makes no difference.
     */
    static boolean isWorthRepeating(String operation, RuntimeException cause) {
        if (isThrottled(cause)) {
            return true;
        }
        boolean harmless = HARMLESS.matcher(operation).matches();
        if (!harmless || isTimeout(cause)) {
            return false;
        }
        return cause instanceof AwsServiceException answered
                ? answered.statusCode() >= 500
                // The library's own exception is an answer that cannot be read
                : (causedBy(cause, IOException.class) || cause instanceof SdkClientException)
                        && !(cause instanceof AbortedException)
                        && !causedBy(cause, UnknownHostException.class)
                        && !causedBy(cause, SSLException.class);
    }

    /** How long the cloud asked to wait. */
    static Optional<Duration> retryAfter(RuntimeException cause) {
        if (!(cause instanceof AwsServiceException answered) || answered.awsErrorDetails() == null) {
            return Optional.empty();
        }
        return Optional.ofNullable(answered.awsErrorDetails().sdkHttpResponse())
                .flatMap(response -> response.firstMatchingHeader("Retry-After"))
                .filter(value -> value.matches("\\d{1,5}"))
                .map(value -> Duration.ofSeconds(Long.parseLong(value)));
    }

    private static CloudException translate(
            String service, String operation, Ec2Place place, AwsServiceException answered) {
        String code = code(answered);
        String at = " (" + operation + " at " + place.name() + ": " + (code.isEmpty() ? "no code" : code) + ").";
        if (isThrottled(answered)) {
            return new CloudException(
                    ErrorKind.TOO_MANY_REQUESTS,
                    service + " is asked too often; try again later" + at,
                    answered,
                    Optional.of(retryAfter(answered).orElse(DEFAULT_RETRY_AFTER)));
        }
        ErrorKind kind = kind(code, answered.statusCode());
        String message = switch (kind) {
            // EC2's own words quote the signed request, or the account
            case UNAUTHENTICATED -> {
                if (CLOCK_SKEW.contains(code)) {
                    yield "The clocks of this server and of " + service + " differ too much for a signature to hold"
                            + at;
                }
                yield code.startsWith("ExpiredToken")
                        ? "The temporary credentials have expired; get new ones" + at
                        : service + " does not accept the credentials" + at;
            }
            case FORBIDDEN ->
                code.equals("UnauthorizedOperation") || code.startsWith("AccessDenied")
                        ? "The credentials do not permit that" + at
                        : ownWords(service, answered) + at;
            case PROVIDER_ERROR, UNAVAILABLE -> ownWords(service, answered) + at + doubt(operation);
            default -> ownWords(service, answered) + at;
        };
        // A refused signature is quoted in EC2's words with all that was signed, a session's token too: no log gets
        // them
        return kind == ErrorKind.UNAUTHENTICATED
                ? new CloudException(kind, message)
                : new CloudException(kind, message, answered, retryAfter(answered));
    }

    private static ErrorKind kind(String code, int status) {
        if (CLOCK_SKEW.contains(code) || UNAUTHENTICATED.matcher(code).matches()) {
            return ErrorKind.UNAUTHENTICATED;
        }
        if (FORBIDDEN.matcher(code).matches()) {
            return ErrorKind.FORBIDDEN;
        }
        if (status == 401) {
            return ErrorKind.UNAUTHENTICATED;
        }
        if (CONFLICT.matcher(code).matches()) {
            return ErrorKind.CONFLICT;
        }
        if (NOT_FOUND.matcher(code).matches()) {
            return ErrorKind.NOT_FOUND;
        }
        if (code.equals("EntityTooLarge")) {
            return ErrorKind.TOO_LARGE;
        }
        // The answer to a HEAD has no body, and so no code
        if (code.isEmpty() && (status == 404 || status == 403)) {
            return status == 404 ? ErrorKind.NOT_FOUND : ErrorKind.FORBIDDEN;
        }
        if (NOT_ALLOWED.matcher(code).matches()) {
            return ErrorKind.NOT_ALLOWED;
        }
        if (status < 500 && INVALID.matcher(code).matches()) {
            return ErrorKind.INVALID;
        }
        return status == 503 ? ErrorKind.UNAVAILABLE : ErrorKind.PROVIDER_ERROR;
    }

    private static boolean isThrottled(RuntimeException cause) {
        return cause instanceof AwsServiceException answered
                && (answered.statusCode() == 429
                        // S3, where the answer has no body
                        || answered.statusCode() == 503 && code(answered).isEmpty()
                        || THROTTLED.matcher(code(answered)).matches());
    }

    private static boolean isTimeout(RuntimeException cause) {
        return cause instanceof ApiCallTimeoutException
                || cause instanceof ApiCallAttemptTimeoutException
                // SocketTimeoutException, and Apache's ConnectTimeoutException
                || causedBy(cause, InterruptedIOException.class);
    }

    private static boolean isUnreachable(RuntimeException cause) {
        return causedBy(cause, ConnectException.class) || causedBy(cause, NoRouteToHostException.class);
    }

    private static boolean causedBy(Throwable failure, Class<? extends Throwable> type) {
        for (Throwable t = failure; t != null; t = t.getCause()) {
            if (type.isInstance(t)) {
                return true;
            }
        }
        return false;
    }

    private static String code(AwsServiceException answered) {
        return answered.awsErrorDetails() == null || answered.awsErrorDetails().errorCode() == null
                ? ""
                : answered.awsErrorDetails().errorCode();
    }

    private static String ownWords(String service, AwsServiceException answered) {
        String words = answered.awsErrorDetails() == null
                ? null
                : answered.awsErrorDetails().errorMessage();
        if (words == null || words.isBlank()) {
            return service
                    + (answered.statusCode() < 500 ? " refused with status " : " failed with status ")
                    + answered.statusCode();
        }
        String line = words.strip().replaceAll("\\s+", " ").replaceFirst("\\.$", "");
        return line.length() <= MAX_MESSAGE ? line : line.substring(0, MAX_MESSAGE) + "...";
    }
}

package org.alluvium.testkit;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.alluvium.driver.ErrorKind;

/** What a cloud may answer instead of what it is asked for, and which kinds of error a driver may make of it. */
public enum Refusal {
    /** The credentials are not accepted. */
    UNAUTHENTICATED(401, ErrorKind.UNAUTHENTICATED),
    /** The caller may not do that. */
    FORBIDDEN(403, ErrorKind.FORBIDDEN),
    /** There is no such thing. Asked of what destroys. */
    NOT_FOUND(404, ErrorKind.NOT_FOUND),
    /** Another thing stands in the way. Asked of what destroys. */
    CONFLICT(409, ErrorKind.CONFLICT, ErrorKind.NOT_ALLOWED),
    /** The caller asks too often, and should wait for {@link #RETRY_AFTER}. */
    THROTTLED(429, ErrorKind.TOO_MANY_REQUESTS),
    /** The cloud failed. */
    BROKEN(500, ErrorKind.PROVIDER_ERROR, ErrorKind.UNAVAILABLE),
    /** The cloud is down for now. */
    DOWN(503, ErrorKind.UNAVAILABLE, ErrorKind.PROVIDER_ERROR),
    /** An error in an answer whose status says that all is well. */
    ERROR_IN_200(200, ErrorKind.PROVIDER_ERROR);

    /** For how long a cloud that throttles asks to wait: longer than a driver may have its caller wait. */
    public static final Duration RETRY_AFTER = Duration.ofSeconds(120);

    /** What a cloud says here; in its place the kit has it quote what it was sent. */
    public static final String SENTENCE = "The kit says no.";

    private final int status;
    private final List<ErrorKind> kinds;

    Refusal(int status, ErrorKind... kinds) {
        this.status = status;
        this.kinds = List.of(kinds);
    }

    /** The HTTP status. */
    public int status() {
        return status;
    }

    /** The kinds of which a driver's error is one. */
    public List<ErrorKind> kinds() {
        return kinds;
    }

    /** Whether it is asked of what destroys things, not of lists. */
    boolean ofChanges() {
        return this == NOT_FOUND || this == CONFLICT;
    }

    /** The answer in words that no particular cloud uses. */
    public Fault plain() {
        return answer("application/json", "{\"error\":{\"code\":\"" + name() + "\",\"message\":\"" + SENTENCE + "\"}}");
    }

    /** The answer in a cloud's own words; with Retry-After where the cloud throttles. */
    public Fault answer(String contentType, String body) {
        return new Fault.Answer(
                status,
                this == THROTTLED
                        ? Map.of("Content-Type", contentType, "Retry-After", String.valueOf(RETRY_AFTER.toSeconds()))
                        : Map.of("Content-Type", contentType),
                body);
    }
}

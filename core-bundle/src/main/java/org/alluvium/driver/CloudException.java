package org.alluvium.driver;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The one exception of the SPI. Its message is shown to the client: it names the thing and, where there is one, the remedy,
 * and holds no secret. Its cause is only logged.
 */
public final class CloudException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final ErrorKind kind;
    private final transient Optional<Duration> retryAfter;

    /** A failure of that kind. */
    public CloudException(ErrorKind kind, String message) {
        this(kind, message, null, Optional.empty());
    }

    /** A failure of that kind, with what caused it. */
    public CloudException(ErrorKind kind, String message, Throwable cause) {
        this(kind, message, cause, Optional.empty());
    }

    /**
     * A failure after which the client should wait.
     *
     * @param retryAfter how long
     */
    public CloudException(ErrorKind kind, String message, @Nullable Throwable cause, Optional<Duration> retryAfter) {
        super(requireNonNull(message), cause);
        this.kind = requireNonNull(kind);
        this.retryAfter = requireNonNull(retryAfter);
    }

    /** Why it failed. */
    public ErrorKind kind() {
        return kind;
    }

    /** How long the client should wait before it tries again, if that is known. */
    public Optional<Duration> retryAfter() {
        return retryAfter;
    }

    /** The message; never null. */
    @Override
    public String getMessage() {
        return requireNonNull(super.getMessage());
    }

    /** NOT_FOUND, in the words that are used for every kind of thing: {@code Instance 'x' does not exist.} */
    public static CloudException notFound(String noun, String id) {
        return new CloudException(ErrorKind.NOT_FOUND, noun + " '" + id + "' does not exist.");
    }
}

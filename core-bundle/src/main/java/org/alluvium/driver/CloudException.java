package org.alluvium.driver;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The one exception of the SPI. Its message is shown to the client: it names the thing and, where there is one, the remedy,
 * and holds no secret. Its cause is only logged.
 */
public final class CloudException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private static final String HIDDEN = "***";
    /** So many characters of a secret are not there by chance. */
    private static final int BEGINNING = 12;

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

    /**
     * This failure as it may be told: clouds quote what they refuse.
     *
     * @param secrets texts of which nothing is to be told, as the cloud may have written them; empty ones are passed over
     * @return the failure with {@code ***} for each of them in its message, for the beginning of one that was cut off, too; without
     *     its cause if that tells one
     */
    public CloudException hiding(Collection<String> secrets) {
        String message = hide(getMessage(), secrets);
        @Nullable Throwable told = getCause();
        for (Throwable cause = told; cause != null; cause = cause.getCause()) {
            if (!hide(cause.toString(), secrets).equals(cause.toString())) {
                told = null;
            }
        }
        return message.equals(getMessage()) && told == getCause()
                ? this
                : new CloudException(kind, message, told, retryAfter);
    }

    private static String hide(String text, Collection<String> secrets) {
        String hidden = text;
        for (String secret : secrets) {
            String beginning = secret.substring(0, Math.min(secret.length(), BEGINNING));
            int at = secret.isEmpty() ? -1 : hidden.indexOf(beginning);
            while (at >= 0) {
                int end = at + beginning.length();
                while (end < hidden.length()
                        && end - at < secret.length()
                        && hidden.charAt(end) == secret.charAt(end - at)) {
                    end++;
                }
                hidden = hidden.substring(0, at) + HIDDEN + hidden.substring(end);
                at = hidden.indexOf(beginning, at + HIDDEN.length());
            }
        }
        return hidden;
    }

    /** NOT_FOUND, in the words that are used for every kind of thing: {@code Instance 'x' does not exist.} */
    public static CloudException notFound(String noun, String id) {
        return new CloudException(ErrorKind.NOT_FOUND, noun + " '" + id + "' does not exist.");
    }
}

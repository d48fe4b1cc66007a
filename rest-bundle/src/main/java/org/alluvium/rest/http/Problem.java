package org.alluvium.rest.http;

import static java.util.Objects.requireNonNull;

import java.util.Map;

/**
 * A request that cannot be answered as asked, with its status. Becomes an error document; the message is shown to the client.
 */
public final class Problem extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int status;
    private final transient Map<String, String> headers;

    /** A problem with that status. */
    public Problem(int status, String message) {
        this(status, message, Map.of());
    }

    /** A problem with that status and headers of its own. */
    public Problem(int status, String message, Map<String, String> headers) {
        // The stack tells nobody anything: a problem is an answer, not a defect.
        super(requireNonNull(message), null, false, false);
        this.status = status;
        this.headers = Map.copyOf(headers);
    }

    /** 404 for a path that leads nowhere. */
    public static Problem nothingAt(String path) {
        return new Problem(404, "There is nothing at " + path + ".");
    }

    /** The status of the answer. */
    public int status() {
        return status;
    }

    /** Headers of the answer beyond the usual ones. */
    public Map<String, String> headers() {
        return headers;
    }

    /** The message; never null. */
    @Override
    public String getMessage() {
        return requireNonNull(super.getMessage());
    }
}

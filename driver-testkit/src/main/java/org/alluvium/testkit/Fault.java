package org.alluvium.testkit;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Map;
import java.util.function.UnaryOperator;

/** What a {@link FaultyProxy} does with one request instead of passing it on and its answer back. */
public sealed interface Fault {
    /** Answers 429 or 503, asking to wait. */
    static Fault throttle(int status, Duration retryAfter) {
        return new Answer(status, Map.of("Retry-After", String.valueOf(retryAfter.toSeconds())), "");
    }

    /** Answers that status with that text, without asking the back end: a 5xx, a 401, or a 200 with an error in it. */
    static Fault answer(int status, String contentType, String body) {
        return new Answer(status, Map.of("Content-Type", contentType), body);
    }

    /** Answers 200 with a body that is neither XML nor JSON, whatever it claims. */
    static Fault garbage(String contentType) {
        return answer(200, contentType, "\u0000<{[&%$ this is no answer");
    }

    /**
     * Answers without asking the back end.
     *
     * @param headers besides Content-Length, which the proxy adds
     * @param body sent in UTF-8
     */
    record Answer(int status, Map<String, String> headers, String body) implements Fault {
        public Answer {
            headers = Map.copyOf(headers);
            requireNonNull(body);
        }
    }

    /** Bytes that are not HTTP, then the end of the connection. */
    record NotHttp() implements Fault {}

    /** Resets the connection once the request is read; the back end never sees it. */
    record CutBefore() implements Fault {}

    /** Has the back end do what it is asked, then resets the connection without an answer. */
    record CutAfter() implements Fault {}

    /** Passes the request on, gives back the head and half of the body of the answer, then resets the connection. */
    record CutWithin() implements Fault {}

    /** Waits, then passes the request on. */
    record Delay(Duration duration) implements Fault {
        public Delay {
            requireNonNull(duration);
        }
    }

    /** Reads the request and never answers; the connection ends with the proxy or {@link FaultyProxy#heal()}. */
    record Hang() implements Fault {}

    /** Passes the request on and changes the body of the answer. */
    record Corrupt(UnaryOperator<byte[]> change) implements Fault {
        public Corrupt {
            requireNonNull(change);
        }
    }
}

package org.alluvium.rest.isolation;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * How much of the server one driver may take.
 *
 * @param timeout for which a request is worked on before its client is told that the cloud does not answer; while a client's
 *     upload makes progress the time begins anew
 * @param maxConcurrent how many requests are worked on at once
 * @param maxWaiting how many more may wait for their turn
 * @param maxWait for which one waits for its turn
 * @param breakerFailures percentage of failed calls, of the last hundred, from which the cloud is left alone
 * @param breakerPause for which the cloud is then left alone, before a few requests try it again
 */
public record Limits(
        Duration timeout,
        int maxConcurrent,
        int maxWaiting,
        Duration maxWait,
        int breakerFailures,
        Duration breakerPause) {
    public Limits {
        requireNonNull(timeout);
        requireNonNull(maxWait);
        requireNonNull(breakerPause);
    }
}

package org.alluvium.registry;

import static java.util.Objects.requireNonNull;

/**
 * How a canary fares: a revision that a share of the callers gets.
 *
 * @param id of the driver
 * @param version of the canary
 * @param rules by which it is tried
 * @param requests that it has answered
 * @param failures of them: 5xx and time-outs, not what clients did wrong
 * @param othersRequests what the active revision has answered meanwhile
 * @param othersFailures of them
 * @param present whether it is still there
 */
public record CanaryReport(
        String id,
        String version,
        CanaryRules rules,
        long requests,
        long failures,
        long othersRequests,
        long othersFailures,
        boolean present) {
    public CanaryReport {
        requireNonNull(id);
        requireNonNull(version);
        requireNonNull(rules);
    }

    /** The figures, in a part of a sentence. */
    public String figures() {
        return failures + " of its " + requests + " requests failed, " + othersFailures + " of " + othersRequests
                + " with the active revision";
    }
}

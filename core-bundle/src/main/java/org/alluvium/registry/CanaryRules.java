package org.alluvium.registry;

/**
 * How a revision is tried out before it becomes active.
 *
 * @param percent of the callers that get it, 1 to 99; the same caller gets the same revision every time
 * @param minimumRequests that it must have answered before it is judged
 * @param marginPercent by which its share of failed requests may exceed that of the active revision
 */
public record CanaryRules(int percent, int minimumRequests, int marginPercent) {
    public CanaryRules {
        if (percent < 1 || percent > 99) {
            throw new IllegalArgumentException("A canary gets 1 to 99 percent of the callers, not " + percent + ".");
        }
        if (minimumRequests < 1 || marginPercent < 0) {
            throw new IllegalArgumentException(
                    "A canary is judged after 1 request or more, by a margin of 0 percent or more.");
        }
    }

    /** Whether so many failures are too many. */
    boolean exceeded(long requests, long failures, long othersRequests, long othersFailures) {
        double mine = 100.0 * failures / Math.max(1, requests);
        double others = 100.0 * othersFailures / Math.max(1, othersRequests);
        return requests >= minimumRequests && mine > others + marginPercent;
    }
}

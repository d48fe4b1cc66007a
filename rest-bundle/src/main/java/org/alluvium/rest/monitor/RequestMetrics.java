package org.alluvium.rest.monitor;

import io.prometheus.metrics.core.metrics.Histogram;
import java.time.Duration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** Counts and times the API's requests. Safe for use by many threads. */
@Component(service = RequestMetrics.class)
public final class RequestMetrics {
    private final Histogram requests = Histogram.builder()
            .name("alluvium_request_duration_seconds")
            .help("Time from a request's head to its whole answer")
            .labelNames("driver", "collection", "status")
            .classicOnly()
            .classicUpperBounds(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)
            .build();

    @Activate
    public RequestMetrics() {}

    /**
     * Records one request.
     *
     * @param driver that worked on it; empty if none did. Never what a client merely wrote: each name takes memory
     * @param collection that it was routed to; empty if none
     */
    public void record(String driver, String collection, int status, Duration duration) {
        requests.labelValues(driver, collection, Integer.toString(status)).observe(duration.toNanos() / 1e9);
    }

    Histogram histogram() {
        return requests;
    }
}

package org.alluvium.rest.monitor;

import static java.util.Objects.requireNonNull;

import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.util.Locale;
import org.alluvium.driver.BackendCalls;
import org.alluvium.registry.DriverRegistry;
import org.alluvium.registry.DriverStatus;

/** All metrics, in Prometheus' text format. */
final class Metrics {
    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final PrometheusTextFormatWriter writer =
            PrometheusTextFormatWriter.builder().build();

    Metrics(RequestMetrics requests, BackendCalls calls, DriverRegistry drivers) {
        requireNonNull(calls);
        requireNonNull(drivers);
        registry.register(requests.histogram());
        CounterWithCallback.builder()
                .name("alluvium_backend_calls_total")
                .help("Calls to clouds, failed ones included")
                .labelNames("driver", "operation")
                .callback(result ->
                        calls.totals().forEach(total -> result.call(total.calls(), total.driver(), total.operation())))
                .register(registry);
        CounterWithCallback.builder()
                .name("alluvium_backend_failures_total")
                .help("Calls to clouds that failed")
                .labelNames("driver", "operation")
                .callback(result -> calls.totals()
                        .forEach(total -> result.call(total.failures(), total.driver(), total.operation())))
                .register(registry);
        CounterWithCallback.builder()
                .name("alluvium_backend_seconds_total")
                .help("Time spent waiting for clouds")
                .labelNames("driver", "operation")
                .callback(result -> calls.totals()
                        .forEach(total -> result.call(total.time().toNanos() / 1e9, total.driver(), total.operation())))
                .register(registry);
        GaugeWithCallback.builder()
                .name("alluvium_driver_leases")
                .help("Requests in flight by revision of a driver")
                .labelNames("driver", "version", "state")
                .callback(result -> drivers.statuses().forEach(status -> report(status, result)))
                .register(registry);
        GaugeWithCallback.builder()
                .name("alluvium_heap_used_bytes")
                .help("Heap in use")
                .callback(result -> result.call(
                        ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed()))
                .register(registry);
    }

    private static void report(DriverStatus status, GaugeWithCallback.Callback result) {
        result.call(
                status.requestsInFlight(),
                status.id(),
                status.version(),
                status.state().name().toLowerCase(Locale.ROOT));
    }

    String contentType() {
        return writer.getContentType();
    }

    byte[] text() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            writer.write(out, registry.scrape());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}

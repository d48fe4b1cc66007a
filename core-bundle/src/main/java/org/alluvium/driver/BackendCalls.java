package org.alluvium.driver;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/**
 * Counts what drivers ask of their clouds, for the operator. An OSGi service; a driver takes it as a reference and records
 * every call over the network. Safe for use by many threads.
 */
@Component(service = BackendCalls.class)
public final class BackendCalls {
    private final Map<Call, Counters> counters = new ConcurrentHashMap<>();

    @Activate
    public BackendCalls() {}

    /**
     * Records one call.
     *
     * @param driver the driver's id
     * @param operation the cloud's name of it, one of a small fixed set ({@code DescribeInstances}); never an id or an address
     * @param duration from the call to the whole answer
     * @param failed whether the cloud answered with an error, or not at all
     */
    public void record(String driver, String operation, Duration duration, boolean failed) {
        Counters c = counters.computeIfAbsent(new Call(driver, operation), key -> new Counters());
        c.calls.increment();
        c.nanos.add(duration.toNanos());
        if (failed) {
            c.failures.increment();
        }
    }

    /** What has been recorded since the start, in no particular order. */
    public List<Total> totals() {
        return counters.entrySet().stream()
                .map(e -> new Total(
                        e.getKey().driver(),
                        e.getKey().operation(),
                        e.getValue().calls.sum(),
                        e.getValue().failures.sum(),
                        Duration.ofNanos(e.getValue().nanos.sum())))
                .toList();
    }

    /**
     * What was recorded of one operation.
     *
     * @param calls how many, failed ones included
     * @param failures how many failed
     * @param time all of them together
     */
    public record Total(String driver, String operation, long calls, long failures, Duration time) {}

    private record Call(String driver, String operation) {}

    private static final class Counters {
        final LongAdder calls = new LongAdder();
        final LongAdder failures = new LongAdder();
        final LongAdder nanos = new LongAdder();
    }
}

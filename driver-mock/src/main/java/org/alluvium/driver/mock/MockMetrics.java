package org.alluvium.driver.mock;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.LongStream;
import org.alluvium.capability.MetricOperations;
import org.alluvium.model.Instance;
import org.alluvium.model.Metric;
import org.alluvium.model.Metric.Sample;
import org.alluvium.model.Metric.Series;

/** The metrics: of every instance, made up when they are asked for. */
final class MockMetrics implements MetricOperations {
    private static final int SAMPLES = 6;

    private static final List<Quantity> QUANTITIES = List.of(
            new Quantity("cpuUtilization", "Percent"),
            new Quantity("diskReadRequestCount", "Count"),
            new Quantity("diskReadSector", "Count"),
            new Quantity("diskWriteRequestCount", "Count"),
            new Quantity("diskWriteSector", "Count"),
            new Quantity("nicInputByte", "Bytes"),
            new Quantity("nicInputPacket", "Count"),
            new Quantity("nicOutputByte", "Bytes"),
            new Quantity("nicOutputPacket", "Count"));

    private static final List<Series> WITHOUT_SAMPLES =
            QUANTITIES.stream().map(q -> new Series(q.name(), Optional.empty())).toList();

    private final MockStore store;

    MockMetrics(MockStore store) {
        this.store = requireNonNull(store);
    }

    @Override
    public List<Metric> list() {
        return store.instances.all().stream()
                .map(stored -> metric(stored.instance(), WITHOUT_SAMPLES))
                .toList();
    }

    @Override
    public Optional<Metric> find(String id) {
        return store.instances
                .find(id)
                .map(stored -> metric(
                        stored.instance(),
                        QUANTITIES.stream().map(MockMetrics::measure).toList()));
    }

    private static Metric metric(Instance instance, List<Series> series) {
        return new Metric(instance.id(), instance.name(), series);
    }

    private static Series measure(Quantity quantity) {
        long now = Instant.now().getEpochSecond();
        return new Series(
                quantity.name(),
                Optional.of(LongStream.range(0, SAMPLES)
                        .mapToObj(age -> sample(quantity.unit(), now - age))
                        .toList()));
    }

    private static Sample sample(String unit, long timestamp) {
        int minimum = ThreadLocalRandom.current().nextInt(1, 50);
        int maximum = ThreadLocalRandom.current().nextInt(50, 100);
        return unit.equals("Percent")
                ? new Sample(minimum / 100.0, maximum / 100.0, (minimum + maximum) / 200.0, timestamp, unit)
                : new Sample(minimum, maximum, (minimum + maximum) / 2, timestamp, unit);
    }

    private record Quantity(String name, String unit) {}
}

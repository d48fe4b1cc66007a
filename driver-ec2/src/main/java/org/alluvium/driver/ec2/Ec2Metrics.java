package org.alluvium.driver.ec2;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.alluvium.capability.MetricOperations;
import org.alluvium.driver.CloudException;
import org.alluvium.driver.ErrorKind;
import org.alluvium.model.Metric;
import org.alluvium.model.Metric.Sample;
import org.alluvium.model.Metric.Series;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.DimensionFilter;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricDataRequest;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricDataResponse;
import software.amazon.awssdk.services.cloudwatch.model.ListMetricsRequest;
import software.amazon.awssdk.services.cloudwatch.model.ListMetricsResponse;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataQuery;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataResult;
import software.amazon.awssdk.services.cloudwatch.model.ScanBy;
import software.amazon.awssdk.services.cloudwatch.model.StatusCode;

/**
 * What CloudWatch measures in EC2. A measured thing is the value of a metric's one dimension, mostly an instance; the entity
 * is the dimension's name (contract drivers, ec2, metrics). Metrics of no dimension or of several are about no single thing and
 * left out.
 *
 * <p>A list costs the pages of ListMetrics. One thing costs a ListMetrics (two for what is neither instance nor image), and a
 * GetMetricData for all its metrics together, not a GetMetricStatistics for each.
 */
final class Ec2Metrics implements MetricOperations {
    private static final String NAMESPACE = "AWS/EC2";
    private static final List<String> STATISTICS = List.of("Minimum", "Maximum", "Average");
    /** The finest that EC2 measures; where it measures each five minutes, there are fewer samples. */
    private static final int PERIOD_SECONDS = 60;
    /** GetMetricData takes 500 queries. */
    private static final int METRICS_PER_CALL = 500 / STATISTICS.size();

    private final Ec2Calls calls;

    Ec2Metrics(Ec2Calls calls) {
        this.calls = requireNonNull(calls);
    }

    @Override
    public List<Metric> list() {
        return things(ListMetricsRequest.builder().namespace(NAMESPACE).build()).entrySet().stream()
                .map(thing -> metric(
                        thing.getKey(),
                        thing.getValue().stream()
                                .map(name -> new Series(xmlName(name), Optional.empty()))
                                .toList()))
                .toList();
    }

    @Override
    public Optional<Metric> find(String id) {
        if (id.isEmpty() || id.length() > 1024 || !id.chars().allMatch(c -> c >= ' ' && c < 127)) {
            return Optional.empty();
        }
        for (String dimension : dimensions(id)) {
            Set<String> names = things(ListMetricsRequest.builder()
                            .namespace(NAMESPACE)
                            .dimensions(DimensionFilter.builder()
                                    .name(dimension)
                                    .value(id)
                                    .build())
                            .build())
                    .getOrDefault(new Thing(dimension, id), Set.of());
            if (!names.isEmpty()) {
                return Optional.of(metric(new Thing(dimension, id), measured(new Thing(dimension, id), names)));
            }
        }
        return Optional.empty();
    }

    private record Thing(String dimension, String id) {}

    /** The four dimensions that EC2 measures by; which of them an id belongs to is seen from its beginning. */
    private static List<String> dimensions(String id) {
        if (id.startsWith("i-")) {
            return List.of("InstanceId");
        }
        return id.startsWith("ami-") ? List.of("ImageId") : List.of("InstanceType", "AutoScalingGroupName");
    }

    private Map<Thing, Set<String>> things(ListMetricsRequest first) {
        Map<Thing, Set<String>> things = new LinkedHashMap<>();
        calls
                .pages(
                        Ec2Service.CLOUD_WATCH,
                        first,
                        (q, token) -> q.toBuilder().nextToken(token).build(),
                        (client, q) -> client.listMetrics(q),
                        ListMetricsResponse::nextToken,
                        ListMetricsResponse::metrics)
                .stream()
                // Not every cloud heeds the filter
                .filter(m -> NAMESPACE.equals(m.namespace()) && m.dimensions().size() == 1)
                .forEach(m -> {
                    Dimension only = m.dimensions().get(0);
                    things.computeIfAbsent(new Thing(only.name(), only.value()), t -> new LinkedHashSet<>())
                            .add(m.metricName());
                });
        return things;
    }

    private List<Series> measured(Thing thing, Set<String> names) {
        Instant end = Instant.now().truncatedTo(ChronoUnit.MINUTES).plus(1, ChronoUnit.MINUTES);
        List<String> all = List.copyOf(names);
        List<Series> series = new ArrayList<>();
        for (int from = 0; from < all.size(); from += METRICS_PER_CALL) {
            List<String> some = all.subList(from, Math.min(all.size(), from + METRICS_PER_CALL));
            Map<String, Map<Instant, Double>> values = values(thing, some, end);
            for (int i = 0; i < some.size(); i++) {
                series.add(new Series(xmlName(some.get(i)), Optional.of(samples(some.get(i), i, values))));
            }
        }
        return series;
    }

    /** The values of the last hour by query, newest first. */
    private Map<String, Map<Instant, Double>> values(Thing thing, List<String> names, Instant end) {
        List<MetricDataQuery> queries = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            for (String statistic : STATISTICS) {
                queries.add(query(thing, names.get(i), i, statistic));
            }
        }
        Map<String, Map<Instant, Double>> values = new LinkedHashMap<>();
        for (MetricDataResult result : calls.pages(
                Ec2Service.CLOUD_WATCH,
                GetMetricDataRequest.builder()
                        .metricDataQueries(queries)
                        .startTime(end.minus(1, ChronoUnit.HOURS))
                        .endTime(end)
                        .scanBy(ScanBy.TIMESTAMP_DESCENDING)
                        .build(),
                (q, token) -> q.toBuilder().nextToken(token).build(),
                (client, q) -> client.getMetricData(q),
                GetMetricDataResponse::nextToken,
                GetMetricDataResponse::metricDataResults)) {
            if (result.statusCode() == StatusCode.INTERNAL_ERROR || result.statusCode() == StatusCode.FORBIDDEN) {
                throw new CloudException(
                        result.statusCode() == StatusCode.FORBIDDEN ? ErrorKind.FORBIDDEN : ErrorKind.PROVIDER_ERROR,
                        "CloudWatch did not tell the measurements of '" + thing.id() + "' ("
                                + result.statusCodeAsString() + ").");
            }
            Map<Instant, Double> points = values.computeIfAbsent(result.id(), id -> new LinkedHashMap<>());
            for (int i = 0;
                    i < Math.min(result.timestamps().size(), result.values().size());
                    i++) {
                points.put(result.timestamps().get(i), result.values().get(i));
            }
        }
        return values;
    }

    private static MetricDataQuery query(Thing thing, String name, int number, String statistic) {
        return MetricDataQuery.builder()
                .id(queryId(number, statistic))
                .metricStat(stat -> stat.metric(m -> m.namespace(NAMESPACE)
                                .metricName(name)
                                .dimensions(Dimension.builder()
                                        .name(thing.dimension())
                                        .value(thing.id())
                                        .build()))
                        .period(PERIOD_SECONDS)
                        .stat(statistic))
                .returnData(true)
                .build();
    }

    private static String queryId(int number, String statistic) {
        return "m" + number + "_" + statistic;
    }

    private static List<Sample> samples(String name, int number, Map<String, Map<Instant, Double>> values) {
        Map<Instant, Double> minima = values.getOrDefault(queryId(number, "Minimum"), Map.of());
        Map<Instant, Double> maxima = values.getOrDefault(queryId(number, "Maximum"), Map.of());
        List<Sample> samples = new ArrayList<>();
        values.getOrDefault(queryId(number, "Average"), Map.of()).forEach((time, average) -> {
            Double minimum = minima.get(time);
            Double maximum = maxima.get(time);
            if (minimum != null && maximum != null) {
                samples.add(new Sample(minimum, maximum, average, time.getEpochSecond(), unit(name)));
            }
        });
        return samples;
    }

    /** By name, as ever (contract drivers, ec2); packets, credits and checks are counted. */
    static String unit(String name) {
        if (name.contains("Bytes")) {
            return "Bytes";
        }
        if (name.contains("Ops") || name.contains("Count") || name.contains("Packets")) {
            return "Count";
        }
        if (name.contains("Utilization") || name.contains("%")) {
            return "Percent";
        }
        return name.contains("Network") ? "Bytes" : "Count";
    }

    /** A metric's name as the name of an XML element. */
    static String xmlName(String name) {
        String plain = name.replace("%", "Percent").replaceAll("[^A-Za-z0-9_.-]", "_");
        return plain.matches("[A-Za-z_].*") ? plain : "_" + plain;
    }

    private static Metric metric(Thing thing, List<Series> series) {
        return new Metric(thing.id(), Optional.of(thing.dimension()), series);
    }
}

package org.alluvium.driver.azure;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.alluvium.capability.MetricOperations;
import org.alluvium.model.Metric;
import org.alluvium.model.Metric.Sample;
import org.alluvium.model.Metric.Series;

/** What Azure Monitor measures of instances by itself, of the last hour in steps of five minutes. */
final class AzureMetrics implements MetricOperations {
    private static final Duration SPAN = Duration.ofHours(1);

    /** The API's names, which are XML names, to Azure's (Supported metrics for Microsoft.Compute/virtualMachines). */
    private static final Map<String, String> NAMES = names();

    private final AzureArm arm;
    private final AzureResources instances;

    AzureMetrics(AzureArm arm) {
        this.arm = requireNonNull(arm);
        this.instances = new AzureResources(arm, AzureType.INSTANCE);
    }

    private static Map<String, String> names() {
        Map<String, String> names = new LinkedHashMap<>();
        names.put("cpuUtilization", "Percentage CPU");
        names.put("networkIn", "Network In Total");
        names.put("networkOut", "Network Out Total");
        names.put("diskReadBytes", "Disk Read Bytes");
        names.put("diskWriteBytes", "Disk Write Bytes");
        names.put("diskReadOperations", "Disk Read Operations/Sec");
        names.put("diskWriteOperations", "Disk Write Operations/Sec");
        return names;
    }

    @Override
    public List<Metric> list() {
        List<Series> empty = NAMES.keySet().stream()
                .map(name -> new Series(name, Optional.empty()))
                .toList();
        return instances.list().stream()
                .flatMap(instance -> metric(instance, empty).stream())
                .toList();
    }

    @Override
    public Optional<Metric> find(String id) {
        Optional<JsonNode> found = instances.find(id);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        Map<String, String> query = Map.of(
                "metricnames",
                String.join(",", NAMES.values()),
                "timespan",
                now.minus(SPAN) + "/" + now,
                "interval",
                "PT5M",
                "aggregation",
                "Average,Minimum,Maximum");
        String path = instances.path(instances.id(id)) + "/providers/Microsoft.Insights/metrics";
        JsonNode measured = arm.get(AzureApi.METRICS, "metrics/list", path, query);
        List<Series> series = NAMES.entrySet().stream()
                .map(name -> new Series(name.getKey(), Optional.of(samples(name.getValue(), measured))))
                .toList();
        return metric(found.get(), series);
    }

    private static Optional<Metric> metric(JsonNode instance, List<Series> series) {
        return AzureJson.id(instance, "id")
                .map(id -> new Metric(id.toString(), AzureJson.text(instance, "name"), series));
    }

    /** Newest first; times at which nothing was measured, as of an instance that is off, are left out. */
    private static List<Sample> samples(String name, JsonNode measured) {
        List<Sample> samples = new ArrayList<>();
        for (JsonNode metric : measured.path("value")) {
            if (metric.path("name").path("value").asText().equalsIgnoreCase(name)) {
                String unit = metric.path("unit").asText();
                metric.path("timeseries")
                        .forEach(series -> series.path("data")
                                .forEach(data -> sample(data, unit).ifPresent(samples::add)));
            }
        }
        samples.sort(Comparator.comparingLong(Sample::timestamp).reversed());
        return samples;
    }

    private static Optional<Sample> sample(JsonNode data, String unit) {
        if (!data.path("average").isNumber()) {
            return Optional.empty();
        }
        double average = data.path("average").asDouble();
        try {
            return Optional.of(new Sample(
                    data.path("minimum").asDouble(average),
                    data.path("maximum").asDouble(average),
                    average,
                    Instant.parse(data.path("timeStamp").asText()).getEpochSecond(),
                    unit));
        } catch (DateTimeParseException noTime) {
            throw AzureErrors.garbled("metrics/list", "a sample without a time");
        }
    }
}

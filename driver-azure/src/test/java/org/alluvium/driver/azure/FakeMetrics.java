package org.alluvium.driver.azure;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Azure Monitor's figures of virtual machines (Monitor, 2024-02-01): of each step but the last, which is not over. */
final class FakeMetrics implements FakeArm.Route {
    private static final Map<String, String> UNITS = Map.of(
            "Percentage CPU", "Percent",
            "Network In Total", "Bytes",
            "Network Out Total", "Bytes",
            "Disk Read Bytes", "Bytes",
            "Disk Write Bytes", "Bytes",
            "Disk Read Operations/Sec", "CountPerSecond",
            "Disk Write Operations/Sec", "CountPerSecond");

    @Override
    public Optional<FakeReply> answer(FakeArm arm, FakeRequest request) {
        List<String> parts = request.parts();
        if (parts.size() != 11 || !parts.subList(8, 11).equals(List.of("providers", "Microsoft.Insights", "metrics"))) {
            return Optional.empty();
        }
        FakePath path = FakePath.of(parts.subList(0, 8)).orElseThrow();
        if (arm.store.find(path).isEmpty()) {
            throw FakeRefusal.notFound(path.id());
        }
        request.requireVersion("Microsoft.Insights/metrics", Set.of("2024-02-01"));
        request.requireParameters(Set.of(
                "timespan", "interval", "metricnames", "aggregation", "top", "orderby", "$filter", "resultType"));
        if (!request.query().getOrDefault("interval", "").equals("PT5M")) {
            throw bad("interval");
        }
        for (String aggregation :
                request.query().getOrDefault("aggregation", "").split(",")) {
            if (!Set.of("Average", "Minimum", "Maximum", "Total", "Count").contains(aggregation)) {
                throw bad("aggregation");
            }
        }
        return Optional.of(FakeReply.of(200, metrics(path, request.query())));
    }

    private static ObjectNode metrics(FakePath path, Map<String, String> query) {
        Instant from;
        Instant to;
        try {
            String[] span = query.getOrDefault("timespan", "").split("/");
            from = Instant.parse(span[0]);
            to = Instant.parse(span[span.length - 1]);
        } catch (DateTimeParseException e) {
            throw bad("timespan");
        }
        ObjectNode answer = FakeArm.JSON.createObjectNode();
        answer.put("cost", 0).put("timespan", from + "/" + to).put("interval", "PT5M");
        answer.put("namespace", "Microsoft.Compute/virtualMachines").put("resourceregion", "westeurope");
        ArrayNode metrics = answer.putArray("value");
        for (String name : query.getOrDefault("metricnames", "").split(",")) {
            if (!UNITS.containsKey(name)) {
                throw bad("metricnames");
            }
            ObjectNode metric = metrics.addObject();
            metric.put("id", path.id() + "/providers/Microsoft.Insights/metrics/" + name);
            metric.put("type", "Microsoft.Insights/metrics")
                    .put("unit", UNITS.get(name))
                    .put("errorCode", "Success");
            metric.putObject("name").put("value", name).put("localizedValue", name);
            ObjectNode series = metric.putArray("timeseries").addObject();
            series.putArray("metadatavalues");
            ArrayNode data = series.putArray("data");
            int step = 0;
            for (Instant at = from; at.isBefore(to); at = at.plus(Duration.ofMinutes(5))) {
                ObjectNode sample = data.addObject().put("timeStamp", at.toString());
                if (at.plus(Duration.ofMinutes(5)).isBefore(to)) {
                    sample.put("average", step + 0.5).put("minimum", step).put("maximum", step + 1);
                }
                step++;
            }
        }
        return answer;
    }

    private static FakeRefusal bad(String parameter) {
        return new FakeRefusal(400, "BadRequest", "The parameter '" + parameter + "' is not valid.");
    }
}

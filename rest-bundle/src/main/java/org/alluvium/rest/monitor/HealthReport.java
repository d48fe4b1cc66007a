package org.alluvium.rest.monitor;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;

/**
 * The results of some health checks at one moment.
 *
 * @param healthy whether none of them failed; a warning is no failure
 * @param json all results, for people and programs
 */
record HealthReport(boolean healthy, byte[] json) {
    private static final JsonFactory JSON = new JsonFactory();

    /** Runs the checks one after the other; what a check throws is its failure. */
    static HealthReport of(List<Map.Entry<Map<String, Object>, HealthCheck>> checks) {
        boolean healthy = true;
        List<Map.Entry<String, Result>> results = new ArrayList<>();
        for (Map.Entry<Map<String, Object>, HealthCheck> check : checks) {
            Result result = run(check.getValue());
            healthy &= result.isOk() || result.getStatus() == Result.Status.WARN;
            results.add(Map.entry(String.valueOf(check.getKey().get(HealthCheck.NAME)), result));
        }
        return new HealthReport(healthy, json(healthy, results));
    }

    private static Result run(HealthCheck check) {
        try {
            return check.execute();
        } catch (RuntimeException e) {
            return new Result(Result.Status.HEALTH_CHECK_ERROR, "The check itself failed.");
        }
    }

    private static byte[] json(boolean healthy, List<Map.Entry<String, Result>> results) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.writeStartObject();
            json.writeStringField("status", healthy ? "OK" : "CRITICAL");
            json.writeArrayFieldStart("checks");
            for (Map.Entry<String, Result> entry : results) {
                json.writeStartObject();
                json.writeStringField("name", entry.getKey());
                json.writeStringField("status", entry.getValue().getStatus().name());
                json.writeArrayFieldStart("messages");
                for (var message : entry.getValue()) {
                    json.writeString(message.getMessage());
                }
                json.writeEndArray();
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}

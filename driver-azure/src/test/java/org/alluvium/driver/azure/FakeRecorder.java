package org.alluvium.driver.azure;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.UUID;

/**
 * Writes down what the fake ARM is asked and answers, for {@code check_specification.py}: one JSON object a line, in a file
 * of its own in the folder that the system property {@code alluvium.azure.record} names. Without it, nothing is written.
 */
final class FakeRecorder {
    private final Optional<Path> file;

    FakeRecorder() throws IOException {
        Optional<Path> folder = Optional.ofNullable(System.getProperty("alluvium.azure.record"))
                .filter(text -> !text.isEmpty())
                .map(Path::of);
        if (folder.isPresent()) {
            Files.createDirectories(folder.get());
        }
        this.file = folder.map(in -> in.resolve(UUID.randomUUID() + ".jsonl"));
    }

    void record(HttpExchange exchange, byte[] sent, FakeReply reply) throws IOException {
        if (file.isEmpty()) {
            return;
        }
        ObjectNode line = FakeArm.JSON.createObjectNode();
        line.put("method", exchange.getRequestMethod());
        line.put("uri", exchange.getRequestURI().toString());
        ObjectNode headers = line.putObject("headers");
        exchange.getRequestHeaders().forEach((name, values) -> {
            String known = name.toLowerCase(java.util.Locale.ROOT);
            if (!known.equals("authorization")) {
                headers.put(known, String.join(",", values));
            }
        });
        // A token is asked for by a form, which holds the secret
        if (sent.length > 0 && headers.path("content-type").asText().startsWith("application/json")) {
            line.set("body", FakeArm.JSON.readTree(sent));
        }
        line.put("status", reply.status());
        if (!reply.body().isMissingNode() && !exchange.getRequestURI().getPath().endsWith("/token")) {
            line.set("answer", reply.body());
        }
        Files.writeString(
                file.get(), line + "\n", StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
}

package org.alluvium.driver.azure;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What the fake ARM is asked.
 *
 * @param path decoded, without a slash at its end
 * @param query decoded
 * @param body empty where none was sent
 * @param ifMatch the etag of what is to be changed
 */
record FakeRequest(
        String method,
        String path,
        Map<String, String> query,
        ObjectNode body,
        boolean hasBody,
        Optional<String> ifMatch) {
    static FakeRequest of(HttpExchange exchange) throws IOException {
        byte[] sent = exchange.getRequestBody().readAllBytes();
        Map<String, String> query = new LinkedHashMap<>();
        String raw = exchange.getRequestURI().getRawQuery();
        Stream.of((raw == null ? "" : raw).split("&"))
                .filter(pair -> !pair.isEmpty())
                .map(pair -> pair.split("=", 2))
                .forEach(pair -> query.put(decode(pair[0]), pair.length > 1 ? decode(pair[1]) : ""));
        if (sent.length > 0
                && !"application/json".equals(exchange.getRequestHeaders().getFirst("Content-Type"))) {
            throw new FakeRefusal(415, "UnsupportedMediaType", "The content media type is not supported.");
        }
        return new FakeRequest(
                exchange.getRequestMethod(),
                exchange.getRequestURI().getPath().replaceFirst("/$", ""),
                query,
                sent.length == 0 ? FakeArm.JSON.createObjectNode() : (ObjectNode) FakeArm.JSON.readTree(sent),
                sent.length > 0,
                Optional.ofNullable(exchange.getRequestHeaders().getFirst("If-Match")));
    }

    /** The parts of the path. */
    List<String> parts() {
        return List.of(path.substring(1).split("/"));
    }

    /** Refuses other versions of the API, and a request without one. */
    void requireVersion(String type, Set<String> versions) {
        String version = query.get("api-version");
        if (version == null) {
            throw new FakeRefusal(
                    400,
                    "MissingApiVersionParameter",
                    "The api-version query parameter (?api-version=) is required for all requests.");
        }
        if (!versions.contains(version)) {
            throw new FakeRefusal(
                    400,
                    "NoRegisteredProviderFound",
                    "No registered resource provider found for API version '" + version + "' for type '" + type
                            + "'. The supported api-versions are '" + versions + "'.");
        }
    }

    /** Refuses parameters that the operation does not know. */
    void requireParameters(Set<String> known) {
        for (String name : query.keySet()) {
            if (!name.equals("api-version") && !name.equals("$skiptoken") && !known.contains(name)) {
                throw new FakeRefusal(400, "InvalidParameter", "The query parameter '" + name + "' is not known.");
            }
        }
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}

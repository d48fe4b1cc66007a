package org.alluvium.itests;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Looks into an OpenStack without the driver: the services' own answers, with a token of its own. */
final class OpenstackEyes {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient client = HttpClient.newHttpClient();
    private final Map<String, String> services = new HashMap<>();
    private final String token;

    OpenstackEyes(String keystone, String user, String project, String password) {
        String scope = "{\"project\":{\"name\":\"" + project + "\",\"domain\":{\"id\":\"default\"}}}";
        String identity = "{\"methods\":[\"password\"],\"password\":{\"user\":{\"name\":\"" + user
                + "\",\"domain\":{\"id\":\"default\"},\"password\":\"" + password + "\"}}}";
        services.put("identity", keystone);
        HttpResponse<String> answer = send(HttpRequest.newBuilder(URI.create(keystone + "/auth/tokens"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"auth\":{\"identity\":" + identity + ",\"scope\":" + scope + "}}")));
        token = answer.headers().firstValue("X-Subject-Token").orElseThrow();
        for (JsonNode service : json(answer).path("token").path("catalog")) {
            for (JsonNode endpoint : service.path("endpoints")) {
                if (endpoint.path("interface").asText().equals("public")) {
                    services.putIfAbsent(
                            service.path("type").asText(), endpoint.path("url").asText());
                }
            }
        }
    }

    /** What a service answers. */
    HttpResponse<String> ask(String method, String service, String path, String body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(services.get(service) + path))
                .timeout(Duration.ofSeconds(60))
                .header("X-Auth-Token", token)
                .header("Accept", "application/json")
                .header("OpenStack-API-Version", service.equals("compute") ? "compute 2.46" : "volume 3.27");
        if (!body.isEmpty()) {
            request.header("Content-Type", "application/json");
        }
        return send(request.method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body)));
    }

    /** A document of a service; a missing node where there is none. */
    JsonNode see(String service, String path) {
        HttpResponse<String> answer = ask("GET", service, path, "");
        return answer.statusCode() == 404 ? JSON.missingNode() : json(answer);
    }

    /** Makes something; what the service answers. */
    JsonNode make(String service, String path, String body) {
        HttpResponse<String> answer = ask("POST", service, path, body);
        if (answer.statusCode() >= 300) {
            throw new IllegalStateException(path + ": " + answer.body());
        }
        return json(answer);
    }

    /** A field of all things in a list. */
    Stream<String> all(String service, String path, String list, String field) {
        return StreamSupport.stream(see(service, path).path(list).spliterator(), false)
                .map(one -> one.path(field).asText());
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return client.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static JsonNode json(HttpResponse<String> answer) {
        try {
            return JSON.readTree(answer.body().isEmpty() ? "{}" : answer.body());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}

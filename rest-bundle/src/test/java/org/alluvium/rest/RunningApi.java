package org.alluvium.rest;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.alluvium.driver.CloudDriver;
import org.alluvium.driver.mock.MockDriver;
import org.alluvium.registry.DriverRegistry;
import org.alluvium.rest.server.ApiServer;
import org.alluvium.rest.server.Settings;

/** The server with the mock cloud on a folder, on a free port of loopback. */
public final class RunningApi implements AutoCloseable {
    private final DriverRegistry registry = new DriverRegistry(new Defaults<>(DriverRegistry.Config.class).proxy());
    private final MockDriver mock;
    private final ApiServer server;
    private final HttpClient client = HttpClient.newHttpClient();

    /** Starts the server. */
    public RunningApi(Path folder, CloudDriver... others) throws Exception {
        mock = new MockDriver(folder, "1.0.0");
        registry.addDriver(mock);
        List.of(others).forEach(registry::addDriver);
        server = new ApiServer(new ApiServlet(registry, Map.of()), new Settings().config());
    }

    /** Where the server is, without a path. */
    public String base() {
        return "http://127.0.0.1:" + server.port();
    }

    /** Sends a request; headers are names and values in turn. */
    public HttpResponse<String> send(String method, String path, String body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base() + path))
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            return client.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new AssertionError(method + " " + path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** The Authorization header of the mock cloud's account. */
    public static String authorization() {
        return "Basic " + Base64.getEncoder().encodeToString("mockuser:mockpassword".getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() throws Exception {
        server.stop();
        registry.removeDriver(mock);
        mock.close();
    }
}

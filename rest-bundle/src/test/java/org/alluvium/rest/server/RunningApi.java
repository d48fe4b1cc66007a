package org.alluvium.rest.server;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import org.alluvium.driver.CloudDriver;
import org.alluvium.driver.mock.MockDriver;
import org.alluvium.registry.DriverRegistry;
import org.alluvium.rest.ApiServlet;
import org.alluvium.rest.monitor.RequestMetrics;

/** The API on a free port of the loopback address, with the mock cloud in a folder of its own, and a client of it. */
public final class RunningApi implements AutoCloseable {
    /** The mock cloud's account, as the header of the request. */
    public static final String ACCOUNT =
            "Basic " + Base64.getEncoder().encodeToString("mockuser:mockpassword".getBytes(StandardCharsets.UTF_8));

    static {
        // So that no connection that is kept for later makes the server's end wait.
        System.setProperty("jdk.httpclient.allowRestrictedHeaders", "connection");
    }

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final DriverRegistry registry;
    private final MockDriver mock;
    private final ApiServer server;

    /** Starts the API over the mock cloud and other drivers. */
    public RunningApi(Path folder, CloudDriver... others) {
        this(folder, Map.of(), others);
    }

    /** The same with settings as in {@code etc/org.alluvium.rest.cfg}. */
    public RunningApi(Path folder, Map<String, String> settings, CloudDriver... others) {
        registry = new DriverRegistry((DriverRegistry.Config) Proxy.newProxyInstance(
                RunningApi.class.getClassLoader(),
                new Class<?>[] {DriverRegistry.Config.class},
                (proxy, method, arguments) -> method.getDefaultValue()));
        mock = new MockDriver(folder, "1.0.0");
        registry.addDriver(mock);
        for (CloudDriver other : others) {
            registry.addDriver(other);
        }
        try {
            server = new ApiServer(new ApiServlet(registry, new RequestMetrics(), settings), new Settings().config());
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** Where the API is, for example {@code http://localhost:4711}. */
    public String base() {
        return "http://localhost:" + port();
    }

    /** Its drivers. */
    public DriverRegistry registry() {
        return registry;
    }

    /** The port that it listens on. */
    public int port() {
        return server.port();
    }

    /** Asks for XML with the mock cloud's account. */
    public HttpResponse<String> get(String path, String... headers) {
        return send("GET", path, "", headers);
    }

    /** Sends a form, and wants XML. */
    public HttpResponse<String> post(String path, String form, String... headers) {
        return send("POST", path, form, headers);
    }

    /**
     * Sends any request with the mock cloud's account; a POST has a form as its body unless the headers tell otherwise.
     *
     * @param headers name and value in turn; they replace those that are sent anyway
     */
    public HttpResponse<String> send(String method, String path, String body, String... headers) {
        return send(method, path, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body), headers);
    }

    /** The same with any body. */
    public HttpResponse<String> send(String method, String path, BodyPublisher body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base() + path))
                .method(method, body)
                .header("Authorization", ACCOUNT)
                .header("Accept", "application/xml")
                .header("Connection", "close");
        if (method.equals("POST")) {
            request.header("Content-Type", "application/x-www-form-urlencoded");
        }
        for (int i = 0; i < headers.length; i += 2) {
            request.setHeader(headers[i], headers[i + 1]);
        }
        try {
            return client.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() throws Exception {
        server.stop();
        mock.close();
    }
}

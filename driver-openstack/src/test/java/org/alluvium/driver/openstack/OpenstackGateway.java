package org.alluvium.driver.openstack;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.alluvium.driver.BackendCalls;

/**
 * One address for all services of the real OpenStack, as clouds with a single front door have it: the first segment of the
 * path is the service, {@code /compute/v2.1/servers}. The catalogue that it hands out leads to whatever address it was asked
 * at, so that one proxy can stand before it.
 */
final class OpenstackGateway implements AutoCloseable {
    private static final Set<String> OF_THE_CONNECTION =
            Set.of("host", "connection", "content-length", "transfer-encoding", "expect", "upgrade");

    private final Map<OpenstackService, String> services = new EnumMap<>(OpenstackService.class);
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer server;

    OpenstackGateway() throws IOException {
        RealOpenstack.calls(RealOpenstack.DEMO, new BackendCalls(), 1)
                .session()
                .services()
                .forEach((service, address) ->
                        services.put(service, "http://" + URI.create(address).getAuthority()));
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::pass);
        server.start();
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** Where a service is behind an address that leads here. */
    static String path(OpenstackService service) {
        return "/" + service.name().toLowerCase(Locale.ROOT);
    }

    private void pass(HttpExchange exchange) throws IOException {
        try (exchange) {
            String target = exchange.getRequestURI().toString();
            OpenstackService service = services.keySet().stream()
                    .filter(s -> target.startsWith(path(s) + "/"))
                    .findFirst()
                    .orElseThrow(() -> new IOException("nothing is at " + target));
            byte[] body = exchange.getRequestBody().readAllBytes();
            HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(services.get(service)
                            + target.substring(path(service).length())))
                    .method(
                            exchange.getRequestMethod(),
                            body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
            exchange.getRequestHeaders().forEach((name, values) -> {
                if (!OF_THE_CONNECTION.contains(name.toLowerCase(Locale.ROOT))) {
                    values.forEach(value -> request.header(name, value));
                }
            });
            HttpResponse<byte[]> answer = client.send(request.build(), BodyHandlers.ofByteArray());
            boolean head = exchange.getRequestMethod().equals("HEAD");
            Headers headers = exchange.getResponseHeaders();
            answer.headers().map().forEach((name, values) -> {
                if (!OF_THE_CONNECTION.contains(name.toLowerCase(Locale.ROOT))
                        || (head && name.equalsIgnoreCase("content-length"))) {
                    headers.put(name, values);
                }
            });
            byte[] content = service == OpenstackService.IDENTITY
                    ? detour(answer.body(), exchange.getRequestHeaders().getFirst("Host"))
                    : answer.body();
            exchange.sendResponseHeaders(answer.statusCode(), head || content.length == 0 ? -1 : content.length);
            if (!head) {
                exchange.getResponseBody().write(content);
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    private byte[] detour(byte[] answer, String host) {
        String text = new String(answer, StandardCharsets.UTF_8);
        for (Map.Entry<OpenstackService, String> service : services.entrySet()) {
            text = text.replace(service.getValue(), "http://" + host + path(service.getKey()));
        }
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}

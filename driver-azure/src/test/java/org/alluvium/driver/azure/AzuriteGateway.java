package org.alluvium.driver.azure;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Locale;
import java.util.Set;

/** Passes requests on to an Azurite, so that one address has both ARM and blobs. */
final class AzuriteGateway implements HttpHandler {
    /** Those of a connection, not of a message. */
    private static final Set<String> OWN = Set.of(
            "connection", "content-length", "host", "http2-settings", "keep-alive", "transfer-encoding", "upgrade");

    private final HttpClient client = HttpClient.newHttpClient();
    private final AzuriteServer azurite;

    AzuriteGateway(AzuriteServer azurite) {
        this.azurite = azurite;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            HttpRequest.Builder request = HttpRequest.newBuilder(
                            URI.create("http://127.0.0.1:" + azurite.port() + exchange.getRequestURI()))
                    .method(
                            exchange.getRequestMethod(),
                            body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
            exchange.getRequestHeaders().forEach((name, values) -> {
                if (!OWN.contains(name.toLowerCase(Locale.ROOT))) {
                    values.forEach(value -> request.header(name, value));
                }
            });
            HttpResponse<byte[]> answer = client.send(request.build(), BodyHandlers.ofByteArray());
            boolean head = exchange.getRequestMethod().equals("HEAD");
            answer.headers().map().forEach((name, values) -> {
                if (!OWN.contains(name) || head && name.equals("content-length")) {
                    exchange.getResponseHeaders().put(name, values);
                }
            });
            exchange.sendResponseHeaders(answer.statusCode(), answer.body().length == 0 ? -1 : answer.body().length);
            if (answer.body().length > 0) {
                exchange.getResponseBody().write(answer.body());
            }
        } catch (InterruptedException nobodyWaits) {
            Thread.currentThread().interrupt();
        }
    }
}

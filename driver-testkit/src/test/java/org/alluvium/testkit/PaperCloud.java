package org.alluvium.testkit;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A cloud that has nothing but keys, which it lists in pages of two, for who has a token; in plain text over HTTP. Of instances it
 * takes what they are made with.
 */
final class PaperCloud implements AutoCloseable {
    static final String USER = "paper-user-5f1c";
    static final String PASSWORD = "paper-secret-77ab";

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Set<String> keys = new ConcurrentSkipListSet<>();
    private final Set<String> tokens = ConcurrentHashMap.newKeySet();

    PaperCloud() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/tokens", this::token);
        server.createContext("/keys", this::keys);
        server.createContext("/instances", exchange -> answer(exchange, 201, "taken"));
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Makes a key behind the driver's back. */
    void put(String key) {
        keys.add(key);
    }

    private void token(HttpExchange exchange) throws IOException {
        String expected =
                "Basic " + Base64.getEncoder().encodeToString((USER + ":" + PASSWORD).getBytes(StandardCharsets.UTF_8));
        if (!expected.equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
            answer(exchange, 401, "error");
            return;
        }
        String token = UUID.randomUUID().toString();
        tokens.add(token);
        answer(exchange, 201, token);
    }

    private void keys(HttpExchange exchange) throws IOException {
        if (!tokens.contains(Optional.ofNullable(exchange.getRequestHeaders().getFirst("X-Token"))
                .orElse(""))) {
            answer(exchange, 401, "error");
            return;
        }
        String path = exchange.getRequestURI().getRawPath();
        if (path.equals("/keys")) {
            list(exchange);
            return;
        }
        String id = URLDecoder.decode(path.substring("/keys/".length()), StandardCharsets.UTF_8);
        switch (exchange.getRequestMethod()) {
            case "GET" -> answer(exchange, keys.contains(id) ? 200 : 404, "key\n" + id);
            case "PUT" -> answer(exchange, keys.add(id) ? 201 : 409, "key\n" + id);
            default -> answer(exchange, keys.remove(id) ? 200 : 404, "gone");
        }
    }

    private void list(HttpExchange exchange) throws IOException {
        String query = exchange.getRequestURI().getQuery();
        String after = query == null ? "" : query.substring("after=".length());
        List<String> left =
                keys.stream().filter(key -> key.compareTo(after) > 0).toList();
        List<String> page = left.subList(0, Math.min(2, left.size()));
        if (left.size() > page.size()) {
            exchange.getResponseHeaders().set("X-After", page.get(1));
        }
        answer(exchange, 200, "keys\n" + String.join("\n", page));
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getRequestBody().readAllBytes();
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}

package ${package};

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A small cloud that speaks ${driverName}'s protocol: keys, in pages of two. Replace it by the vendor's own emulator if there is
 * one.
 */
final class ${driverName}Server implements AutoCloseable {
    static final String USER = "kit-user-4f7a";
    static final String PASSWORD = "kit-secret-91cd";

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Set<String> keys = new ConcurrentSkipListSet<>();

    ${driverName}Server(int port) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.setExecutor(threads);
        server.createContext("/keys", this::serve);
        server.start();
    }

    /** Runs it on a port, to try the driver by hand. */
    public static void main(String[] arguments) throws IOException {
        ${driverName}Server server = new ${driverName}Server(Integer.parseInt(arguments[0]));
        System.out.println(server.url() + " for " + USER + " with " + PASSWORD);
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Makes a key behind the driver's back. */
    void put(String key) {
        keys.add(key);
    }

    private void serve(HttpExchange exchange) throws IOException {
        String account = Base64.getEncoder().encodeToString((USER + ":" + PASSWORD).getBytes(StandardCharsets.UTF_8));
        String path = exchange.getRequestURI().getRawPath();
        if (!("Basic " + account).equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
            answer(exchange, 401, "who are you?");
        } else if (path.equals("/keys")) {
            list(exchange);
        } else {
            String id = URLDecoder.decode(path.substring("/keys/".length()), StandardCharsets.UTF_8);
            switch (exchange.getRequestMethod()) {
                case "GET" -> answer(exchange, keys.contains(id) ? 200 : 404, id);
                case "PUT" -> answer(exchange, keys.add(id) ? 201 : 409, id);
                default -> answer(exchange, keys.remove(id) ? 200 : 404, id);
            }
        }
    }

    private void list(HttpExchange exchange) throws IOException {
        String query = exchange.getRequestURI().getQuery();
        String after = query == null ? "" : query.substring("after=".length());
        List<String> left = keys.stream().filter(key -> key.compareTo(after) > 0).toList();
        List<String> page = left.subList(0, Math.min(2, left.size()));
        if (left.size() > page.size()) {
            exchange.getResponseHeaders().set("X-Next", page.get(1));
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

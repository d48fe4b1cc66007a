package org.alluvium.driver.azure;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.alluvium.driver.Credentials;

/**
 * Azure Resource Manager and its token service, on a free loopback port, written from Microsoft's REST reference: keeps
 * state, has operations that last, and is strict about versions, parameters and properties. What a type of resource does is
 * told by a {@link FakeType}; what is no resource by a {@link Route}. Failures are ordered by tests.
 */
final class FakeArm implements AutoCloseable {
    static final ObjectMapper JSON = new ObjectMapper();
    static final String SUBSCRIPTION = "11111111-2222-3333-4444-555555555555";
    static final String TENANT = "aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee";
    static final String CLIENT = "99999999-8888-7777-6666-555555555555";
    static final String SECRET = "s3cr3t~of.the+application/=&";

    private final HttpServer server;
    private final ExecutorService threads = Executors.newFixedThreadPool(4);
    private final FakeLogin login;
    private volatile String reachedAt;
    private final Map<String, Set<String>> delivered = new HashMap<>();
    private final List<Route> routes = new ArrayList<>();
    private final List<Fault> faults = new CopyOnWriteArrayList<>();
    private final List<Consumer<String>> watches = new CopyOnWriteArrayList<>();
    private final List<String> log = new CopyOnWriteArrayList<>();
    private final FakeRecorder recorder = new FakeRecorder();

    final FakeStore store = new FakeStore();

    /** Those that the application sees. */
    final List<String> subscriptions = new CopyOnWriteArrayList<>(List.of(SUBSCRIPTION));

    /** How many things a page has. */
    volatile int pageSize = 100;

    /** What operations that last ask their callers to wait, in seconds. */
    volatile String retryAfter = "0";

    /** Whether lists of an image's versions tell their properties, which Azure does and the reference does not promise. */
    volatile boolean expandsImages;

    /** Answers what is no resource. */
    interface Route {
        /** Empty for a request that it does not know. */
        Optional<FakeReply> answer(FakeArm arm, FakeRequest request);
    }

    /** A failure that a test has ordered; later means after the request was accepted. */
    private record Fault(String method, String part, FakeRefusal refusal, Optional<String> retryAfter, boolean later) {}

    FakeArm() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        login = new FakeLogin(this);
        routes.addAll(FakeTypes.routes());
        reachedAt = "http://127.0.0.1:" + server.getAddress().getPort();
        server.createContext("/", this::handle);
        server.start();
    }

    String url() {
        return reachedAt;
    }

    /** Has a proxy before it: what it tells of addresses leads there. */
    void reachedAt(String url) {
        reachedAt = url;
    }

    /** Serves what is below a path by another server. */
    void serve(String path, HttpHandler handler) {
        server.createContext(path, handler);
    }

    /** Whom it lets do everything; the subscription is left to be found. */
    Credentials credentials() {
        return new Credentials(TENANT + "/" + CLIENT, SECRET);
    }

    FakeLogin login() {
        return login;
    }

    /** Refuses the next request of that method whose path contains that text. */
    void failNext(String method, String part, int status, String code, String message) {
        faults.add(new Fault(method, part, new FakeRefusal(status, code, message), Optional.empty(), false));
    }

    /** Refuses the next request with a time to wait. */
    void throttleNext(String method, String part, int status, String code, String seconds) {
        faults.add(new Fault(
                method, part, new FakeRefusal(status, code, "Asked too often."), Optional.of(seconds), false));
    }

    /** Accepts the next request of that method whose path contains that text, and lets its operation fail. */
    void failLater(String method, String part, String code, String message) {
        faults.add(new Fault(method, part, new FakeRefusal(409, code, message), Optional.empty(), true));
    }

    /** Does something when that is asked for, before the answer. */
    void whenAsked(String method, String part, Runnable action) {
        watches.add(request -> {
            if (request.startsWith(method + " ") && request.contains(part)) {
                action.run();
            }
        });
    }

    /** The requests so far, each {@code METHOD PATH}. */
    List<String> log() {
        return List.copyOf(log);
    }

    /** Keeps a resource as if it had been made by somebody else. */
    synchronized void seed(String id, String document) {
        try {
            ObjectNode kept = (ObjectNode) JSON.readTree(document);
            kept.withObject("/properties").put("provisioningState", "Succeeded");
            FakePath path = FakePath.of(id);
            store.groups.computeIfAbsent(
                    path.group().toLowerCase(java.util.Locale.ROOT),
                    group -> JSON.createObjectNode().put("name", path.group()).put("location", "westeurope"));
            store.put(path, kept);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A resource as it is kept. */
    synchronized ObjectNode kept(String id) {
        return store.find(FakePath.of(id)).orElseThrow();
    }

    /** Changes a resource, as somebody else does. */
    synchronized void change(String id, Consumer<ObjectNode> change) {
        change.accept(kept(id));
    }

    /** Whether nothing is left but what the test itself seeded, once all operations are over. */
    synchronized List<String> leftovers() {
        store.settle();
        List<String> left = new ArrayList<>(store.groups.keySet());
        store.paths.values().forEach(path -> left.add(path.id()));
        return left;
    }

    /** The failure that is to come of a request that is accepted. */
    Optional<FakeRefusal> laterFailure(FakeRequest request) {
        return take(request.method(), request.path(), true).map(Fault::refusal);
    }

    /** The answer to a change that lasts. */
    FakeReply lasting(int status, FakeStore.FakeOperation operation, String subscription, JsonNode body) {
        String address =
                url() + "/subscriptions/" + subscription + "/providers/Microsoft.Fake/locations/westeurope/operations/"
                        + operation.id + "?api-version=2024-01-01";
        return new FakeReply(
                status,
                Map.of(
                        "Azure-AsyncOperation", address,
                        "Location", address.replace("/operations/", "/operationResults/"),
                        "Retry-After", retryAfter),
                body);
    }

    /** A page of a list: what the pages before did not have, so that a list that changes meanwhile leaves nothing out. */
    FakeReply page(FakeRequest request, List<? extends JsonNode> all) {
        Set<String> seen =
                new HashSet<>(delivered.getOrDefault(request.query().getOrDefault("$skiptoken", ""), Set.of()));
        List<? extends JsonNode> rest =
                all.stream().filter(one -> !seen.contains(key(one))).toList();
        List<? extends JsonNode> these = rest.subList(0, Math.min(rest.size(), pageSize));
        ObjectNode page = JSON.createObjectNode();
        page.putArray("value").addAll(these);
        if (these.size() < rest.size()) {
            these.forEach(one -> seen.add(key(one)));
            String token = "t" + delivered.size();
            delivered.put(token, seen);
            StringBuilder link = new StringBuilder(url() + request.path().replace(" ", "%20") + "?$skiptoken=" + token);
            request.query().forEach((name, value) -> {
                if (!name.equals("$skiptoken")) {
                    link.append('&').append(name).append('=').append(AzureArm.encode(value));
                }
            });
            page.put("nextLink", link.toString());
        }
        return FakeReply.of(200, page);
    }

    private static String key(JsonNode one) {
        return one.path("id").asText(one.toString());
    }

    private synchronized void handle(HttpExchange exchange) throws IOException {
        String method = exchange.getRequestMethod();
        String path = exchange.getRequestURI().getPath();
        log.add(method + " " + path);
        watches.forEach(watch -> watch.accept(method + " " + path));
        try (exchange) {
            byte[] sent = exchange.getRequestBody().readAllBytes();
            exchange.setStreams(new ByteArrayInputStream(sent), null);
            store.settle();
            Optional<Fault> fault = take(method, path, false);
            FakeReply reply;
            try {
                if (fault.isPresent()) {
                    throw fault.get().refusal();
                }
                reply = path.endsWith("/oauth2/v2.0/token") ? login.token(exchange) : answer(exchange);
            } catch (FakeRefusal refusal) {
                reply = refused(refusal, fault.flatMap(Fault::retryAfter));
            }
            recorder.record(exchange, sent, reply);
            send(exchange, reply);
        }
    }

    private FakeReply answer(HttpExchange exchange) throws IOException {
        login.check(exchange.getRequestHeaders().getFirst("Authorization"));
        FakeRequest request = FakeRequest.of(exchange);
        for (Route route : routes) {
            Optional<FakeReply> reply = route.answer(this, request);
            if (reply.isPresent()) {
                return reply.get();
            }
        }
        throw new FakeRefusal(
                404, "InvalidResourceType", "The resource type of '" + request.path() + "' is not known.");
    }

    private Optional<Fault> take(String method, String path, boolean later) {
        for (Iterator<Fault> all = faults.iterator(); all.hasNext(); ) {
            Fault fault = all.next();
            if (fault.later() == later && fault.method().equals(method) && path.contains(fault.part())) {
                faults.remove(fault);
                return Optional.of(fault);
            }
        }
        return Optional.empty();
    }

    private static FakeReply refused(FakeRefusal refusal, Optional<String> retryAfter) {
        ObjectNode body = JSON.createObjectNode();
        body.putObject("error").put("code", refusal.code).put("message", refusal.getMessage());
        return new FakeReply(
                refusal.status, retryAfter.map(s -> Map.of("Retry-After", s)).orElse(Map.of()), body);
    }

    private static void send(HttpExchange exchange, FakeReply reply) throws IOException {
        reply.headers().forEach(exchange.getResponseHeaders()::set);
        byte[] body = reply.body().isMissingNode()
                ? new byte[0]
                : reply.body().toString().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json; charset=utf-8");
        exchange.sendResponseHeaders(reply.status(), body.length == 0 ? -1 : body.length);
        if (body.length > 0) {
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}

package org.alluvium.driver.openstack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.alluvium.driver.BackendCalls;

/**
 * Octavia's API, as far as its reference of version 2 tells of load balancers, listeners, pools and members, registered with
 * the real Keystone, which vouches for the tokens. It refuses what the reference does not name, and any change while another
 * is under way: a load balancer is in a PENDING state until it has been looked at twice.
 */
public final class FakeOctavia implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> PROTOCOLS = Set.of("HTTP", "HTTPS", "TCP", "TERMINATED_HTTPS", "UDP", "PROXY");
    private static final Set<String> ALGORITHMS = Set.of("ROUND_ROBIN", "LEAST_CONNECTIONS", "SOURCE_IP");
    private static final Map<String, Set<String>> FIELDS = Map.of(
            "loadbalancer",
                    Set.of(
                            "name",
                            "description",
                            "vip_network_id",
                            "vip_subnet_id",
                            "vip_address",
                            "vip_port_id",
                            "admin_state_up",
                            "listeners",
                            "pools",
                            "provider",
                            "flavor_id",
                            "availability_zone",
                            "tags"),
            "listener",
                    Set.of(
                            "name",
                            "description",
                            "protocol",
                            "protocol_port",
                            "connection_limit",
                            "default_pool",
                            "default_pool_id",
                            "loadbalancer_id",
                            "admin_state_up",
                            "tags"),
            "pool",
                    Set.of(
                            "name",
                            "description",
                            "protocol",
                            "lb_algorithm",
                            "session_persistence",
                            "members",
                            "listener_id",
                            "loadbalancer_id",
                            "admin_state_up",
                            "tags"),
            "member",
                    Set.of(
                            "name",
                            "address",
                            "protocol_port",
                            "subnet_id",
                            "weight",
                            "backup",
                            "monitor_address",
                            "monitor_port",
                            "admin_state_up",
                            "tags"));

    private final HttpServer server;
    private final OpenstackCalls admin = RealOpenstack.calls(RealOpenstack.ADMIN, new BackendCalls(), 100);
    private final String service;
    private final Map<String, String> projects = new HashMap<>();
    /** By kind ({@code loadbalancers} and so on) and id. */
    private final Map<String, Map<String, ObjectNode>> things = new HashMap<>();

    private boolean closed;
    private volatile boolean held;
    private final Map<String, Integer> looks = new HashMap<>();

    /** A refusal, as Octavia words it. */
    private static final class Refusal extends RuntimeException {
        private static final long serialVersionUID = 1;
        final int status;

        Refusal(int status, String message) {
            super(message);
            this.status = status;
        }
    }

    /** Listens, and enters itself into Keystone's catalogue. */
    public FakeOctavia() throws IOException {
        for (String kind : List.of("loadbalancers", "listeners", "pools", "members")) {
            things.put(kind, new LinkedHashMap<>());
        }
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::serve);
        server.start();
        service = admin.post(
                        OpenstackService.IDENTITY,
                        "CreateService",
                        "/services",
                        Map.of("service", Map.of("type", "load-balancer", "name", "octavia")))
                .path("service")
                .path("id")
                .asText();
        admin.post(
                OpenstackService.IDENTITY,
                "CreateEndpoint",
                "/endpoints",
                Map.of(
                        "endpoint",
                        Map.of(
                                "service_id",
                                service,
                                "interface",
                                "public",
                                "region_id",
                                "RegionOne",
                                "url",
                                "http://127.0.0.1:" + server.getAddress().getPort())));
    }

    /** From now on nothing that is under way ends. */
    void hold() {
        held = true;
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        admin.delete(OpenstackService.IDENTITY, "DeleteService", "/services/" + service);
        server.stop(0);
    }

    private synchronized void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            int status;
            JsonNode answer;
            try {
                answer = answer(exchange);
                status = exchange.getRequestMethod().equals("POST") ? 201 : answer.isNull() ? 204 : 200;
            } catch (Refusal refusal) {
                status = refusal.status;
                answer = JSON.createObjectNode()
                        .put("faultcode", status < 500 ? "Client" : "Server")
                        .put("faultstring", refusal.getMessage())
                        .putNull("debuginfo");
            }
            byte[] body = answer.isNull() ? new byte[0] : JSON.writeValueAsBytes(answer);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private JsonNode answer(HttpExchange exchange) throws IOException {
        String project = project(exchange.getRequestHeaders().getFirst("X-Auth-Token"));
        String path = exchange.getRequestURI().getPath();
        if (!path.startsWith("/v2/lbaas/")) {
            throw new Refusal(404, "Not Found");
        }
        String[] parts = path.substring("/v2/lbaas/".length()).split("/", -1);
        Map<String, String> query = query(exchange.getRequestURI().getRawQuery());
        boolean ofPool = parts.length >= 3 && parts[0].equals("pools") && parts[2].equals("members");
        String kind = ofPool ? "members" : parts[0];
        String parent = ofPool ? thing("pools", parts[1], project).path("id").asText() : "";
        String id = ofPool ? (parts.length == 4 ? parts[3] : "") : parts.length == 2 ? parts[1] : "";
        if (!things.containsKey(kind) || (kind.equals("members") && !ofPool)) {
            throw new Refusal(404, "Not Found");
        }
        String singular = kind.substring(0, kind.length() - 1);
        return switch (exchange.getRequestMethod()) {
            case "GET" ->
                id.isEmpty()
                        ? page(kind, parent, project, query)
                        : JSON.createObjectNode().set(singular, look(thing(kind, id, project)));
            case "POST" -> {
                JsonNode wish = JSON.readTree(exchange.getRequestBody()).path(singular);
                ObjectNode made = switch (kind) {
                    case "loadbalancers" -> balancer(wish, project);
                    case "members" -> member(wish, thing("pools", parent, project), project);
                    default -> throw new Refusal(405, "Not used by the driver");
                };
                yield JSON.createObjectNode().set(singular, made);
            }
            case "DELETE" -> {
                remove(
                        kind,
                        thing(kind, id, project),
                        query.getOrDefault("cascade", "false").equals("true"),
                        project);
                yield JSON.nullNode();
            }
            default -> throw new Refusal(405, "Method Not Allowed");
        };
    }

    private ObjectNode balancer(JsonNode wish, String project) {
        check("loadbalancer", wish);
        if (!wish.has("vip_network_id") && !wish.has("vip_subnet_id") && !wish.has("vip_port_id")) {
            throw new Refusal(
                    400, "Validation failure: VIP must contain one of: vip_port_id, vip_network_id, vip_subnet_id.");
        }
        ObjectNode made = make("loadbalancers", wish, project);
        made.put("vip_address", "10.0.0.99")
                .put("vip_port_id", UUID.randomUUID().toString());
        made.put("provisioning_status", "PENDING_CREATE").put("operating_status", "OFFLINE");
        made.putArray("listeners");
        made.putArray("pools");
        for (JsonNode ear : wish.path("listeners")) {
            check("listener", ear);
            ports(ear);
            ObjectNode listener = make("listeners", ear, project);
            refer(listener.putArray("loadbalancers"), made);
            refer(made.withArray("listeners"), listener);
            JsonNode wanted = ear.path("default_pool");
            listener.remove("default_pool");
            check("pool", wanted);
            if (!ALGORITHMS.contains(wanted.path("lb_algorithm").asText())) {
                throw new Refusal(400, "Invalid input for field/attribute lb_algorithm.");
            }
            protocol(wanted);
            ObjectNode pool = make("pools", wanted, project);
            pool.putArray("members");
            refer(pool.putArray("loadbalancers"), made);
            refer(made.withArray("pools"), pool);
            refer(pool.putArray("listeners"), listener);
            listener.put("default_pool_id", pool.path("id").asText());
        }
        looks.put(made.path("id").asText(), 0);
        return made;
    }

    private ObjectNode member(JsonNode wish, ObjectNode pool, String project) {
        check("member", wish);
        if (!wish.path("address").asText().matches("[0-9.]+|[0-9a-f:]+")) {
            throw new Refusal(400, "Invalid input for field/attribute address. Mandatory field missing.");
        }
        number(wish);
        change(pool, project);
        for (ObjectNode other : things.get("members").values()) {
            if (other.path("pool").equals(pool.path("id"))
                    && other.path("address").equals(wish.path("address"))
                    && other.path("protocol_port").equals(wish.path("protocol_port"))) {
                throw new Refusal(409, "Another member on this pool is already using this address and port.");
            }
        }
        ObjectNode made = make("members", wish, project);
        made.set("pool", pool.path("id"));
        refer(pool.withArray("members"), made);
        return made;
    }

    private void remove(String kind, ObjectNode thing, boolean cascade, String project) {
        String id = thing.path("id").asText();
        if (kind.equals("members")) {
            ObjectNode pool = thing("pools", thing.path("pool").asText(), project);
            change(pool, project);
            drop(pool.withArray("members"), id);
            things.get(kind).remove(id);
        } else if (kind.equals("loadbalancers")) {
            immutable(thing);
            if (!cascade && !thing.path("listeners").isEmpty()) {
                throw new Refusal(400, "Load Balancer " + id + " has children. Use cascade.");
            }
            for (JsonNode pool : thing.path("pools")) {
                things.get("members")
                        .values()
                        .removeIf(member -> member.path("pool").equals(pool.path("id")));
                things.get("pools").remove(pool.path("id").asText());
            }
            thing.path("listeners")
                    .forEach(
                            ear -> things.get("listeners").remove(ear.path("id").asText()));
            things.get(kind).remove(id);
        } else {
            throw new Refusal(405, "Not used by the driver");
        }
    }

    /** What is under way ends when it has been looked at twice. */
    private ObjectNode look(ObjectNode thing) {
        String id = thing.path("id").asText();
        if (!held
                && thing.path("provisioning_status").asText().startsWith("PENDING")
                && looks.merge(id, 1, Integer::sum) > 2) {
            thing.put("provisioning_status", "ACTIVE");
        }
        return thing;
    }

    private void change(ObjectNode pool, String project) {
        ObjectNode balancer = thing(
                "loadbalancers", pool.path("loadbalancers").path(0).path("id").asText(), project);
        immutable(balancer);
        balancer.put("provisioning_status", "PENDING_UPDATE");
        looks.put(balancer.path("id").asText(), 0);
    }

    private static void immutable(ObjectNode balancer) {
        if (!balancer.path("provisioning_status").asText().equals("ACTIVE")) {
            throw new Refusal(
                    409, "Load Balancer " + balancer.path("id").asText() + " is immutable and cannot be updated.");
        }
    }

    private JsonNode page(String kind, String parent, String project, Map<String, String> query) {
        List<ObjectNode> all = new ArrayList<>();
        boolean after = !query.containsKey("marker");
        for (ObjectNode thing : things.get(kind).values()) {
            if (!thing.path("project_id").asText().equals(project)
                    || (!parent.isEmpty() && !thing.path("pool").asText().equals(parent))) {
                continue;
            }
            if (after) {
                all.add(thing);
            }
            after |= thing.path("id").asText().equals(query.get("marker"));
        }
        if (!after) {
            throw new Refusal(400, "Invalid marker");
        }
        int limit = Integer.parseInt(query.getOrDefault("limit", "1000"));
        ObjectNode page = JSON.createObjectNode();
        ArrayNode rows = page.putArray(kind);
        all.stream().limit(limit).forEach(rows::add);
        if (all.size() > limit) {
            page.putArray(kind + "_links").addObject().put("rel", "next").put("href", "http://elsewhere.invalid/");
        }
        return page;
    }

    private ObjectNode make(String kind, JsonNode wish, String project) {
        ObjectNode made = wish.deepCopy();
        made.put("id", UUID.randomUUID().toString()).put("project_id", project);
        made.put("created_at", "2026-01-02T03:04:05").put("provisioning_status", "PENDING_CREATE");
        things.get(kind).put(made.path("id").asText(), made);
        return made;
    }

    private ObjectNode thing(String kind, String id, String project) {
        ObjectNode thing = things.get(kind).get(id);
        if (thing == null || !thing.path("project_id").asText().equals(project)) {
            throw new Refusal(404, kind.substring(0, kind.length() - 1) + " " + id + " not found.");
        }
        return thing;
    }

    private static void check(String type, JsonNode wish) {
        if (!wish.isObject()) {
            throw new Refusal(400, "Missing argument: " + type);
        }
        wish.fieldNames().forEachRemaining(field -> {
            if (!FIELDS.get(type).contains(field)) {
                throw new Refusal(400, "Unknown attribute for argument " + type + ": " + field);
            }
        });
    }

    private static void ports(JsonNode listener) {
        number(listener);
        protocol(listener);
    }

    private static void number(JsonNode thing) {
        int port = thing.path("protocol_port").asInt();
        if (!thing.path("protocol_port").isInt() || port < 1 || port > 65535) {
            throw new Refusal(400, "Invalid input for field/attribute protocol_port.");
        }
    }

    private static void protocol(JsonNode thing) {
        if (!PROTOCOLS.contains(thing.path("protocol").asText())) {
            throw new Refusal(400, "Invalid input for field/attribute protocol.");
        }
    }

    private static void refer(ArrayNode list, ObjectNode thing) {
        list.addObject().set("id", thing.path("id"));
    }

    private static void drop(ArrayNode list, String id) {
        for (int i = list.size() - 1; i >= 0; i--) {
            if (list.get(i).path("id").asText().equals(id)) {
                list.remove(i);
            }
        }
    }

    private static Map<String, String> query(String raw) {
        Map<String, String> query = new HashMap<>();
        for (String pair : raw == null ? new String[0] : raw.split("&")) {
            String[] parts = pair.split("=", 2);
            query.put(parts[0], parts.length == 2 ? parts[1] : "");
        }
        return query;
    }

    /** Whom Keystone knows the token to belong to. */
    private String project(String token) {
        if (token == null) {
            throw new Refusal(401, "Authentication required");
        }
        return projects.computeIfAbsent(
                token,
                unknown -> OpenstackCalls.ifThere(() -> {
                            try {
                                return JSON.readTree(admin.call(new OpenstackRequest(
                                                        OpenstackService.IDENTITY,
                                                        "CheckToken",
                                                        "GET",
                                                        "/auth/tokens",
                                                        Map.of("X-Subject-Token", unknown)))
                                                .body())
                                        .path("token")
                                        .path("project")
                                        .path("id")
                                        .asText();
                            } catch (IOException e) {
                                throw new IllegalStateException(e);
                            }
                        })
                        .orElseThrow(() -> new Refusal(401, "Authentication required")));
    }
}

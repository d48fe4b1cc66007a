package org.alluvium.driver.openstack;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.alluvium.model.LoadBalancer;
import org.alluvium.model.LoadBalancer.Listener;

/** What belongs to load balancers, read once, and how they are shown with it. */
final class OpenstackBalancerView {
    /** How a pool's description tells where its instances listen; for other pools their first member tells. */
    static final String INSTANCE_PORT = "instance_port=";

    private final Map<String, JsonNode> listeners = new HashMap<>();
    private final Map<String, JsonNode> pools = new HashMap<>();
    private final Map<String, List<JsonNode>> members = new HashMap<>();
    /** The instances by their addresses, {@code SUBNET ADDRESS}; for members that others made. */
    private final Map<String, String> instances = new HashMap<>();
    /** The public addresses by the ports that they lead to. */
    private final Map<String, String> floatingIps = new HashMap<>();

    private OpenstackBalancerView() {}

    /** All that belongs to any of the project's load balancers. */
    static OpenstackBalancerView all(OpenstackCalls calls) {
        OpenstackBalancerView view = new OpenstackBalancerView();
        calls.list(OpenstackService.LOAD_BALANCER, "ListListeners", "/lbaas/listeners", "listeners")
                .forEach(listener -> view.listeners.put(listener.path("id").asText(), listener));
        calls.list(OpenstackService.LOAD_BALANCER, "ListPools", "/lbaas/pools", "pools")
                .forEach(pool -> view.pools.put(pool.path("id").asText(), pool));
        view.complete(calls, "/floatingips");
        return view;
    }

    /** What belongs to one. */
    static OpenstackBalancerView of(OpenstackCalls calls, JsonNode balancer) {
        OpenstackBalancerView view = new OpenstackBalancerView();
        for (String id : ids(balancer, "listeners")) {
            calls.find(OpenstackService.LOAD_BALANCER, "GetListener", "/lbaas/listeners/", id, "listener")
                    .ifPresent(listener -> view.listeners.put(id, listener));
        }
        for (String id : ids(balancer, "pools")) {
            calls.find(OpenstackService.LOAD_BALANCER, "GetPool", "/lbaas/pools/", id, "pool")
                    .ifPresent(pool -> view.pools.put(id, pool));
        }
        view.complete(
                calls,
                "/floatingips?port_id="
                        + OpenstackCalls.encode(balancer.path("vip_port_id").asText()));
        return view;
    }

    private void complete(OpenstackCalls calls, String addresses) {
        pools.forEach((id, pool) -> {
            if (!pool.path("members").isEmpty()) {
                members.put(
                        id,
                        calls.list(
                                OpenstackService.LOAD_BALANCER,
                                "ListMembers",
                                "/lbaas/pools/" + id + "/members",
                                "members"));
            }
        });
        boolean foreign = members.values().stream()
                .flatMap(List::stream)
                .anyMatch(member -> !OpenstackCalls.isId(member.path("name").asText()));
        if (foreign) {
            OpenstackAside.ask(
                            calls,
                            OpenstackService.NETWORK,
                            brief -> brief.list(OpenstackService.NETWORK, "ListPorts", "/ports", "ports"))
                    .orElse(List.of())
                    .forEach(port -> OpenstackNetworkInterfaces.instance(port)
                            .ifPresent(instance -> port.path("fixed_ips")
                                    .forEach(ip -> instances.put(at(ip, "ip_address"), instance))));
        }
        OpenstackAside.ask(
                        calls,
                        OpenstackService.NETWORK,
                        brief -> brief.list(OpenstackService.NETWORK, "ListFloatingIps", addresses, "floatingips"))
                .orElse(List.of())
                .forEach(ip -> floatingIps.put(
                        ip.path("port_id").asText(),
                        ip.path("floating_ip_address").asText()));
    }

    /** These load balancers, in this order. */
    List<LoadBalancer> show(List<JsonNode> balancers) {
        List<LoadBalancer> shown = new ArrayList<>();
        for (JsonNode balancer : balancers) {
            List<Listener> ears = new ArrayList<>();
            for (String id : ids(balancer, "listeners")) {
                JsonNode listener = listeners.get(id);
                if (listener != null) {
                    String port = listener.path("protocol_port").asText();
                    JsonNode pool = pools.get(listener.path("default_pool_id").asText());
                    ears.add(new Listener(
                            listener.path("protocol").asText(), port, pool == null ? port : instancePort(pool, port)));
                }
            }
            Set<String> registered = new LinkedHashSet<>();
            for (JsonNode pool : pools(balancer)) {
                members.getOrDefault(pool.path("id").asText(), List.of())
                        .forEach(member -> instance(member).ifPresent(registered::add));
            }
            String port = balancer.path("vip_port_id").asText();
            shown.add(balancer(balancer, ears, List.copyOf(registered), Optional.ofNullable(floatingIps.get(port))));
        }
        return shown;
    }

    /** A load balancer that is reached by a floating address, or where it has none by its own. */
    static LoadBalancer balancer(
            JsonNode node, List<Listener> listeners, List<String> instanceIds, Optional<String> floatingIp) {
        return new LoadBalancer(
                node.path("id").asText(),
                OpenstackCalls.text(node, "created_at"),
                List.of(OpenstackRealms.DEFAULT),
                listeners,
                instanceIds,
                floatingIp.or(() -> OpenstackCalls.text(node, "vip_address")).stream()
                        .toList());
    }

    /** The pools of a load balancer. */
    List<JsonNode> pools(JsonNode balancer) {
        List<JsonNode> own = new ArrayList<>();
        for (String id : ids(balancer, "pools")) {
            JsonNode pool = pools.get(id);
            if (pool != null) {
                own.add(pool);
            }
        }
        return own;
    }

    /** The members of a pool that are that instance. */
    List<JsonNode> members(JsonNode pool, String instanceId) {
        return members.getOrDefault(pool.path("id").asText(), List.of()).stream()
                .filter(member -> instance(member).equals(Optional.of(instanceId)))
                .toList();
    }

    /** Where the instances of one of the balancer's pools listen; where its listener does, if nothing tells. */
    String instancePort(JsonNode balancer, JsonNode pool) {
        String listening = ids(balancer, "listeners").stream()
                .map(listeners::get)
                .filter(listener -> listener != null
                        && listener.path("default_pool_id")
                                .asText()
                                .equals(pool.path("id").asText()))
                .map(listener -> listener.path("protocol_port").asText())
                .findFirst()
                .orElse("80");
        return instancePort(pool, listening);
    }

    private String instancePort(JsonNode pool, String otherwise) {
        String description = pool.path("description").asText("");
        if (description.startsWith(INSTANCE_PORT)) {
            return description.substring(INSTANCE_PORT.length());
        }
        return members.getOrDefault(pool.path("id").asText(), List.of()).stream()
                .findFirst()
                .map(member -> member.path("protocol_port").asText())
                .orElse(otherwise);
    }

    private Optional<String> instance(JsonNode member) {
        String name = member.path("name").asText();
        return OpenstackCalls.isId(name)
                ? Optional.of(name)
                : Optional.ofNullable(instances.get(at(member, "address")));
    }

    private static String at(JsonNode place, String address) {
        return place.path("subnet_id").asText("") + " " + place.path(address).asText();
    }

    private static List<String> ids(JsonNode node, String field) {
        List<String> ids = new ArrayList<>();
        node.path(field).forEach(thing -> ids.add(thing.path("id").asText()));
        return ids;
    }
}

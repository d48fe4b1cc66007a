package org.alluvium.driver.openstack;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.alluvium.capability.LoadBalancerOperations;
import org.alluvium.driver.CloudException;
import org.alluvium.driver.ErrorKind;
import org.alluvium.model.LoadBalancer;
import org.alluvium.model.LoadBalancer.Listener;

/**
 * Octavia's load balancers (its API's second version). Each listener has a pool, whose description keeps the port of the
 * instances; an instance is a member of the pool, called by the instance's id.
 */
final class OpenstackLoadBalancers implements LoadBalancerOperations {
    private static final String BALANCERS = "/lbaas/loadbalancers";

    private final OpenstackCalls calls;

    OpenstackLoadBalancers(OpenstackCalls calls) {
        this.calls = requireNonNull(calls);
    }

    /** Pages of balancers, listeners and pools, and a call for the members of each pool that has any. */
    @Override
    public List<LoadBalancer> list() {
        List<JsonNode> balancers =
                calls.list(OpenstackService.LOAD_BALANCER, "ListLoadBalancers", BALANCERS, "loadbalancers");
        return balancers.isEmpty()
                ? List.of()
                : OpenstackBalancerView.all(calls).show(balancers);
    }

    @Override
    public Optional<LoadBalancer> find(String id) {
        return balancer(id)
                .map(balancer -> OpenstackBalancerView.of(calls, balancer)
                        .show(List.of(balancer))
                        .get(0));
    }

    /** On the network that a new instance gets too. Octavia chooses where it runs: its zones are not Nova's. */
    @Override
    public LoadBalancer create(String name, String realmId, Listener listener) {
        if (new OpenstackRealms(calls).find(realmId).isEmpty()) {
            throw CloudException.notFound("Realm", realmId);
        }
        String network = OpenstackLaunch.usualNetwork(calls)
                .orElseThrow(() -> new CloudException(
                        ErrorKind.INVALID, "The project has no network with a subnet for the load balancer."));
        Map<String, Object> pool = new LinkedHashMap<>();
        pool.put("name", name);
        pool.put("description", OpenstackBalancerView.INSTANCE_PORT + listener.instancePort());
        pool.put("protocol", listener.protocol());
        pool.put("lb_algorithm", "ROUND_ROBIN");
        Map<String, Object> ear = new LinkedHashMap<>();
        ear.put("name", name);
        ear.put("protocol", listener.protocol());
        ear.put("protocol_port", port(listener.loadBalancerPort()));
        ear.put("default_pool", pool);
        JsonNode made = calls.post(
                        OpenstackService.LOAD_BALANCER,
                        "CreateLoadBalancer",
                        BALANCERS,
                        Map.of(
                                "loadbalancer",
                                Map.of("name", name, "vip_network_id", network, "listeners", List.of(ear))))
                .path("loadbalancer");
        return OpenstackBalancerView.balancer(made, List.of(listener), List.of(), Optional.empty());
    }

    /** With its listeners, pools and members. */
    @Override
    public void destroy(String id) {
        String path = BALANCERS + "/" + OpenstackCalls.requireId("Load balancer", id);
        OpenstackBalancerTurn.await(calls, id);
        calls.delete(OpenstackService.LOAD_BALANCER, "DeleteLoadBalancer", path + "?cascade=true");
    }

    /** By the instance's address in the balancer's network, or the first that it has. Registering twice is registering once. */
    @Override
    public LoadBalancer register(String id, String instanceId) {
        JsonNode balancer = require(id);
        OpenstackBalancerView view = OpenstackBalancerView.of(calls, balancer);
        JsonNode address = address(instanceId, balancer.path("vip_network_id").asText());
        for (JsonNode pool : view.pools(balancer)) {
            if (view.members(pool, instanceId).isEmpty()) {
                Map<String, Object> member = new LinkedHashMap<>();
                member.put("name", instanceId);
                member.put("address", address.path("ip_address").asText());
                member.put("subnet_id", address.path("subnet_id").asText());
                member.put("protocol_port", port(view.instancePort(balancer, pool)));
                OpenstackBalancerTurn.await(calls, id);
                calls.post(
                        OpenstackService.LOAD_BALANCER,
                        "CreateMember",
                        "/lbaas/pools/" + pool.path("id").asText() + "/members",
                        Map.of("member", member));
            }
        }
        return find(id).orElseThrow(() -> CloudException.notFound("Load balancer", id));
    }

    @Override
    public LoadBalancer unregister(String id, String instanceId) {
        JsonNode balancer = require(id);
        OpenstackBalancerView view = OpenstackBalancerView.of(calls, balancer);
        boolean found = false;
        for (JsonNode pool : view.pools(balancer)) {
            for (JsonNode member : view.members(pool, instanceId)) {
                found = true;
                OpenstackBalancerTurn.await(calls, id);
                calls.delete(
                        OpenstackService.LOAD_BALANCER,
                        "DeleteMember",
                        "/lbaas/pools/" + pool.path("id").asText() + "/members/"
                                + member.path("id").asText());
            }
        }
        if (!found) {
            throw new CloudException(
                    ErrorKind.CONFLICT,
                    "Instance '" + instanceId + "' is not registered with load balancer '" + id + "'.");
        }
        return find(id).orElseThrow(() -> CloudException.notFound("Load balancer", id));
    }

    private JsonNode address(String instanceId, String network) {
        String server = OpenstackCalls.requireId("Instance", instanceId);
        List<JsonNode> ports =
                calls.list(OpenstackService.NETWORK, "ListPorts", "/ports?device_id=" + server, "ports").stream()
                        .filter(port -> !port.path("fixed_ips").isEmpty())
                        .toList();
        return ports.stream()
                .filter(port -> port.path("network_id").asText().equals(network))
                .findFirst()
                .or(() -> ports.stream().findFirst())
                .map(port -> port.path("fixed_ips").path(0))
                .orElseThrow(() -> calls.find(OpenstackService.COMPUTE, "GetServer", "/servers/", server, "server")
                                .isEmpty()
                        ? CloudException.notFound("Instance", instanceId)
                        : new CloudException(ErrorKind.NOT_ALLOWED, "Instance '" + instanceId + "' has no address."));
    }

    private Optional<JsonNode> balancer(String id) {
        return calls.find(OpenstackService.LOAD_BALANCER, "GetLoadBalancer", BALANCERS + "/", id, "loadbalancer");
    }

    private JsonNode require(String id) {
        return balancer(id).orElseThrow(() -> CloudException.notFound("Load balancer", id));
    }

    private static int port(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new CloudException(ErrorKind.INVALID, "'" + text + "' is not a port.", e);
        }
    }
}

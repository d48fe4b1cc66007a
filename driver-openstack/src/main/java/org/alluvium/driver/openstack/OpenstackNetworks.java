package org.alluvium.driver.openstack;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.alluvium.capability.NetworkOperations;
import org.alluvium.model.Network;

/** Neutron's networks. Their address blocks are those of their subnets (contract drivers, openstack, networks). */
final class OpenstackNetworks implements NetworkOperations {
    private final OpenstackCalls calls;

    OpenstackNetworks(OpenstackCalls calls) {
        this.calls = requireNonNull(calls);
    }

    /** Two calls a page, however many networks there are. */
    @Override
    public List<Network> list() {
        List<JsonNode> networks = calls.list(OpenstackService.NETWORK, "ListNetworks", "/networks", "networks");
        Map<String, List<String>> blocks = blocks("/subnets");
        return networks.stream().map(node -> network(node, blocks)).toList();
    }

    @Override
    public Optional<Network> find(String id) {
        return calls.find(OpenstackService.NETWORK, "GetNetwork", "/networks/", id, "network")
                .map(node -> network(node, blocks("/subnets?network_id=" + id)));
    }

    /** By name only: a block belongs to a subnet here, and one that takes the whole network leaves no room for others. */
    @Override
    public Network create(Optional<String> name, Optional<String> addressBlock) {
        JsonNode made = calls.post(
                OpenstackService.NETWORK,
                "CreateNetwork",
                "/networks",
                Map.of("network", Map.of("name", name.orElse(""))));
        return network(made.path("network"), Map.of());
    }

    @Override
    public void destroy(String id) {
        calls.delete(OpenstackService.NETWORK, "DeleteNetwork", "/networks/" + OpenstackCalls.requireId("Network", id));
    }

    private Map<String, List<String>> blocks(String path) {
        Map<String, List<String>> blocks = new HashMap<>();
        for (JsonNode subnet : calls.list(OpenstackService.NETWORK, "ListSubnets", path, "subnets")) {
            blocks.computeIfAbsent(subnet.path("network_id").asText(), id -> new ArrayList<>())
                    .add(subnet.path("cidr").asText());
        }
        return blocks;
    }

    private static Network network(JsonNode node, Map<String, List<String>> blocks) {
        String id = node.path("id").asText();
        List<String> subnets = new ArrayList<>();
        node.path("subnets").forEach(subnet -> subnets.add(subnet.asText()));
        return new Network(
                id,
                OpenstackCalls.text(node, "name").orElse(id),
                node.path("admin_state_up").asBoolean() ? "UP" : "DOWN",
                blocks.getOrDefault(id, List.of()),
                subnets);
    }
}

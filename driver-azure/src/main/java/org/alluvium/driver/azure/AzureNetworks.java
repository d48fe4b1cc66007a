package org.alluvium.driver.azure;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.alluvium.capability.NetworkOperations;
import org.alluvium.driver.CloudException;
import org.alluvium.model.Network;

/** Virtual networks. One whose client names no addresses has 10.0.0.0/16, as Azure's own tools have it. */
final class AzureNetworks implements NetworkOperations {
    private static final String DEFAULT_BLOCK = "10.0.0.0/16";

    private final AzureArm arm;
    private final AzureResources networks;

    AzureNetworks(AzureArm arm) {
        this.arm = requireNonNull(arm);
        this.networks = new AzureResources(arm, AzureType.NETWORK);
    }

    @Override
    public List<Network> list() {
        return networks.list().stream()
                .flatMap(network -> network(network).stream())
                .toList();
    }

    @Override
    public Optional<Network> find(String id) {
        return networks.find(id).flatMap(AzureNetworks::network);
    }

    @Override
    public Network create(Optional<String> name, Optional<String> addressBlock) {
        AzureId id = AzureNaming.fresh(arm, AzureType.NETWORK, name);
        String block = addressBlock.orElse(DEFAULT_BLOCK);
        arm.await(networks.put(
                id,
                Map.of(
                        "location",
                        arm.home(),
                        "properties",
                        Map.of("addressSpace", Map.of("addressPrefixes", List.of(block))))));
        return find(id.toString()).orElseThrow(() -> CloudException.notFound("Network", id.toString()));
    }

    @Override
    public void destroy(String id) {
        networks.require(id);
        arm.await(networks.delete(networks.id(id)));
    }

    private static Optional<Network> network(JsonNode network) {
        List<String> blocks = new ArrayList<>();
        JsonNode properties = network.path("properties");
        properties.path("addressSpace").path("addressPrefixes").forEach(block -> blocks.add(block.asText()));
        List<String> subnets = new ArrayList<>();
        properties
                .path("subnets")
                .forEach(subnet -> AzureJson.id(subnet, "id").ifPresent(id -> subnets.add(id.toString())));
        return AzureJson.id(network, "id")
                .map(id -> new Network(
                        id.toString(),
                        AzureJson.text(network, "name").orElse(id.name()),
                        state(network),
                        blocks,
                        subnets));
    }

    /** Of a network or a subnet. */
    static String state(JsonNode resource) {
        return AzureOperation.provisioningState(resource).equals("Succeeded") ? "UP" : "DOWN";
    }
}

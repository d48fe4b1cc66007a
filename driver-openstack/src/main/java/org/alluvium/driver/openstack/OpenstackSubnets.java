package org.alluvium.driver.openstack;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.alluvium.capability.SubnetOperations;
import org.alluvium.driver.CloudException;
import org.alluvium.driver.ErrorKind;
import org.alluvium.model.Subnet;

/** Neutron's subnets (contract drivers, openstack, subnets). */
final class OpenstackSubnets implements SubnetOperations {
    private final OpenstackCalls calls;

    OpenstackSubnets(OpenstackCalls calls) {
        this.calls = requireNonNull(calls);
    }

    @Override
    public List<Subnet> list() {
        return calls.list(OpenstackService.NETWORK, "ListSubnets", "/subnets", "subnets").stream()
                .map(OpenstackSubnets::subnet)
                .toList();
    }

    @Override
    public Optional<Subnet> find(String id) {
        return calls.find(OpenstackService.NETWORK, "GetSubnet", "/subnets/", id, "subnet")
                .map(OpenstackSubnets::subnet);
    }

    @Override
    public Subnet create(String networkId, String addressBlock, Optional<String> name) {
        Map<String, Object> wish = Map.of(
                "network_id",
                OpenstackCalls.requireId("Network", networkId),
                "cidr",
                addressBlock,
                "ip_version",
                addressBlock.contains(":") ? 6 : 4,
                "name",
                name.orElse(""));
        try {
            return subnet(calls.post(OpenstackService.NETWORK, "CreateSubnet", "/subnets", Map.of("subnet", wish))
                    .path("subnet"));
        } catch (CloudException refused) {
            String message = Optional.ofNullable(refused.getMessage()).orElse("");
            // Neutron has one error code for all that is wrong with a block
            if (refused.kind() == ErrorKind.INVALID && message.contains("overlaps with another subnet")) {
                throw new CloudException(ErrorKind.CONFLICT, message, refused);
            }
            throw refused;
        }
    }

    @Override
    public void destroy(String id) {
        calls.delete(OpenstackService.NETWORK, "DeleteSubnet", "/subnets/" + OpenstackCalls.requireId("Subnet", id));
    }

    /** Always up: a subnet has no state of its own. */
    private static Subnet subnet(JsonNode node) {
        String id = node.path("id").asText();
        return new Subnet(
                id,
                OpenstackCalls.text(node, "name").orElse(id),
                node.path("network_id").asText(),
                node.path("cidr").asText(),
                "UP",
                Optional.empty());
    }
}

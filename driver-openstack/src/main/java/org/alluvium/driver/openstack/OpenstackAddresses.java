package org.alluvium.driver.openstack;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.alluvium.capability.AddressOperations;
import org.alluvium.driver.CloudException;
import org.alluvium.driver.ErrorKind;
import org.alluvium.model.Address;

/** Neutron's floating IPs; a client knows one by the address itself. */
final class OpenstackAddresses implements AddressOperations {
    private final OpenstackCalls calls;

    OpenstackAddresses(OpenstackCalls calls) {
        this.calls = requireNonNull(calls);
    }

    @Override
    public List<Address> list() {
        return floatingIps("/floatingips").stream()
                .map(OpenstackAddresses::address)
                .toList();
    }

    @Override
    public Optional<Address> find(String id) {
        return floatingIp(id).map(OpenstackAddresses::address);
    }

    /** From the cloud's default external network, or the first one that it has. */
    @Override
    public Address create() {
        JsonNode pool =
                calls
                        .list(OpenstackService.NETWORK, "ListNetworks", "/networks?router:external=true", "networks")
                        .stream()
                        .min(Comparator.comparing(
                                network -> !network.path("is_default").asBoolean()))
                        .orElseThrow(() -> new CloudException(
                                ErrorKind.UNSUPPORTED, "This cloud has no external network to take an address from."));
        JsonNode made = calls.post(
                OpenstackService.NETWORK,
                "CreateFloatingIp",
                "/floatingips",
                Map.of(
                        "floatingip",
                        Map.of("floating_network_id", pool.path("id").asText())));
        return address(made.path("floatingip"));
    }

    @Override
    public void destroy(String id) {
        calls.delete(OpenstackService.NETWORK, "DeleteFloatingIp", path(require(id)));
    }

    /** With the first of the instance's ports that a router connects to the address's network. */
    @Override
    public void associate(String id, String instanceId) {
        JsonNode floatingIp = require(id);
        OpenstackCalls.text(floatingIp, "port_id").ifPresent(port -> {
            throw new CloudException(
                    ErrorKind.CONFLICT, "Address '" + id + "' is in use by network interface '" + port + "'.");
        });
        String server = OpenstackCalls.requireId("Instance", instanceId);
        CloudException unreachable = null;
        for (JsonNode port : calls.list(OpenstackService.NETWORK, "ListPorts", "/ports?device_id=" + server, "ports")) {
            try {
                connect(floatingIp, Optional.of(port.path("id").asText()));
                return;
            } catch (CloudException refused) {
                // No router between this port and the address
                if (refused.kind() != ErrorKind.NOT_FOUND) {
                    throw refused;
                }
                unreachable = refused;
            }
        }
        if (calls.find(OpenstackService.COMPUTE, "GetServer", "/servers/", server, "server")
                .isEmpty()) {
            throw CloudException.notFound("Instance", instanceId);
        }
        throw new CloudException(
                ErrorKind.NOT_ALLOWED,
                "No network interface of instance '" + instanceId + "' is reached from the network of address '" + id
                        + "'.",
                unreachable,
                Optional.empty());
    }

    @Override
    public void disassociate(String id) {
        JsonNode floatingIp = require(id);
        if (OpenstackCalls.text(floatingIp, "port_id").isEmpty()) {
            throw new CloudException(ErrorKind.CONFLICT, "Address '" + id + "' is not in use.");
        }
        connect(floatingIp, Optional.empty());
    }

    private void connect(JsonNode floatingIp, Optional<String> port) {
        calls.put(
                OpenstackService.NETWORK,
                "UpdateFloatingIp",
                path(floatingIp),
                Map.of("floatingip", Collections.singletonMap("port_id", port.orElse(null))));
    }

    private JsonNode require(String id) {
        return floatingIp(id).orElseThrow(() -> CloudException.notFound("Address", id));
    }

    private Optional<JsonNode> floatingIp(String id) {
        // What is no address would not be a filter's value
        return id.matches("[0-9a-fA-F.:]{2,45}")
                ? floatingIps("/floatingips?floating_ip_address=" + id).stream().findFirst()
                : Optional.empty();
    }

    private List<JsonNode> floatingIps(String path) {
        return calls.list(OpenstackService.NETWORK, "ListFloatingIps", path, "floatingips");
    }

    private static String path(JsonNode floatingIp) {
        return "/floatingips/" + floatingIp.path("id").asText();
    }

    private static Address address(JsonNode node) {
        return new Address(
                node.path("floating_ip_address").asText(),
                OpenstackNetworkInterfaces.instance(node.path("port_details")));
    }
}

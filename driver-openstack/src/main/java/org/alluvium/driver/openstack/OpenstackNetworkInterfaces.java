package org.alluvium.driver.openstack;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.alluvium.capability.NetworkInterfaceOperations;
import org.alluvium.driver.CloudException;
import org.alluvium.model.NetworkInterface;

/** Neutron's ports, which Nova plugs into instances (contract drivers, openstack, nics). */
final class OpenstackNetworkInterfaces implements NetworkInterfaceOperations {
    private final OpenstackCalls calls;

    OpenstackNetworkInterfaces(OpenstackCalls calls) {
        this.calls = requireNonNull(calls);
    }

    /** Ports of routers and of the cloud's own servers too, without an instance. */
    @Override
    public List<NetworkInterface> list() {
        return calls.list(OpenstackService.NETWORK, "ListPorts", "/ports", "ports").stream()
                .map(OpenstackNetworkInterfaces::networkInterface)
                .toList();
    }

    @Override
    public Optional<NetworkInterface> find(String id) {
        return calls.find(OpenstackService.NETWORK, "GetPort", "/ports/", id, "port")
                .map(OpenstackNetworkInterfaces::networkInterface);
    }

    /** A port on the subnet's network, which Nova then plugs in; without an instance to take it, it does not stay. */
    @Override
    public NetworkInterface create(String instanceId, String subnetId, Optional<String> name) {
        String server = OpenstackCalls.requireId("Instance", instanceId);
        JsonNode subnet = calls.find(OpenstackService.NETWORK, "GetSubnet", "/subnets/", subnetId, "subnet")
                .orElseThrow(() -> CloudException.notFound("Subnet", subnetId));
        Map<String, Object> wish = Map.of(
                "network_id", subnet.path("network_id").asText(),
                "fixed_ips", List.of(Map.of("subnet_id", subnetId)),
                "name", name.orElse(""));
        JsonNode port = calls.post(OpenstackService.NETWORK, "CreatePort", "/ports", Map.of("port", wish))
                .path("port");
        String id = port.path("id").asText();
        try {
            calls.post(
                    OpenstackService.COMPUTE,
                    "AttachInterface",
                    "/servers/" + server + "/os-interface",
                    Map.of("interfaceAttachment", Map.of("port_id", id)));
        } catch (CloudException refused) {
            destroyAfter(refused, id);
            throw refused;
        }
        NetworkInterface made = networkInterface(port);
        return new NetworkInterface(
                made.id(), made.name(), made.networkId(), Optional.of(instanceId), made.ipAddress());
    }

    /** Neutron tells Nova to unplug it. */
    @Override
    public void destroy(String id) {
        calls.delete(
                OpenstackService.NETWORK, "DeletePort", "/ports/" + OpenstackCalls.requireId("Network interface", id));
    }

    private void destroyAfter(CloudException refused, String id) {
        try {
            destroy(id);
        } catch (CloudException leftBehind) {
            refused.addSuppressed(leftBehind);
        }
    }

    private static NetworkInterface networkInterface(JsonNode node) {
        String id = node.path("id").asText();
        JsonNode address = node.path("fixed_ips").path(0);
        return new NetworkInterface(
                id,
                OpenstackCalls.text(node, "name").orElse(id),
                OpenstackCalls.text(address, "subnet_id")
                        .orElseGet(() -> node.path("network_id").asText()),
                instance(node),
                OpenstackCalls.text(address, "ip_address"));
    }

    /** Whose port it is, if it is an instance's. */
    static Optional<String> instance(JsonNode port) {
        return OpenstackCalls.text(port, "device_id")
                .filter(device -> port.path("device_owner").asText().startsWith("compute:"));
    }
}

package org.alluvium.driver.azure;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.alluvium.driver.CloudException;
import org.alluvium.driver.ErrorKind;

/**
 * The network interfaces that tie instances to addresses, load balancers and subnets. ARM takes one only as a whole, and
 * refuses what it alone may set; so it is read, reduced to what a client may write, and written back.
 */
final class AzureNics {
    /** What of a network interface refers to other resources, by id. */
    private static final Set<String> REFERENCES = Set.of(
            "networkSecurityGroup",
            "subnet",
            "publicIPAddress",
            "gatewayLoadBalancer",
            "loadBalancerBackendAddressPools",
            "loadBalancerInboundNatRules",
            "applicationGatewayBackendAddressPools",
            "applicationSecurityGroups",
            "virtualNetworkTaps");

    private static final Set<String> OWN = Set.of(
            "enableAcceleratedNetworking",
            "enableIPForwarding",
            "disableTcpStateTracking",
            "auxiliaryMode",
            "auxiliarySku",
            "nicType",
            "workloadType");

    /** Of a configuration. That a network interface is the first of its instance is not its own to say. */
    private static final Set<String> CONFIGURATION = Set.of(
            "primary",
            "privateIPAddress",
            "privateIPAddressPrefixLength",
            "privateIPAddressVersion",
            "privateIPAllocationMethod");

    private final AzureResources nics;
    private final AzureArm arm;

    AzureNics(AzureArm arm) {
        this.arm = requireNonNull(arm);
        this.nics = new AzureResources(arm, AzureType.NETWORK_INTERFACE);
    }

    /** Which instance has which network interface; asks for one list. */
    Map<AzureId, AzureId> instances() {
        Map<AzureId, AzureId> instances = new HashMap<>();
        for (JsonNode nic : nics.list()) {
            AzureJson.id(nic, "id").ifPresent(id -> instance(nic).ifPresent(instance -> instances.put(id, instance)));
        }
        return instances;
    }

    /** What a network interface is marked with. */
    Optional<String> tag(AzureId id, String name) {
        return nics.find(id, Map.of()).flatMap(nic -> AzureJson.text(nic.path("tags"), name));
    }

    /** Whose it is. */
    static Optional<AzureId> instance(JsonNode nic) {
        return AzureJson.id(nic.path("properties").path("virtualMachine"), "id");
    }

    /** The network interfaces of an instance, the first one first. */
    static List<AzureId> of(JsonNode instance) {
        List<AzureId> all = new ArrayList<>();
        for (JsonNode nic : instance.path("properties").path("networkProfile").path("networkInterfaces")) {
            AzureJson.id(nic, "id")
                    .ifPresent(
                            id -> all.add(nic.path("properties").path("primary").asBoolean() ? 0 : all.size(), id));
        }
        return all;
    }

    /**
     * The network interface by which an instance is reached.
     *
     * @throws CloudException NOT_FOUND when there is no such instance, CONFLICT when it has none
     */
    AzureId first(String instanceId) {
        JsonNode instance = new AzureResources(arm, AzureType.INSTANCE).require(instanceId);
        return of(instance).stream()
                .findFirst()
                .orElseThrow(() -> new CloudException(
                        ErrorKind.CONFLICT, "Instance '" + instanceId + "' has no network interface."));
    }

    /**
     * Changes one of a network interface's configurations; done when this returns. Where somebody else changes the interface
     * meanwhile, neither change is lost.
     *
     * @param configuration the name of the configuration; the first where it is empty
     * @param change of the configuration's properties
     */
    void change(AzureId id, Optional<String> configuration, Consumer<Map<String, Object>> change) {
        arm.await(nics.replace(id, nic -> body(nic, configuration, change)));
    }

    private static Map<String, Object> body(
            JsonNode nic, Optional<String> configuration, Consumer<Map<String, Object>> change) {
        Map<String, Object> properties = writable(nic.path("properties"), OWN);
        List<Map<String, Object>> configurations = new ArrayList<>();
        boolean changed = false;
        for (JsonNode one : nic.path("properties").path("ipConfigurations")) {
            Map<String, Object> written = writable(one.path("properties"), CONFIGURATION);
            String name = one.path("name").asText();
            boolean isFirst = one.path("properties").path("primary").asBoolean(configurations.isEmpty());
            if (!changed && configuration.map(name::equalsIgnoreCase).orElse(isFirst)) {
                change.accept(written);
                changed = true;
            }
            configurations.add(Map.of("name", name, "properties", written));
        }
        properties.put("ipConfigurations", configurations);
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("location", nic.path("location").asText());
        if (nic.path("tags").isObject()) {
            body.put("tags", nic.path("tags"));
        }
        body.put("properties", properties);
        return body;
    }

    /** What of an object's fields may be sent back. */
    private static Map<String, Object> writable(JsonNode properties, Set<String> plain) {
        Map<String, Object> kept = new LinkedHashMap<>();
        properties.fields().forEachRemaining(field -> {
            JsonNode value = field.getValue();
            if (plain.contains(field.getKey())) {
                kept.put(field.getKey(), value);
            } else if (REFERENCES.contains(field.getKey())) {
                kept.put(field.getKey(), value.isArray() ? references(value) : reference(value));
            } else if (field.getKey().equals("dnsSettings")) {
                Map<String, Object> settings = AzureJson.copy(value);
                settings.keySet().retainAll(Set.of("dnsServers", "internalDnsNameLabel"));
                kept.put(field.getKey(), settings);
            }
        });
        return kept;
    }

    /** The references in an array; can be changed. */
    static List<Map<String, Object>> references(JsonNode array) {
        List<Map<String, Object>> all = new ArrayList<>();
        array.forEach(one -> all.add(reference(one)));
        return all;
    }

    /** With what becomes of it when the instance goes, which is told with a reference. */
    private static Map<String, Object> reference(JsonNode resource) {
        Map<String, Object> reference = new LinkedHashMap<>();
        reference.put("id", resource.path("id").asText());
        AzureJson.text(resource.path("properties"), "deleteOption")
                .ifPresent(option -> reference.put("properties", Map.of("deleteOption", option)));
        return reference;
    }
}

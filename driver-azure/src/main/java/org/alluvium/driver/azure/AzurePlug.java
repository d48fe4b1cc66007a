package org.alluvium.driver.azure;

import static java.util.Objects.requireNonNull;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The network interface of a new instance, with the network and the public address that belong to it. */
final class AzurePlug {
    /** That of an instance which is not to be reached from outside. */
    static final Address NO_ADDRESS = new Address(false, Optional.empty());

    private static final String SUBNET = "default";

    private final AzureArm arm;
    private final AzureRealm placement;
    private final String group;
    private final String instance;
    private final String suffix;
    private final AzureResources networks;
    private final AzureResources addresses;
    private final AzureResources interfaces;

    /**
     * @param group where its parts are made
     * @param instance the name of the instance
     * @param suffix makes the parts' names its own
     */
    AzurePlug(AzureArm arm, AzureRealm placement, String group, String instance, String suffix) {
        this.arm = requireNonNull(arm);
        this.placement = requireNonNull(placement);
        this.group = requireNonNull(group);
        this.instance = requireNonNull(instance);
        this.suffix = requireNonNull(suffix);
        this.networks = new AzureResources(arm, AzureType.NETWORK);
        this.addresses = new AzureResources(arm, AzureType.ADDRESS);
        this.interfaces = new AzureResources(arm, AzureType.NETWORK_INTERFACE);
    }

    /**
     * The public address.
     *
     * @param made whether one is made
     * @param own the caller's own
     */
    record Address(boolean made, Optional<AzureId> own) {
        Address {
            requireNonNull(own);
        }
    }

    /** What everything that is made for the instance is marked with. */
    Map<String, String> tags() {
        return Map.of(AzureInstanceView.INSTANCE, instance);
    }

    /** The subnet of a network that lies in the group, and where the instance is to be; not one that Azure keeps for itself. */
    Optional<AzureId> subnetOfGroup() {
        return networks.list().stream()
                .filter(network -> AzureJson.id(network, "id")
                        .filter(id -> id.group().equals(AzureNames.lower(group)))
                        .isPresent())
                .filter(network -> AzureRealm.of(network).location().equals(placement.location()))
                .flatMap(
                        network -> AzureJson.elements(network.path("properties").path("subnets")).stream())
                .filter(subnet -> subnet.path("properties").path("delegations").isEmpty()
                        && !subnet.path("name").asText().matches("GatewaySubnet|Azure.*Subnet|RouteServerSubnet"))
                .flatMap(subnet -> AzureJson.id(subnet, "id").stream())
                .findFirst();
    }

    /**
     * Makes it; done when this returns, because Azure does not build on what is not finished.
     *
     * @param alone whether each part has to be removed for itself when a step fails
     * @param subnet the caller's own; empty has a network made
     * @return the network interface
     */
    AzureId make(
            AzureSteps steps, boolean alone, Optional<AzureId> subnet, Address address, Optional<AzureId> firewall) {
        // What is made for a group that has none is the group's, and stays for its other instances
        AzureId network = alone ? new AzureId(group, "alluvium-" + placement.location()) : part("net");
        AzureId made = part("ip");
        Optional<AzureOperation> networking = subnet.isPresent()
                ? Optional.empty()
                : Optional.of(steps.get(
                        "network",
                        () -> networks.put(network, network(alone)),
                        alone ? () -> arm.await(networks.delete(network)) : () -> {}));
        // Both are under way before either is waited for
        Optional<AzureOperation> addressing = address.made()
                ? Optional.of(steps.get(
                        "public address",
                        () -> addresses.put(made, address()),
                        alone ? () -> arm.await(addresses.delete(made)) : () -> {}))
                : Optional.empty();
        networking.ifPresent(operation -> steps.run("network", () -> arm.await(operation), () -> {}));
        addressing.ifPresent(operation -> steps.run("public address", () -> arm.await(operation), () -> {}));
        Map<String, Object> document = document(
                subnet.map(this::path).orElse(networks.path(network) + "/subnets/" + SUBNET),
                publicAddress(address, made),
                firewall);
        AzureId plug = part("nic");
        steps.run(
                "network interface",
                () -> arm.await(interfaces.put(plug, document)),
                alone ? () -> arm.await(interfaces.delete(plug)) : () -> {});
        return plug;
    }

    private AzureId part(String kind) {
        return new AzureId(group, instance + "-" + suffix + "-" + kind);
    }

    private String path(AzureId subnet) {
        return networks.path(new AzureId(subnet.group(), subnet.name())) + "/subnets/"
                + subnet.child().orElse(SUBNET);
    }

    private Map<String, Object> network(boolean alone) {
        return Map.of(
                "location",
                placement.location(),
                "tags",
                alone ? Map.of() : tags(),
                "properties",
                Map.of(
                        "addressSpace",
                        Map.of("addressPrefixes", List.of("10.0.0.0/16")),
                        "subnets",
                        List.of(Map.of("name", SUBNET, "properties", Map.of("addressPrefix", "10.0.0.0/24")))));
    }

    /** Of the kind that has zones, and that lets nothing in which no firewall allows. */
    private Map<String, Object> address() {
        Map<String, Object> address = new LinkedHashMap<>();
        placement.into(address);
        address.put("tags", tags());
        address.put("sku", Map.of("name", "Standard"));
        address.put(
                "properties",
                Map.of(
                        "publicIPAllocationMethod",
                        "Static",
                        "publicIPAddressVersion",
                        "IPv4",
                        "deleteOption",
                        "Delete"));
        return address;
    }

    private Optional<Map<String, Object>> publicAddress(Address address, AzureId made) {
        return address.made()
                ? Optional.of(Map.of("id", addresses.path(made), "properties", Map.of("deleteOption", "Delete")))
                : address.own().map(id -> Map.of("id", addresses.path(id)));
    }

    private Map<String, Object> document(
            String subnet, Optional<Map<String, Object>> publicAddress, Optional<AzureId> firewall) {
        Map<String, Object> configuration = new LinkedHashMap<>();
        configuration.put("subnet", Map.of("id", subnet));
        configuration.put("privateIPAllocationMethod", "Dynamic");
        publicAddress.ifPresent(reference -> configuration.put("publicIPAddress", reference));
        Map<String, Object> properties = new LinkedHashMap<>();
        properties.put("ipConfigurations", List.of(Map.of("name", "main", "properties", configuration)));
        firewall.ifPresent(id -> properties.put(
                "networkSecurityGroup", Map.of("id", new AzureResources(arm, AzureType.FIREWALL).path(id))));
        return Map.of("location", placement.location(), "tags", tags(), "properties", properties);
    }
}

package org.alluvium.driver.azure;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Network interfaces (Network, 2024-05-01). */
final class FakeNetworkInterfaces extends FakeType {
    private static final String VM = "Microsoft.Compute/virtualMachines";

    FakeNetworkInterfaces() {
        super(
                "Microsoft.Network/networkInterfaces",
                Set.of("2024-05-01"),
                "location! tags* properties!{networkSecurityGroup{id!} enableAcceleratedNetworking? enableIPForwarding?"
                        + " dnsSettings* macAddress~ primary~ virtualMachine~ nicType~ tapConfigurations~"
                        + " ipConfigurations![]{name! properties!{subnet!{id!} primary? privateIPAddress"
                        + " privateIPAllocationMethod=Static|Dynamic privateIPAddressVersion=IPv4|IPv6"
                        + " publicIPAddress{id! properties{deleteOption=Delete|Detach}}"
                        + " loadBalancerBackendAddressPools[]{id!}}}}",
                true);
    }

    @Override
    Set<String> parameters() {
        return Set.of("$expand");
    }

    @Override
    void accept(FakeStore store, FakePath path, ObjectNode wanted, boolean isNew) {
        JsonNode firewall = wanted.at("/properties/networkSecurityGroup/id");
        if (!firewall.isMissingNode()) {
            store.referred(firewall.asText());
        }
        for (JsonNode configuration : wanted.at("/properties/ipConfigurations")) {
            ObjectNode properties = (ObjectNode) configuration.path("properties");
            FakePath subnet = FakePath.of(properties.at("/subnet/id").asText());
            store.referred(subnet.id());
            requireReady(store, subnet.parent().orElseThrow());
            JsonNode address = properties.at("/publicIPAddress/id");
            if (!address.isMissingNode()) {
                store.referred(address.asText());
                requireReady(store, FakePath.of(address.asText()));
                for (FakePath user : FakeAddresses.users(store, FakePath.of(address.asText()))) {
                    if (!user.key().equals(path.key())) {
                        throw new FakeRefusal(
                                400, "PublicIPAddressInUse", "Resource " + address + " is already allocated.");
                    }
                }
            }
            properties
                    .path("loadBalancerBackendAddressPools")
                    .forEach(pool ->
                            FakeLoadBalancers.requirePool(store, pool.path("id").asText()));
            if (!properties.has("privateIPAddress")) {
                properties.put("privateIPAddress", "10.0.0." + store.number());
            }
            properties.put("privateIPAllocationMethod", "Dynamic");
        }
        wanted.withObject("/properties").put("macAddress", "00-0D-3A-00-00-01");
    }

    /** What is referred to must not be changing. */
    private static void requireReady(FakeStore store, FakePath path) {
        if (!AzureOperation.provisioningState(store.find(path).orElseThrow()).equals("Succeeded")) {
            throw new FakeRefusal(
                    409,
                    "ReferencedResourceNotProvisioned",
                    "Cannot proceed with operation because resource " + path.id() + " is not in Succeeded state.");
        }
    }

    @Override
    void release(FakeStore store, FakePath path, ObjectNode kept) {
        List<FakePath> users = store.referrers(path, VM);
        if (!users.isEmpty()) {
            throw new FakeRefusal(
                    400,
                    "NicInUse",
                    "Network Interface " + path.id() + " is used by existing resource "
                            + users.get(0).id());
        }
    }

    /** What it was told to take along. */
    @Override
    void gone(FakeStore store, FakePath path, ObjectNode kept) {
        for (JsonNode configuration : kept.at("/properties/ipConfigurations")) {
            JsonNode address = configuration.at("/properties/publicIPAddress");
            if (address.at("/properties/deleteOption").asText().equals("Delete")) {
                store.remove(FakePath.of(address.path("id").asText()));
            }
        }
    }

    @Override
    void show(FakeStore store, FakePath path, ObjectNode view, Map<String, String> query) {
        for (FakePath vm : store.referrers(path, VM)) {
            view.withObject("/properties").putObject("virtualMachine").put("id", vm.id());
        }
        for (JsonNode configuration : view.at("/properties/ipConfigurations")) {
            ObjectNode node = (ObjectNode) configuration;
            node.put("id", path.id() + "/ipConfigurations/" + node.path("name").asText());
            JsonNode address = node.at("/properties/publicIPAddress/id");
            if (!address.isMissingNode() && "ipConfigurations/publicIPAddress".equals(query.get("$expand"))) {
                FakePath known = FakePath.of(address.asText());
                ((ObjectNode) node.path("properties"))
                        .set("publicIPAddress", FakeResources.view(store, new FakeAddresses(), known, Map.of()));
            }
        }
    }
}

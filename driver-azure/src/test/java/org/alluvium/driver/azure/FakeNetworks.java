package org.alluvium.driver.azure;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Set;

/** Virtual networks (Network, 2024-05-01). Their subnets are kept as resources of their own. */
final class FakeNetworks extends FakeType {
    static final Set<String> VERSIONS = Set.of("2024-05-01");

    FakeNetworks() {
        super(
                "Microsoft.Network/virtualNetworks",
                VERSIONS,
                "location! tags* extendedLocation* properties!{addressSpace!{addressPrefixes![]} dhcpOptions{dnsServers[]}"
                        + " subnets[]{name! properties!{" + FakeSubnets.PROPERTIES + "}} enableDdosProtection?"
                        + " virtualNetworkPeerings~ flowTimeoutInMinutes#}",
                true);
    }

    @Override
    void accept(FakeStore store, FakePath path, ObjectNode wanted, boolean isNew) {
        ObjectNode properties = wanted.withObject("/properties");
        JsonNode subnets = properties.remove("subnets");
        // As a PUT replaces all, a network that is put without its subnets loses them
        store.children(path, "subnets").forEach(store::remove);
        if (subnets != null) {
            store.put(path, wanted);
            for (JsonNode subnet : subnets) {
                ObjectNode part = FakeArm.JSON.createObjectNode();
                part.set("properties", subnet.path("properties").deepCopy());
                FakePath child = path.child("subnets", subnet.path("name").asText());
                new FakeSubnets().accept(store, child, part, true);
                part.withObject("/properties").put("provisioningState", "Succeeded");
                store.put(child, part);
            }
        }
    }

    @Override
    void release(FakeStore store, FakePath path, ObjectNode kept) {
        store.children(path, "subnets").forEach(subnet -> FakeSubnets.requireUnused(store, subnet));
    }

    @Override
    void gone(FakeStore store, FakePath path, ObjectNode kept) {
        store.children(path, "subnets").forEach(store::remove);
    }

    @Override
    void show(FakeStore store, FakePath path, ObjectNode view, Map<String, String> query) {
        ArrayNode subnets = view.withObject("/properties").putArray("subnets");
        FakeSubnets type = new FakeSubnets();
        store.children(path, "subnets").forEach(child -> subnets.add(FakeResources.view(store, type, child, Map.of())));
    }
}

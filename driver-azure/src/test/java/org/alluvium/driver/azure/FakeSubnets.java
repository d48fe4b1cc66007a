package org.alluvium.driver.azure;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;

/** Subnets (Network, 2024-05-01). */
final class FakeSubnets extends FakeType {
    static final String PROPERTIES =
            "addressPrefix addressPrefixes[] networkSecurityGroup{id!} routeTable{id!} natGateway{id!} serviceEndpoints~"
                    + " delegations~ privateEndpointNetworkPolicies privateLinkServiceNetworkPolicies"
                    + " defaultOutboundAccess? ipConfigurations~";

    FakeSubnets() {
        super(
                "Microsoft.Network/virtualNetworks/subnets",
                FakeNetworks.VERSIONS,
                "properties!{" + PROPERTIES + "}",
                true);
    }

    @Override
    void accept(FakeStore store, FakePath path, ObjectNode wanted, boolean isNew) {
        FakeBlock block = block(wanted);
        FakePath network = path.parent().orElseThrow();
        boolean inside = false;
        for (var prefix : store.find(network).orElseThrow().at("/properties/addressSpace/addressPrefixes")) {
            inside |= FakeBlock.of(prefix.asText()).contains(block);
        }
        if (!inside) {
            throw new FakeRefusal(
                    400, "NetcfgInvalidSubnet", "Subnet '" + path.name() + "' is not valid in virtual network.");
        }
        for (FakePath other : store.children(network, "subnets")) {
            if (!other.key().equals(path.key())
                    && block(store.find(other).orElseThrow()).overlaps(block)) {
                throw new FakeRefusal(
                        400,
                        "NetcfgSubnetRangesOverlap",
                        "Subnet '" + path.name() + "' is not valid because its IP address range overlaps.");
            }
        }
    }

    @Override
    void release(FakeStore store, FakePath path, ObjectNode kept) {
        requireUnused(store, path);
    }

    static void requireUnused(FakeStore store, FakePath path) {
        List<FakePath> users = store.referrers(path, "Microsoft.Network/networkInterfaces");
        if (!users.isEmpty()) {
            throw new FakeRefusal(
                    400,
                    "InUseSubnetCannotBeDeleted",
                    "Subnet " + path.name() + " is in use by " + users.get(0).id() + " and cannot be deleted.");
        }
    }

    @Override
    void show(FakeStore store, FakePath path, ObjectNode view, Map<String, String> query) {
        List<FakePath> users = store.referrers(path, "Microsoft.Network/networkInterfaces");
        if (!users.isEmpty()) {
            ArrayNode configurations = view.withObject("/properties").putArray("ipConfigurations");
            users.forEach(nic -> configurations.addObject().put("id", nic.id() + "/ipConfigurations/main"));
        }
    }

    private static FakeBlock block(ObjectNode subnet) {
        String prefix = subnet.at("/properties/addressPrefix")
                .asText(subnet.at("/properties/addressPrefixes/0").asText());
        return FakeBlock.of(prefix);
    }
}

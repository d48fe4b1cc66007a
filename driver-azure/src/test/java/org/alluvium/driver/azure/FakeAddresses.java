package org.alluvium.driver.azure;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Public IP addresses (Network, 2024-05-01). */
final class FakeAddresses extends FakeType {
    FakeAddresses() {
        super(
                "Microsoft.Network/publicIPAddresses",
                Set.of("2024-05-01"),
                "location! tags* zones[] sku{name=Basic|Standard tier=Regional|Global}"
                        + " properties{publicIPAllocationMethod=Static|Dynamic publicIPAddressVersion=IPv4|IPv6"
                        + " deleteOption=Delete|Detach idleTimeoutInMinutes# dnsSettings{domainNameLabel} ipAddress"
                        + " ipConfiguration~ ddosSettings~ ipTags~}",
                true);
    }

    @Override
    void accept(FakeStore store, FakePath path, ObjectNode wanted, boolean isNew) {
        boolean standard = wanted.at("/sku/name").asText("Basic").equals("Standard");
        if (standard
                && !wanted.at("/properties/publicIPAllocationMethod").asText().equals("Static")) {
            throw new FakeRefusal(
                    400,
                    "PublicIPAndLBSkuDoNotMatch",
                    "Standard sku publicIp must have AllocationMethod set to Static.");
        }
        if (isNew) {
            wanted.withObject("/properties").put("ipAddress", "198.51.100." + store.number());
        } else {
            wanted.withObject("/properties")
                    .set("ipAddress", store.find(path).orElseThrow().at("/properties/ipAddress"));
        }
    }

    @Override
    void release(FakeStore store, FakePath path, ObjectNode kept) {
        if (!users(store, path).isEmpty()) {
            throw new FakeRefusal(
                    400,
                    "PublicIPAddressCannotBeDeleted",
                    "Public IP address " + path.id() + " can not be deleted since it is still allocated.");
        }
    }

    @Override
    void show(FakeStore store, FakePath path, ObjectNode view, Map<String, String> query) {
        view.withObject("/properties").remove("ipConfiguration");
        for (FakePath user : users(store, path)) {
            String parts = user.type().equals(FakeLoadBalancers.NAME) ? "frontendIPConfigurations" : "ipConfigurations";
            for (JsonNode part :
                    store.find(user).orElseThrow().path("properties").path(parts)) {
                if (part.at("/properties/publicIPAddress/id").asText().equalsIgnoreCase(path.id())) {
                    view.withObject("/properties")
                            .putObject("ipConfiguration")
                            .put(
                                    "id",
                                    user.child(parts, part.path("name").asText())
                                            .id());
                }
            }
        }
    }

    /** What has it: network interfaces, and load balancers. */
    static List<FakePath> users(FakeStore store, FakePath path) {
        return Stream.of("Microsoft.Network/networkInterfaces", FakeLoadBalancers.NAME)
                .flatMap(type -> store.referrers(path, type).stream())
                .toList();
    }
}

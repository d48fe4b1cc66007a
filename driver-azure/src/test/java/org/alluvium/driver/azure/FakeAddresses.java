package org.alluvium.driver.azure;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Set;

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
        for (FakePath nic : users(store, path)) {
            view.withObject("/properties")
                    .putObject("ipConfiguration")
                    .put(
                            "id",
                            nic.id() + "/ipConfigurations/"
                                    + store.find(nic)
                                            .orElseThrow()
                                            .at("/properties/ipConfigurations/0/name")
                                            .asText());
        }
    }

    static List<FakePath> users(FakeStore store, FakePath path) {
        return store.referrers(path, "Microsoft.Network/networkInterfaces");
    }
}

package org.alluvium.driver.azure;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Set;

/** Network security groups (Network, 2024-05-01). */
final class FakeFirewalls extends FakeType {
    private static final String RULE =
            "description protocol!=Tcp|Udp|Icmp|Esp|Ah|* sourcePortRange sourcePortRanges[] destinationPortRange"
                    + " destinationPortRanges[] sourceAddressPrefix sourceAddressPrefixes[] destinationAddressPrefix"
                    + " destinationAddressPrefixes[] access!=Allow|Deny priority!# direction!=Inbound|Outbound";

    FakeFirewalls() {
        super(
                "Microsoft.Network/networkSecurityGroups",
                Set.of("2024-05-01"),
                "location! tags* properties{flushConnection? defaultSecurityRules~ networkInterfaces~ subnets~"
                        + " securityRules[]{name! properties!{" + RULE + "}}}",
                true);
    }

    @Override
    void release(FakeStore store, FakePath path, ObjectNode kept) {
        List<FakePath> users = store.referrers(path, "Microsoft.Network/networkInterfaces");
        if (!users.isEmpty()) {
            throw new FakeRefusal(
                    400,
                    "InUseNetworkSecurityGroupCannotBeDeleted",
                    "Network security group " + path.name() + " cannot be deleted since it is in use.");
        }
    }
}

package org.alluvium.driver.azure;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Network security groups (Network, 2024-05-01). Their rules are kept as resources of their own. */
final class FakeFirewalls extends FakeType {
    static final Set<String> VERSIONS = Set.of("2024-05-01");

    FakeFirewalls() {
        super(
                "Microsoft.Network/networkSecurityGroups",
                VERSIONS,
                "location! tags* properties{flushConnection? defaultSecurityRules~ networkInterfaces~ subnets~"
                        + " securityRules[]{name! properties!{" + FakeSecurityRules.PROPERTIES + "}}}",
                true);
    }

    @Override
    void accept(FakeStore store, FakePath path, ObjectNode wanted, boolean isNew) {
        JsonNode rules = wanted.withObject("/properties").remove("securityRules");
        // As a PUT replaces all, a group that is put without its rules loses them
        store.children(path, "securityRules").forEach(store::remove);
        if (rules != null) {
            for (JsonNode rule : rules) {
                ObjectNode part = FakeArm.JSON.createObjectNode();
                part.set("properties", rule.path("properties").deepCopy());
                FakePath child = path.child("securityRules", rule.path("name").asText());
                new FakeSecurityRules().accept(store, child, part, true);
                part.withObject("/properties").put("provisioningState", "Succeeded");
                store.put(child, part);
            }
        }
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

    @Override
    void gone(FakeStore store, FakePath path, ObjectNode kept) {
        store.children(path, "securityRules").forEach(store::remove);
    }

    @Override
    void show(FakeStore store, FakePath path, ObjectNode view, Map<String, String> query) {
        ArrayNode rules = view.withObject("/properties").putArray("securityRules");
        FakeSecurityRules type = new FakeSecurityRules();
        store.children(path, "securityRules")
                .forEach(rule -> rules.add(FakeResources.view(store, type, rule, Map.of())));
        ObjectNode own =
                view.withObject("/properties").putArray("defaultSecurityRules").addObject();
        own.put("name", "DenyAllInBound")
                .withObject("/properties")
                .put("access", "Deny")
                .put("direction", "Inbound")
                .put("priority", 65500);
    }
}

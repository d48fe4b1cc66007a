package org.alluvium.driver.azure;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** The rules of network security groups (Network, 2024-05-01). */
final class FakeSecurityRules extends FakeType {
    static final String PROPERTIES =
            "description protocol!=Tcp|Udp|Icmp|Esp|Ah|* sourcePortRange sourcePortRanges[] destinationPortRange"
                    + " destinationPortRanges[] sourceAddressPrefix sourceAddressPrefixes[] destinationAddressPrefix"
                    + " destinationAddressPrefixes[] access!=Allow|Deny priority!# direction!=Inbound|Outbound"
                    + " sourceApplicationSecurityGroups[]{id!} destinationApplicationSecurityGroups[]{id!}";

    FakeSecurityRules() {
        super(
                "Microsoft.Network/networkSecurityGroups/securityRules",
                FakeFirewalls.VERSIONS,
                "properties!{" + PROPERTIES + "}",
                true);
    }

    @Override
    void accept(FakeStore store, FakePath path, ObjectNode wanted, boolean isNew) {
        JsonNode properties = wanted.path("properties");
        int priority = properties.path("priority").asInt();
        if (priority < 100 || priority > 4096) {
            throw new FakeRefusal(
                    400, "SecurityRuleInvalidPriority", "Security rule has invalid priority " + priority + ".");
        }
        for (String what : new String[] {"sourcePortRange", "destinationPortRange"}) {
            requireOne(properties, what);
            check(properties, what, "\\*|\\d{1,5}(-\\d{1,5})?", "SecurityRuleInvalidPortRange");
        }
        for (String what : new String[] {"sourceAddressPrefix", "destinationAddressPrefix"}) {
            requireOne(properties, what);
            check(properties, what, "\\*|[A-Za-z.]+|[0-9a-fA-F.:]+(/\\d{1,3})?", "SecurityRuleInvalidAddressPrefix");
        }
        for (FakePath other : store.children(path.parent().orElseThrow(), "securityRules")) {
            JsonNode there = store.find(other).orElseThrow().path("properties");
            if (!other.key().equals(path.key())
                    && there.path("direction").equals(properties.path("direction"))
                    && there.path("priority").asInt() == priority) {
                throw new FakeRefusal(
                        400,
                        "SecurityRuleConflict",
                        "Security rule " + other.name() + " conflicts with rule " + path.name()
                                + ". Rules cannot have the same Priority and Direction.");
            }
        }
    }

    private static void requireOne(JsonNode properties, String what) {
        boolean groups = what.endsWith("AddressPrefix")
                && properties.has(what.replace("AddressPrefix", "ApplicationSecurityGroups"));
        boolean several =
                properties.path(what + (what.endsWith("x") ? "es" : "s")).size() > 0;
        if (properties.has(what) == (several || groups)) {
            throw new FakeRefusal(
                    400,
                    "SecurityRuleParameterContainsUnsupportedValue",
                    "One of " + what + " in the singular and in the plural is expected.");
        }
    }

    private static void check(JsonNode properties, String what, String pattern, String code) {
        JsonNode several = properties.path(what + (what.endsWith("x") ? "es" : "s"));
        several.forEach(one -> check(one, pattern, code));
        if (properties.has(what)) {
            check(properties.path(what), pattern, code);
        }
    }

    private static void check(JsonNode text, String pattern, String code) {
        if (!text.asText().matches(pattern)) {
            throw new FakeRefusal(400, code, "Security rule has an invalid value '" + text.asText() + "'.");
        }
    }
}

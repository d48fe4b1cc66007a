package org.alluvium.driver.azure;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Load balancers (Network, 2024-05-01). */
final class FakeLoadBalancers extends FakeType {
    static final String NAME = "Microsoft.Network/loadBalancers";
    private static final List<String> PARTS =
            List.of("frontendIPConfigurations", "backendAddressPools", "probes", "loadBalancingRules");

    FakeLoadBalancers() {
        super(
                NAME,
                Set.of("2024-05-01"),
                "location! tags* extendedLocation* sku{name=Basic|Standard|Gateway tier=Regional|Global} properties{"
                        + "frontendIPConfigurations[]{name! zones[] properties!{publicIPAddress{id!} subnet{id!}"
                        + " privateIPAddress privateIPAllocationMethod=Static|Dynamic}}"
                        + " backendAddressPools[]{name! properties{location drainPeriodInSeconds#"
                        + " backendIPConfigurations~}}"
                        + " loadBalancingRules[]{name! properties!{frontendIPConfiguration!{id!} backendAddressPool{id!}"
                        + " probe{id!} protocol!=Udp|Tcp|All loadDistribution frontendPort!# backendPort#"
                        + " idleTimeoutInMinutes# enableFloatingIP? enableTcpReset? disableOutboundSnat?}}"
                        + " probes[]{name! properties!{protocol!=Http|Tcp|Https port!# intervalInSeconds#"
                        + " numberOfProbes# probeThreshold# requestPath}} inboundNatRules~ outboundRules~}",
                true);
    }

    @Override
    void accept(FakeStore store, FakePath path, ObjectNode wanted, boolean isNew) {
        JsonNode properties = wanted.path("properties");
        for (JsonNode frontend : properties.path("frontendIPConfigurations")) {
            JsonNode address = frontend.at("/properties/publicIPAddress/id");
            if (!address.isMissingNode()) {
                ObjectNode known = store.referred(address.asText());
                if (!known.at("/sku/name")
                        .asText("Basic")
                        .equals(wanted.at("/sku/name").asText("Basic"))) {
                    throw new FakeRefusal(
                            400, "PublicIPAndLBSkuDoNotMatch", "The skus of the address and the balancer differ.");
                }
                for (FakePath user : FakeAddresses.users(store, FakePath.of(address.asText()))) {
                    if (!user.key().equals(path.key())) {
                        throw new FakeRefusal(400, "PublicIPAddressInUse", "The address is in use.");
                    }
                }
            }
        }
        for (JsonNode rule : properties.path("loadBalancingRules")) {
            requireOwn(path, properties, rule, "frontendIPConfiguration", "frontendIPConfigurations");
            requireOwn(path, properties, rule, "backendAddressPool", "backendAddressPools");
            requireOwn(path, properties, rule, "probe", "probes");
        }
    }

    /** A part that a rule names must be a part of the same balancer. */
    private static void requireOwn(FakePath path, JsonNode properties, JsonNode rule, String field, String parts) {
        String wanted = rule.path("properties").path(field).path("id").asText();
        if (wanted.isEmpty()) {
            return;
        }
        for (JsonNode part : properties.path(parts)) {
            if (path.child(parts, part.path("name").asText()).id().equalsIgnoreCase(wanted)) {
                return;
            }
        }
        throw new FakeRefusal(
                400, "InvalidResourceReference", "Resource " + wanted + " referenced by the rule was not found.");
    }

    /** Refuses a reference to a pool that is not there. */
    static void requirePool(FakeStore store, String pool) {
        FakePath path = FakePath.of(pool);
        ObjectNode balancer = store.referred(path.parent().orElseThrow().id());
        for (JsonNode known : balancer.at("/properties/backendAddressPools")) {
            if (known.path("name").asText().equalsIgnoreCase(path.name())) {
                return;
            }
        }
        throw new FakeRefusal(400, "InvalidResourceReference", "Resource " + pool + " was not found.");
    }

    @Override
    void show(FakeStore store, FakePath path, ObjectNode view, Map<String, String> query) {
        for (String parts : PARTS) {
            for (JsonNode part : view.path("properties").path(parts)) {
                ((ObjectNode) part)
                        .put("id", path.child(parts, part.path("name").asText()).id());
            }
        }
        for (JsonNode pool : view.at("/properties/backendAddressPools")) {
            ArrayNode members = ((ObjectNode) pool).withObject("/properties").putArray("backendIPConfigurations");
            FakePath poolPath = FakePath.of(pool.path("id").asText());
            for (FakePath nic : store.referrers(poolPath, "Microsoft.Network/networkInterfaces")) {
                for (JsonNode one : store.find(nic).orElseThrow().at("/properties/ipConfigurations")) {
                    if (one.toString().toLowerCase(Locale.ROOT).contains("\"" + poolPath.key() + "\"")) {
                        members.addObject()
                                .put(
                                        "id",
                                        nic.child(
                                                        "ipConfigurations",
                                                        one.path("name").asText())
                                                .id());
                    }
                }
            }
            if (members.isEmpty()) {
                ((ObjectNode) pool).withObject("/properties").remove("backendIPConfigurations");
            }
        }
    }
}

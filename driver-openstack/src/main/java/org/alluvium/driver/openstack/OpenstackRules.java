package org.alluvium.driver.openstack;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.alluvium.capability.RuleRequest;
import org.alluvium.driver.CloudException;
import org.alluvium.driver.ErrorKind;
import org.alluvium.model.Firewall.AddressSource;
import org.alluvium.model.Firewall.GroupSource;
import org.alluvium.model.Firewall.Rule;
import org.alluvium.model.Firewall.Source;

/** Security group rules to and fro. Neutron leaves out what is not limited, where the contract writes the whole range. */
final class OpenstackRules {
    private static final String FIRST_PORT = "0";
    private static final String LAST_PORT = "65535";
    private static final String ANY_PROTOCOL = "any";
    /** Any type of ICMP, any port of any protocol. */
    private static final String ANY = "-1";

    private OpenstackRules() {}

    /** @param names of the groups, by their ids */
    static Rule rule(JsonNode node, Map<String, String> names) {
        String protocol = OpenstackCalls.text(node, "protocol").orElse(ANY_PROTOCOL);
        boolean ports = hasPorts(protocol);
        boolean ipv6 = node.path("ethertype").asText().equals("IPv6");
        return new Rule(
                node.path("id").asText(),
                protocol,
                OpenstackCalls.text(node, "port_range_min").orElse(ports ? FIRST_PORT : ANY),
                OpenstackCalls.text(node, "port_range_max").orElse(ports ? LAST_PORT : ANY),
                node.path("direction").asText(),
                Optional.empty(),
                Optional.empty(),
                List.of(source(node, ipv6, names)));
    }

    /**
     * The body of a new rule; for TCP on all ports when the request does not tell.
     *
     * @param idOf a group that a client named
     */
    static Map<String, Object> wish(
            String group, RuleRequest request, Source source, Function<GroupSource, String> idOf) {
        String protocol = request.protocol().orElse("tcp").toLowerCase(Locale.ROOT);
        String from = request.portFrom().orElse(hasPorts(protocol) ? FIRST_PORT : ANY);
        String to = request.portTo().orElse(hasPorts(protocol) ? LAST_PORT : ANY);
        Map<String, Object> wish = new LinkedHashMap<>();
        wish.put("security_group_id", group);
        wish.put("direction", "ingress");
        if (!protocol.equals(ANY_PROTOCOL) && !protocol.equals(ANY)) {
            wish.put("protocol", protocol);
        }
        // Neutron takes no port 0 of TCP or UDP, but all of them when none is told
        if (!from.equals(ANY) && !(from.equals(FIRST_PORT) && to.equals(LAST_PORT))) {
            wish.put("port_range_min", number(from));
        }
        if (wish.containsKey("port_range_min") && !to.equals(ANY)) {
            wish.put("port_range_max", number(to));
        }
        if (source instanceof AddressSource block) {
            wish.put("ethertype", block.family().equals("ipv6") ? "IPv6" : "IPv4");
            wish.put("remote_ip_prefix", block.address() + "/" + block.prefix());
        } else {
            wish.put("ethertype", "IPv4");
            wish.put("remote_group_id", idOf.apply((GroupSource) source));
        }
        return wish;
    }

    private static Source source(JsonNode node, boolean ipv6, Map<String, String> names) {
        Optional<String> group = OpenstackCalls.text(node, "remote_group_id");
        if (group.isPresent()) {
            return new GroupSource(
                    names.getOrDefault(group.get(), group.get()),
                    OpenstackCalls.text(node, "project_id").orElse(""));
        }
        String block = OpenstackCalls.text(node, "remote_ip_prefix").orElse(ipv6 ? "::/0" : "0.0.0.0/0");
        int slash = block.indexOf('/');
        return new AddressSource(
                ipv6 ? "ipv6" : "ipv4",
                slash < 0 ? block : block.substring(0, slash),
                slash < 0 ? (ipv6 ? "128" : "32") : block.substring(slash + 1));
    }

    private static boolean hasPorts(String protocol) {
        return protocol.equals("tcp") || protocol.equals("udp");
    }

    private static int number(String port) {
        try {
            return Integer.parseInt(port);
        } catch (NumberFormatException e) {
            throw new CloudException(ErrorKind.INVALID, "'" + port + "' is not a port.", e);
        }
    }
}

package org.alluvium.driver.azure;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.alluvium.capability.RuleRequest;
import org.alluvium.driver.CloudException;
import org.alluvium.driver.ErrorKind;
import org.alluvium.model.Firewall.AddressSource;
import org.alluvium.model.Firewall.GroupSource;
import org.alluvium.model.Firewall.Rule;
import org.alluvium.model.Firewall.Source;

/** The rules of network security groups, in Azure's words and in the API's. */
final class AzureRules {
    private static final int LAST_PORT = 65_535;

    private AzureRules() {}

    /**
     * The properties of a rule that lets somebody in, but for its priority; can be changed.
     *
     * @throws CloudException INVALID for what Azure does not take
     */
    static Map<String, Object> body(RuleRequest request) {
        Map<String, Object> rule = new LinkedHashMap<>();
        String protocol = protocol(request.protocol().map(String::strip).orElse(""));
        rule.put("protocol", protocol);
        rule.put("sourcePortRange", "*");
        rule.put("destinationPortRange", protocol.equals("Icmp") ? "*" : ports(request));
        TreeSet<String> prefixes = new TreeSet<>();
        for (Source source : request.sources()) {
            if (source instanceof AddressSource block) {
                prefixes.add(block.address() + "/" + block.prefix());
            } else {
                throw new CloudException(
                        ErrorKind.INVALID, "Azure's firewalls let in blocks of addresses, not members of firewalls.");
            }
        }
        rule.put("sourceAddressPrefixes", List.copyOf(prefixes));
        rule.put("destinationAddressPrefix", "*");
        rule.put("access", "Allow");
        rule.put("direction", "Inbound");
        return rule;
    }

    private static String protocol(String wanted) {
        return switch (wanted.toLowerCase(Locale.ROOT)) {
            case "tcp" -> "Tcp";
            case "udp" -> "Udp";
            case "icmp" -> "Icmp";
            case "", "*", "-1", "all", "any" -> "*";
            default ->
                throw new CloudException(
                        ErrorKind.INVALID, "Azure knows no protocol '" + wanted + "'; tcp, udp and icmp are expected.");
        };
    }

    private static String ports(RuleRequest request) {
        Optional<Integer> from = request.portFrom().flatMap(AzureRules::port);
        Optional<Integer> to = request.portTo().flatMap(AzureRules::port);
        if (from.isEmpty() && to.isEmpty()) {
            return "*";
        }
        int first = from.or(() -> to).orElse(0);
        int last = to.or(() -> from).orElse(LAST_PORT);
        if (first > last) {
            throw new CloudException(ErrorKind.INVALID, "Ports " + first + " to " + last + " are none.");
        }
        return first == last ? String.valueOf(first) : first + "-" + last;
    }

    /** Empty where nothing is asked for; -1 stands for nothing, too. */
    private static Optional<Integer> port(String text) {
        String wanted = text.strip();
        if (wanted.isEmpty() || wanted.equals("-1") || wanted.equals("*")) {
            return Optional.empty();
        }
        if (!wanted.matches("[0-9]{1,5}") || Integer.parseInt(wanted) > LAST_PORT) {
            throw new CloudException(ErrorKind.INVALID, "'" + wanted + "' is no port.");
        }
        return Optional.of(Integer.parseInt(wanted));
    }

    /** A name that tells what the rule lets in, and to whom; the same for the same rule. */
    static String name(Map<String, Object> rule) {
        String ports = String.valueOf(rule.get("destinationPortRange"));
        String protocol = String.valueOf(rule.get("protocol")).toLowerCase(Locale.ROOT);
        return (protocol + "-" + ports).replace("*", "any") + "-"
                + String.format(
                        "%08x",
                        String.valueOf(rule.get("sourceAddressPrefixes")).hashCode());
    }

    /** What a rule of Azure says, with one entry for each of its ranges of ports; removing one removes them all. */
    static List<Rule> rules(JsonNode rule) {
        JsonNode properties = rule.path("properties");
        String protocol = properties.path("protocol").asText().toLowerCase(Locale.ROOT);
        List<Rule> rules = new ArrayList<>();
        for (String range : texts(properties, "destinationPortRange", "destinationPortRanges")) {
            String[] ports = (range.equals("*") ? "0-" + LAST_PORT : range).split("-", 2);
            rules.add(new Rule(
                    rule.path("name").asText(),
                    protocol,
                    ports[0],
                    ports[ports.length - 1],
                    properties.path("direction").asText().equalsIgnoreCase("Outbound") ? "egress" : "ingress",
                    Optional.of(properties.path("access").asText().equalsIgnoreCase("Deny") ? "deny" : "accept"),
                    Optional.empty(),
                    sources(properties)));
        }
        return rules;
    }

    private static List<Source> sources(JsonNode properties) {
        List<Source> sources = new ArrayList<>();
        for (String prefix : texts(properties, "sourceAddressPrefix", "sourceAddressPrefixes")) {
            sources.add(source(prefix));
        }
        for (JsonNode group : properties.path("sourceApplicationSecurityGroups")) {
            AzureJson.id(group, "id").ifPresent(id -> sources.add(new GroupSource(id.toString(), "")));
        }
        return sources;
    }

    /** Apart from blocks of addresses, Azure has names for some, as {@code VirtualNetwork}. */
    private static Source source(String prefix) {
        if (prefix.equals("*") || prefix.equalsIgnoreCase("Internet") || prefix.equalsIgnoreCase("Any")) {
            return new AddressSource("ipv4", "0.0.0.0", "0");
        }
        boolean isSix = prefix.contains(":");
        if (!isSix && !prefix.matches("[0-9./]+")) {
            return new GroupSource(prefix, "");
        }
        String[] block = prefix.split("/", 2);
        String length = block.length == 2 ? block[1] : isSix ? "128" : "32";
        return new AddressSource(isSix ? "ipv6" : "ipv4", block[0], length);
    }

    /** ARM has many things in two fields: one for a single value, and one for several. */
    private static List<String> texts(JsonNode node, String single, String several) {
        List<String> texts = new ArrayList<>();
        node.path(several).forEach(text -> texts.add(text.asText()));
        AzureJson.text(node, single).ifPresent(texts::add);
        return texts;
    }
}

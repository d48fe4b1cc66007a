package org.alluvium.rest.collections.firewalls;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.alluvium.model.Firewall.AddressSource;
import org.alluvium.model.Firewall.GroupSource;
import org.alluvium.model.Firewall.Source;
import org.alluvium.rest.http.Parameters;
import org.alluvium.rest.http.Problem;

/** Reads the sources of a new rule from the parameters (contract 04). */
final class RuleSources {
    private static final Pattern GROUP = Pattern.compile("group[0-9]*");
    private static final Pattern BLOCK = Pattern.compile("([0-9A-Fa-f:.]+)/([0-9]{1,3})");
    private static final Pattern IPV4 = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}");

    private RuleSources() {}

    /**
     * The sources, in the order in which they were sent.
     *
     * @throws Problem 400 when there is none, or one is not a block of addresses
     */
    static List<Source> of(Parameters sent) {
        List<Source> sources = new ArrayList<>();
        for (Map.Entry<String, String> entry : sent.values().entrySet()) {
            String name = entry.getKey().toLowerCase(Locale.ROOT);
            if (entry.getValue().isEmpty()) {
                continue;
            }
            if (name.startsWith("ip_address") || name.startsWith("ip-address")) {
                sources.add(block(entry.getKey(), entry.getValue().strip()));
            } else if (GROUP.matcher(name).matches()) {
                sources.add(new GroupSource(
                        entry.getValue(), sent.get(entry.getKey() + "owner").orElse("")));
            }
        }
        if (sources.isEmpty()) {
            throw new Problem(400, "No sources. Specify at least one source ip address or group.");
        }
        return sources;
    }

    private static AddressSource block(String parameter, String text) {
        Matcher block = BLOCK.matcher(text);
        if (block.matches()) {
            String address = block.group(1);
            boolean ipv6 = address.indexOf(':') >= 0;
            if (Integer.parseInt(block.group(2)) <= (ipv6 ? 128 : 32) && (ipv6 ? ipv6(address) : ipv4(address))) {
                return new AddressSource(ipv6 ? "ipv6" : "ipv4", address, block.group(2));
            }
        }
        throw new Problem(
                400,
                "Parameter '" + parameter + "' must be a block of addresses such as 10.0.0.0/8, not '" + text + "'.");
    }

    private static boolean ipv4(String address) {
        return IPV4.matcher(address).matches()
                && Arrays.stream(address.split("\\.")).allMatch(octet -> Integer.parseInt(octet) <= 255);
    }

    /** Never asks a name server: what stands in brackets is an address or nothing. */
    private static boolean ipv6(String address) {
        try {
            return InetAddress.getByName("[" + address + "]") != null;
        } catch (UnknownHostException notAnAddress) {
            return false;
        }
    }
}

package org.alluvium.driver.ec2;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.alluvium.model.Firewall.AddressSource;
import org.alluvium.model.Firewall.GroupSource;
import org.alluvium.model.Firewall.Rule;
import org.alluvium.model.Firewall.Source;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.model.IpPermission;
import software.amazon.awssdk.services.ec2.model.IpRange;
import software.amazon.awssdk.services.ec2.model.Ipv6Range;
import software.amazon.awssdk.services.ec2.model.PrefixListId;
import software.amazon.awssdk.services.ec2.model.UserIdGroupPair;

/**
 * EC2's permissions as rules, and back. A rule has no id of EC2's that all clouds of its protocol know; its id says all there
 * is to it: {@code OWNER~PROTOCOL~FROM~TO~SOURCES} (contract 04, firewalls).
 */
final class Ec2Rules {
    private static final String PREFIX_LIST = "prefix_list";

    private Ec2Rules() {}

    /**
     * A permission as clients see it.
     *
     * @param owner the account of the group that has it
     * @param nameOf what clients call a group that is let in
     */
    static Rule rule(String owner, IpPermission permission, Function<UserIdGroupPair, String> nameOf) {
        List<Source> sources = new ArrayList<>();
        permission.ipRanges().forEach(range -> sources.add(block("ipv4", range.cidrIp())));
        permission.ipv6Ranges().forEach(range -> sources.add(block("ipv6", range.cidrIpv6())));
        permission
                .prefixListIds()
                .forEach(list -> sources.add(new AddressSource(PREFIX_LIST, list.prefixListId(), "")));
        permission
                .userIdGroupPairs()
                .forEach(pair -> sources.add(new GroupSource(
                        nameOf.apply(pair), Optional.ofNullable(pair.userId()).orElse(owner))));
        Parsed rule = new Parsed(
                owner,
                permission.ipProtocol(),
                Optional.ofNullable(permission.fromPort()),
                Optional.ofNullable(permission.toPort()),
                sources);
        return new Rule(
                rule.id(),
                rule.protocol(),
                text(rule.from()),
                text(rule.to()),
                "ingress",
                Optional.empty(),
                Optional.empty(),
                sources);
    }

    /** What an id says; empty when it is none. */
    static Optional<Parsed> parse(String id) {
        String[] parts = id.split("~", -1);
        if (parts.length != 5 || parts[1].isEmpty() || !isPort(parts[2]) || !isPort(parts[3])) {
            return Optional.empty();
        }
        List<Source> sources = new ArrayList<>();
        for (String text : parts[4].split("@")) {
            if (!text.isEmpty()) {
                Optional<Source> source = source(text.split(",", -1));
                if (source.isEmpty()) {
                    return Optional.empty();
                }
                sources.add(source.get());
            }
        }
        return Optional.of(new Parsed(parts[0], parts[1], port(parts[2]), port(parts[3]), sources));
    }

    /** Whether a name can be part of an id and be read again. */
    static boolean isReadable(String name) {
        return name.chars().noneMatch(c -> "~@,".indexOf(c) >= 0);
    }

    private static Optional<Source> source(String[] words) {
        if (words[0].equals("address") && words.length >= 4) {
            return Optional.of(new AddressSource(words[1], words[2], words[3]));
        }
        return words[0].equals("group") && words.length >= 3
                ? Optional.of(new GroupSource(words[2], words[1]))
                : Optional.empty();
    }

    private static AddressSource block(String family, String cidr) {
        String[] parts = cidr.split("/", 2);
        return new AddressSource(family, parts[0], parts.length == 2 ? parts[1] : family.equals("ipv4") ? "32" : "128");
    }

    private static boolean isPort(String text) {
        return text.isEmpty() || text.matches("-?\\d{1,5}");
    }

    private static Optional<Integer> port(String text) {
        return text.isEmpty() ? Optional.empty() : Optional.of(Integer.valueOf(text));
    }

    private static String text(Optional<Integer> port) {
        return port.map(String::valueOf).orElse("");
    }

    /**
     * All there is to a rule.
     *
     * @param from the first port; absent where the protocol has none
     * @param to the last port
     */
    record Parsed(String owner, String protocol, Optional<Integer> from, Optional<Integer> to, List<Source> sources) {
        String id() {
            String all = sources.stream().map(Parsed::text).collect(Collectors.joining(","));
            return String.join("~", owner, protocol, Ec2Rules.text(from), Ec2Rules.text(to), all);
        }

        /**
         * As EC2 wants it.
         *
         * @param pair how EC2 knows a group that is let in
         */
        IpPermission permission(Function<GroupSource, UserIdGroupPair> pair) {
            List<IpRange> v4 = new ArrayList<>();
            List<Ipv6Range> v6 = new ArrayList<>();
            List<PrefixListId> lists = new ArrayList<>();
            List<UserIdGroupPair> groups = new ArrayList<>();
            for (Source source : sources) {
                if (source instanceof GroupSource group) {
                    groups.add(pair.apply(group));
                } else if (source instanceof AddressSource block) {
                    String cidr = block.address() + "/" + block.prefix();
                    switch (block.family()) {
                        case "ipv6" -> v6.add(Ipv6Range.builder().cidrIpv6(cidr).build());
                        case PREFIX_LIST ->
                            lists.add(PrefixListId.builder()
                                    .prefixListId(block.address())
                                    .build());
                        default -> v4.add(IpRange.builder().cidrIp(cidr).build());
                    }
                }
            }
            // An empty list is sent as an empty parameter, which EC2 does not take
            return IpPermission.builder()
                    .ipProtocol(protocol)
                    .fromPort(from.orElse(null))
                    .toPort(to.orElse(null))
                    .ipRanges(orNothing(v4))
                    .ipv6Ranges(orNothing(v6))
                    .prefixListIds(orNothing(lists))
                    .userIdGroupPairs(orNothing(groups))
                    .build();
        }

        private static <T> @Nullable List<T> orNothing(List<T> list) {
            return list.isEmpty() ? null : list;
        }

        private static String text(Source source) {
            if (source instanceof AddressSource block) {
                return "@address," + block.family() + "," + block.address() + "," + block.prefix();
            }
            GroupSource group = (GroupSource) source;
            return "@group," + group.owner() + "," + group.name();
        }
    }
}

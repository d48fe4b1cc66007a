package org.alluvium.driver.ec2;

import static java.util.Objects.requireNonNull;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.alluvium.capability.FirewallOperations;
import org.alluvium.capability.RuleRequest;
import org.alluvium.driver.CloudException;
import org.alluvium.driver.ErrorKind;
import org.alluvium.model.Firewall;
import org.alluvium.model.Firewall.GroupSource;
import software.amazon.awssdk.services.ec2.model.AuthorizeSecurityGroupIngressRequest;
import software.amazon.awssdk.services.ec2.model.CreateSecurityGroupRequest;
import software.amazon.awssdk.services.ec2.model.DeleteSecurityGroupRequest;
import software.amazon.awssdk.services.ec2.model.IpPermission;
import software.amazon.awssdk.services.ec2.model.RevokeSecurityGroupIngressRequest;
import software.amazon.awssdk.services.ec2.model.SecurityGroup;
import software.amazon.awssdk.services.ec2.model.UserIdGroupPair;

/** Firewalls: security groups, with their rules for what comes in (contract drivers, ec2, firewalls). */
final class Ec2Firewalls implements FirewallOperations {
    private final Ec2Calls calls;
    private final Ec2Groups groups;

    Ec2Firewalls(Ec2Calls calls, Ec2Groups groups) {
        this.calls = requireNonNull(calls);
        this.groups = requireNonNull(groups);
    }

    @Override
    public List<Firewall> list() {
        List<SecurityGroup> all = groups.all();
        Map<String, String> names = names(all);
        return all.stream().map(group -> firewall(group, names)).toList();
    }

    @Override
    public Optional<Firewall> find(String id) {
        return groups.find(id).map(this::firewall);
    }

    /** {@inheritDoc} In the default network. */
    @Override
    public Firewall create(String name, String description) {
        String id = calls.call(
                        CreateSecurityGroupRequest.builder()
                                .groupName(name)
                                // EC2 wants one
                                .description(description.isBlank() ? name : description)
                                .build(),
                        (client, q) -> client.createSecurityGroup(q))
                .groupId();
        calls.newborns().add(id);
        calls.newborns().add(name);
        return firewall(groups.require(id));
    }

    @Override
    public void destroy(String id) {
        String groupId = groups.require(id).groupId();
        calls.call(
                DeleteSecurityGroupRequest.builder().groupId(groupId).build(),
                (client, q) -> client.deleteSecurityGroup(q));
        calls.newborns().remove(groupId);
        calls.newborns().remove(id);
    }

    /** {@inheritDoc} For TCP on all ports when the request does not tell. */
    @Override
    public Firewall addRule(String id, RuleRequest request) {
        SecurityGroup group = groups.require(id);
        String protocol = request.protocol().orElse("tcp").toLowerCase(Locale.ROOT);
        boolean ports = !protocol.startsWith("icmp");
        int from = request.portFrom().map(Ec2Firewalls::port).orElse(ports ? 0 : -1);
        int to = request.portTo().map(Ec2Firewalls::port).orElse(ports ? 65535 : -1);
        if (ports && from > to) {
            throw new CloudException(
                    ErrorKind.INVALID, "The first port, " + from + ", is higher than the last, " + to + ".");
        }
        Ec2Rules.Parsed rule =
                new Ec2Rules.Parsed(group.ownerId(), protocol, Optional.of(from), Optional.of(to), request.sources());
        AuthorizeSecurityGroupIngressRequest wish = AuthorizeSecurityGroupIngressRequest.builder()
                .groupId(group.groupId())
                .ipPermissions(permission(rule, group))
                .build();
        calls.newborns()
                .await(group.groupId(), () -> calls.call(wish, (client, q) -> client.authorizeSecurityGroupIngress(q)));
        return firewall(groups.require(group.groupId()));
    }

    /** {@inheritDoc} The id tells all: the group's rules are not looked up. */
    @Override
    public void removeRule(String id, String ruleId) {
        Ec2Rules.Parsed rule = Ec2Rules.parse(ruleId).orElseThrow(() -> CloudException.notFound("Rule", ruleId));
        SecurityGroup group = groups.require(id);
        if (!rule.owner().equals(group.ownerId()) || rule.sources().isEmpty()) {
            throw CloudException.notFound("Rule", ruleId);
        }
        IpPermission permission = permission(rule, group);
        var left = calls.call(
                        RevokeSecurityGroupIngressRequest.builder()
                                .groupId(group.groupId())
                                .ipPermissions(permission)
                                .build(),
                        (client, q) -> client.revokeSecurityGroupIngress(q))
                .unknownIpPermissions();
        // For groups of the default network that is how EC2 says that there is no such rule
        if (left.stream().anyMatch(unknown -> permission.ipProtocol().equals(unknown.ipProtocol()))) {
            throw CloudException.notFound("Rule", ruleId);
        }
    }

    private IpPermission permission(Ec2Rules.Parsed rule, SecurityGroup into) {
        List<String> names = rule.sources().stream()
                .filter(GroupSource.class::isInstance)
                .map(GroupSource.class::cast)
                .filter(source -> isNamedHere(source, into))
                .map(GroupSource::name)
                .distinct()
                .toList();
        Map<String, String> ids = new HashMap<>();
        if (!names.isEmpty()) {
            List<String> found = groups.idsInNetwork(names, into.vpcId());
            for (int i = 0; i < found.size(); i++) {
                ids.put(names.get(i), found.get(i));
            }
        }
        return rule.permission(source -> {
            String owner = source.owner().isBlank() ? into.ownerId() : source.owner();
            UserIdGroupPair.Builder pair = UserIdGroupPair.builder().userId(owner);
            String id = ids.getOrDefault(source.name(), source.name());
            return (Ec2Id.GROUP.admits(id) ? pair.groupId(id) : pair.groupName(id)).build();
        });
    }

    /** Whether it is a name that stands for a group of the same account in the same network. */
    private static boolean isNamedHere(GroupSource source, SecurityGroup into) {
        return !Ec2Id.GROUP.admits(source.name())
                && (source.owner().isBlank() || source.owner().equals(into.ownerId()))
                && into.vpcId() != null
                && !into.vpcId().isEmpty();
    }

    private Firewall firewall(SecurityGroup group) {
        Map<String, String> names = names(List.of(group));
        Set<String> unknown = group.ipPermissions().stream()
                .flatMap(permission -> permission.userIdGroupPairs().stream())
                .filter(pair -> pair.userId() == null || pair.userId().equals(group.ownerId()))
                .map(UserIdGroupPair::groupId)
                .filter(id -> id != null && !names.containsKey(id))
                .collect(Collectors.toSet());
        if (!unknown.isEmpty()) {
            names.putAll(names(groups.byIds(unknown)));
        }
        return firewall(group, names);
    }

    private Firewall firewall(SecurityGroup group, Map<String, String> names) {
        Function<UserIdGroupPair, String> nameOf = pair -> Optional.ofNullable(names.get(pair.groupId()))
                .or(() -> Optional.ofNullable(pair.groupId()))
                .orElseGet(pair::groupName);
        return new Firewall(
                groups.clientId(group),
                group.groupName(),
                Optional.ofNullable(group.description()).orElse(""),
                group.ownerId(),
                group.ipPermissions().stream()
                        .map(permission -> Ec2Rules.rule(group.ownerId(), permission, nameOf))
                        .toList());
    }

    /** What clients call the groups, by EC2's id; names that a rule's id cannot hold are left to it. */
    private Map<String, String> names(Collection<SecurityGroup> known) {
        Map<String, String> names = new HashMap<>();
        for (SecurityGroup group : known) {
            String name = groups.clientId(group);
            names.put(group.groupId(), Ec2Rules.isReadable(name) ? name : group.groupId());
        }
        return names;
    }

    private static int port(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new CloudException(ErrorKind.INVALID, "'" + text + "' is not a port.");
        }
    }
}

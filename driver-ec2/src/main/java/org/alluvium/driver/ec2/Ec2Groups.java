package org.alluvium.driver.ec2;

import static java.util.Objects.requireNonNull;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.alluvium.driver.CloudException;
import org.alluvium.driver.ErrorKind;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.model.DescribeSecurityGroupsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeSecurityGroupsResponse;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.SecurityGroup;

/**
 * Security groups by what clients call them. A name is unique in its network only, and EC2 takes it for one of the default
 * network: so groups there go by their name, as the contract has it, and groups elsewhere by EC2's id. For one request; not
 * safe for use by many threads.
 */
final class Ec2Groups {
    private final Ec2Calls calls;
    private final Ec2DefaultNetworks defaultNetworks;
    private final Map<String, Optional<String>> asked = new HashMap<>();

    Ec2Groups(Ec2Calls calls, Ec2DefaultNetworks defaultNetworks) {
        this.calls = requireNonNull(calls);
        this.defaultNetworks = requireNonNull(defaultNetworks);
    }

    /** Every group. */
    List<SecurityGroup> all() {
        return described(DescribeSecurityGroupsRequest.builder()
                .maxResults(calls.pageSize())
                .build());
    }

    /** The group that clients call so; EC2's own id does as well. */
    Optional<SecurityGroup> find(String id) {
        return id.isBlank()
                ? Optional.empty()
                : Ec2Calls.ifThere(() -> calls.newborns()
                        .await(
                                id,
                                () -> Optional.of((Ec2Id.GROUP.admits(id) ? byId(id) : byName(id))
                                        .orElseThrow(() -> Ec2Id.GROUP.unknown(id)))));
    }

    /**
     * The group that clients call so.
     *
     * @throws CloudException NOT_FOUND when there is none
     */
    SecurityGroup require(String id) {
        return find(id).orElseThrow(() -> Ec2Id.GROUP.unknown(id));
    }

    /** Those of the groups with these ids of EC2 that the caller may see. */
    List<SecurityGroup> byIds(Collection<String> ids) {
        // As a filter: one id of another account among them is no failure
        return filtered(filter("group-id", ids));
    }

    /**
     * EC2's ids of the groups with these names in a network, in their order.
     *
     * @throws CloudException NOT_FOUND when one is not there
     */
    List<String> idsInNetwork(List<String> names, String network) {
        List<SecurityGroup> groups = filtered(filter("vpc-id", List.of(network)), filter("group-name", names));
        return names.stream()
                .map(name -> groups.stream()
                        .filter(group -> name.equals(group.groupName()))
                        .findFirst()
                        .orElseThrow(() -> Ec2Id.GROUP.unknown(name))
                        .groupId())
                .toList();
    }

    /** What clients call a group. */
    String clientId(SecurityGroup group) {
        return clientId(group.groupId(), group.groupName(), group.vpcId(), group.ownerId());
    }

    /** What clients call a group of that network. */
    String clientId(@Nullable String groupId, @Nullable String name, @Nullable String network, @Nullable String owner) {
        boolean byName = name != null && !name.isEmpty() && isDefault(network, owner);
        return requireNonNull(byName || groupId == null ? name : groupId, "EC2 gave a group neither name nor id");
    }

    private boolean isDefault(@Nullable String network, @Nullable String owner) {
        if (network == null || network.isEmpty()) {
            return true; // a cloud without networks
        }
        return asked.computeIfAbsent(owner == null ? "" : owner, this::defaultNetwork)
                .filter(network::equals)
                .isPresent();
    }

    private Optional<String> defaultNetwork(String owner) {
        try {
            return defaultNetworks.of(calls, owner);
        } catch (CloudException refused) {
            if (refused.kind() == ErrorKind.FORBIDDEN) {
                return Optional.empty(); // EC2's ids are right in any case
            }
            throw refused;
        }
    }

    private Optional<SecurityGroup> byId(String id) {
        return described(DescribeSecurityGroupsRequest.builder().groupIds(id).build()).stream()
                .findFirst();
    }

    private Optional<SecurityGroup> byName(String name) {
        return filtered(filter("group-name", List.of(name))).stream()
                .filter(group -> name.equals(group.groupName()))
                .filter(group -> isDefault(group.vpcId(), group.ownerId()))
                .findFirst();
    }

    private List<SecurityGroup> filtered(Filter... filters) {
        return described(
                DescribeSecurityGroupsRequest.builder().filters(filters).build());
    }

    private List<SecurityGroup> described(DescribeSecurityGroupsRequest request) {
        return calls.pages(
                request,
                (q, token) -> q.toBuilder().nextToken(token).build(),
                (client, q) -> client.describeSecurityGroups(q),
                DescribeSecurityGroupsResponse::nextToken,
                DescribeSecurityGroupsResponse::securityGroups);
    }

    /** Names may hold what filters take for a pattern. */
    private static Filter filter(String name, Collection<String> values) {
        return Filter.builder()
                .name(name)
                .values(values.stream()
                        .map(value -> value.replaceAll("[\\\\*?]", "\\\\$0"))
                        .toList())
                .build();
    }
}

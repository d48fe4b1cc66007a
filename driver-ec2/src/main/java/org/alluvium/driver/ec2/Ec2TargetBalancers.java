package org.alluvium.driver.ec2;

import static java.util.Objects.requireNonNull;

import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.alluvium.driver.CloudException;
import org.alluvium.driver.ErrorKind;
import org.alluvium.model.LoadBalancer;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Action;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.AvailabilityZone;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DeleteLoadBalancerRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DeregisterTargetsRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeListenersRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeListenersResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeLoadBalancersRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeLoadBalancersResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTargetGroupsRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTargetGroupsResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTargetHealthRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Listener;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RegisterTargetsRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetDescription;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroup;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupTuple;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealthDescription;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealthStateEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetTypeEnum;

/**
 * The load balancers of the second generation. Their instances are the targets of their target groups, apart from those that
 * are leaving; groups of addresses or functions hold no instances. Listeners are shown with what they pass on to when no
 * rule matches.
 */
final class Ec2TargetBalancers {
    private final Ec2Calls calls;

    Ec2TargetBalancers(Ec2Calls calls) {
        this.calls = requireNonNull(calls);
    }

    /**
     * A balancer.
     *
     * @param arn its long name
     * @param shown how clients see it
     * @param targets the registered instances, by the ARN of each of its groups that holds instances
     */
    record Found(String arn, LoadBalancer shown, Map<String, List<TargetDescription>> targets) {}

    /**
     * All of them.
     *
     * @param taken names that balancers of the first generation have
     */
    List<LoadBalancer> list(Set<String> taken) {
        if (!calls.place().offers(Ec2Service.ELB2)) {
            return List.of();
        }
        List<software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancer> balancers = calls.pages(
                Ec2Service.ELB2,
                DescribeLoadBalancersRequest.builder().pageSize(pageSize()).build(),
                (q, marker) -> q.toBuilder().marker(marker).build(),
                (client, q) -> client.describeLoadBalancers(q),
                DescribeLoadBalancersResponse::nextMarker,
                DescribeLoadBalancersResponse::loadBalancers);
        if (balancers.isEmpty()) {
            return List.of();
        }
        List<TargetGroup> groups = groups(
                DescribeTargetGroupsRequest.builder().pageSize(pageSize()).build());
        return balancers.stream()
                .map(b -> {
                    String name = b.loadBalancerName();
                    List<TargetGroup> own = groups.stream()
                            .filter(g -> g.loadBalancerArns().contains(b.loadBalancerArn()))
                            .toList();
                    return found(b, taken.contains(name) ? path(b.loadBalancerArn()) : name, own)
                            .shown();
                })
                .toList();
    }

    /** The balancer of that name, or of that end of an ARN. */
    Optional<Found> find(String id) {
        String[] path = id.split("/", -1);
        String name = path.length == 3 ? path[1] : id;
        if (!calls.place().offers(Ec2Service.ELB2) || !Ec2ClassicBalancers.isName(name)) {
            return Optional.empty();
        }
        return Ec2Calls.ifThere(() -> calls
                .call(
                        Ec2Service.ELB2,
                        DescribeLoadBalancersRequest.builder().names(name).build(),
                        (client, q) -> client.describeLoadBalancers(q))
                .loadBalancers()
                .stream()
                .filter(b -> id.equals(b.loadBalancerName()) || id.equals(path(b.loadBalancerArn())))
                .map(b -> found(
                        b,
                        id,
                        groups(DescribeTargetGroupsRequest.builder()
                                .loadBalancerArn(b.loadBalancerArn())
                                .build())))
                .findFirst());
    }

    void destroy(Found balancer) {
        calls.call(
                Ec2Service.ELB2,
                DeleteLoadBalancerRequest.builder()
                        .loadBalancerArn(balancer.arn())
                        .build(),
                (client, q) -> client.deleteLoadBalancer(q));
    }

    /** Registers an instance with every group that holds instances, at the group's port. */
    void register(Found balancer, String instanceId) {
        if (balancer.targets().isEmpty()) {
            throw new CloudException(
                    ErrorKind.NOT_ALLOWED,
                    "Load balancer '" + balancer.shown().id() + "' has no target group for instances."
                            + " Give a listener of it one.");
        }
        balancer.targets()
                .keySet()
                .forEach(group -> calls.call(
                        Ec2Service.ELB2,
                        RegisterTargetsRequest.builder()
                                .targetGroupArn(group)
                                .targets(TargetDescription.builder()
                                        .id(instanceId)
                                        .build())
                                .build(),
                        (client, q) -> client.registerTargets(q)));
    }

    /** Takes an instance out of every group, at every port. */
    void unregister(Found balancer, String instanceId) {
        balancer.targets().forEach((group, targets) -> {
            List<TargetDescription> leaving =
                    targets.stream().filter(t -> instanceId.equals(t.id())).toList();
            if (!leaving.isEmpty()) {
                calls.call(
                        Ec2Service.ELB2,
                        DeregisterTargetsRequest.builder()
                                .targetGroupArn(group)
                                .targets(leaving)
                                .build(),
                        (client, q) -> client.deregisterTargets(q));
            }
        });
    }

    private Found found(
            software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancer balancer,
            String id,
            List<TargetGroup> groups) {
        List<Listener> listeners = calls.pages(
                Ec2Service.ELB2,
                DescribeListenersRequest.builder()
                        .loadBalancerArn(balancer.loadBalancerArn())
                        .build(),
                (q, marker) -> q.toBuilder().marker(marker).build(),
                (client, q) -> client.describeListeners(q),
                DescribeListenersResponse::nextMarker,
                DescribeListenersResponse::listeners);
        Map<String, List<TargetDescription>> targets = groups.stream()
                .filter(group -> group.targetType() == TargetTypeEnum.INSTANCE)
                .map(TargetGroup::targetGroupArn)
                .collect(Collectors.toMap(arn -> arn, this::targets));
        LoadBalancer shown = new LoadBalancer(
                id,
                Optional.ofNullable(balancer.createdTime())
                        .map(time -> time.truncatedTo(ChronoUnit.SECONDS).toString()),
                balancer.availabilityZones().stream()
                        .map(AvailabilityZone::zoneName)
                        .toList(),
                listeners.stream().flatMap(l -> shown(l, groups)).toList(),
                targets.values().stream()
                        .flatMap(List::stream)
                        .map(TargetDescription::id)
                        .distinct()
                        .sorted()
                        .toList(),
                Stream.ofNullable(balancer.dnsName()).toList());
        return new Found(balancer.loadBalancerArn(), shown, targets);
    }

    private List<TargetGroup> groups(DescribeTargetGroupsRequest first) {
        return calls.pages(
                Ec2Service.ELB2,
                first,
                (q, marker) -> q.toBuilder().marker(marker).build(),
                (client, q) -> client.describeTargetGroups(q),
                DescribeTargetGroupsResponse::nextMarker,
                DescribeTargetGroupsResponse::targetGroups);
    }

    private List<TargetDescription> targets(String group) {
        return calls
                .call(
                        Ec2Service.ELB2,
                        DescribeTargetHealthRequest.builder()
                                .targetGroupArn(group)
                                .build(),
                        (client, q) -> client.describeTargetHealth(q))
                .targetHealthDescriptions()
                .stream()
                .filter(health -> health.targetHealth() == null
                        || health.targetHealth().state() != TargetHealthStateEnum.DRAINING)
                .map(TargetHealthDescription::target)
                .toList();
    }

    /** A listener, once for each group that it spreads over; one that answers by itself has no port of instances. */
    private static Stream<LoadBalancer.Listener> shown(Listener listener, List<TargetGroup> groups) {
        List<String> ports = new ArrayList<>();
        for (Action action : listener.defaultActions()) {
            Stream.concat(
                            Stream.ofNullable(action.targetGroupArn()),
                            Stream.ofNullable(action.forwardConfig())
                                    .flatMap(forward -> forward.targetGroups().stream())
                                    .map(TargetGroupTuple::targetGroupArn))
                    .distinct()
                    .flatMap(arn ->
                            groups.stream().filter(g -> g.targetGroupArn().equals(arn)))
                    .filter(group -> group.port() != null)
                    .forEach(group -> ports.add(String.valueOf(group.port())));
        }
        if (ports.isEmpty()) {
            ports.add("");
        }
        return ports.stream()
                .distinct()
                .map(port -> new LoadBalancer.Listener(
                        Optional.ofNullable(listener.protocolAsString()).orElse("TCP"),
                        Optional.ofNullable(listener.port())
                                .map(String::valueOf)
                                .orElse(""),
                        port));
    }

    private static String path(String arn) {
        return arn.substring(arn.indexOf(":loadbalancer/") + ":loadbalancer/".length());
    }

    private int pageSize() {
        return Math.min(Ec2ClassicBalancers.MAX_PAGE, calls.pageSize());
    }
}

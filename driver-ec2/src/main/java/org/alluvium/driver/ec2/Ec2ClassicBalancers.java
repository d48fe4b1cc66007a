package org.alluvium.driver.ec2;

import static java.util.Objects.requireNonNull;

import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.alluvium.driver.CloudException;
import org.alluvium.driver.ErrorKind;
import org.alluvium.model.LoadBalancer;
import software.amazon.awssdk.services.elasticloadbalancing.model.CreateLoadBalancerRequest;
import software.amazon.awssdk.services.elasticloadbalancing.model.DeleteLoadBalancerRequest;
import software.amazon.awssdk.services.elasticloadbalancing.model.DeregisterInstancesFromLoadBalancerRequest;
import software.amazon.awssdk.services.elasticloadbalancing.model.DescribeLoadBalancersRequest;
import software.amazon.awssdk.services.elasticloadbalancing.model.DescribeLoadBalancersResponse;
import software.amazon.awssdk.services.elasticloadbalancing.model.Instance;
import software.amazon.awssdk.services.elasticloadbalancing.model.Listener;
import software.amazon.awssdk.services.elasticloadbalancing.model.LoadBalancerDescription;
import software.amazon.awssdk.services.elasticloadbalancing.model.RegisterInstancesWithLoadBalancerRequest;

/** The load balancers of the first generation. One call tells everything of a page of them. */
final class Ec2ClassicBalancers {
    /** What the service takes. */
    static final int MAX_PAGE = 400;

    private final Ec2Calls calls;

    Ec2ClassicBalancers(Ec2Calls calls) {
        this.calls = requireNonNull(calls);
    }

    List<LoadBalancer> list() {
        return calls
                .pages(
                        Ec2Service.ELB,
                        DescribeLoadBalancersRequest.builder()
                                .pageSize(Math.min(MAX_PAGE, calls.pageSize()))
                                .build(),
                        (q, marker) -> q.toBuilder().marker(marker).build(),
                        (client, q) -> client.describeLoadBalancers(q),
                        DescribeLoadBalancersResponse::nextMarker,
                        DescribeLoadBalancersResponse::loadBalancerDescriptions)
                .stream()
                .map(Ec2ClassicBalancers::shown)
                .toList();
    }

    Optional<LoadBalancer> find(String name) {
        if (!isName(name)) {
            return Optional.empty();
        }
        return Ec2Calls.ifThere(() -> calls
                .call(
                        Ec2Service.ELB,
                        DescribeLoadBalancersRequest.builder()
                                .loadBalancerNames(name)
                                .build(),
                        (client, q) -> client.describeLoadBalancers(q))
                .loadBalancerDescriptions()
                .stream()
                .filter(balancer -> name.equals(balancer.loadBalancerName()))
                .map(Ec2ClassicBalancers::shown)
                .findFirst());
    }

    /** What names of balancers are made of, in both generations; nothing else is asked for. */
    static boolean isName(String text) {
        return text.matches("[A-Za-z0-9-]{1,255}");
    }

    void create(String name, String realmId, LoadBalancer.Listener listener) {
        CreateLoadBalancerRequest.Builder request = CreateLoadBalancerRequest.builder()
                .loadBalancerName(name)
                .listeners(Listener.builder()
                        .protocol(listener.protocol())
                        .loadBalancerPort(port(listener.loadBalancerPort()))
                        .instanceProtocol(listener.protocol())
                        .instancePort(port(listener.instancePort()))
                        .build());
        Ec2Realms.subnetOf(realmId).ifPresentOrElse(request::subnets, () -> request.availabilityZones(realmId));
        calls.call(Ec2Service.ELB, request.build(), (client, q) -> client.createLoadBalancer(q));
    }

    void destroy(String name) {
        calls.call(
                Ec2Service.ELB,
                DeleteLoadBalancerRequest.builder().loadBalancerName(name).build(),
                (client, q) -> client.deleteLoadBalancer(q));
    }

    void register(String name, String instanceId) {
        calls.call(
                Ec2Service.ELB,
                RegisterInstancesWithLoadBalancerRequest.builder()
                        .loadBalancerName(name)
                        .instances(instance(instanceId))
                        .build(),
                (client, q) -> client.registerInstancesWithLoadBalancer(q));
    }

    void unregister(String name, String instanceId) {
        calls.call(
                Ec2Service.ELB,
                DeregisterInstancesFromLoadBalancerRequest.builder()
                        .loadBalancerName(name)
                        .instances(instance(instanceId))
                        .build(),
                (client, q) -> client.deregisterInstancesFromLoadBalancer(q));
    }

    private static Instance instance(String id) {
        return Instance.builder().instanceId(id).build();
    }

    private static LoadBalancer shown(LoadBalancerDescription balancer) {
        return new LoadBalancer(
                balancer.loadBalancerName(),
                Optional.ofNullable(balancer.createdTime())
                        .map(time -> time.truncatedTo(ChronoUnit.SECONDS).toString()),
                balancer.availabilityZones(),
                balancer.listenerDescriptions().stream()
                        .map(description -> description.listener())
                        .map(l -> new LoadBalancer.Listener(
                                l.protocol(), String.valueOf(l.loadBalancerPort()), String.valueOf(l.instancePort())))
                        .toList(),
                balancer.instances().stream().map(Instance::instanceId).toList(),
                Stream.ofNullable(balancer.dnsName()).toList());
    }

    private static int port(String text) {
        try {
            return Integer.parseInt(text.strip());
        } catch (NumberFormatException none) {
            throw new CloudException(ErrorKind.INVALID, "'" + text + "' is no port.", none);
        }
    }
}

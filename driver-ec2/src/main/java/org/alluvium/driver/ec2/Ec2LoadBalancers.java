package org.alluvium.driver.ec2;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.alluvium.capability.LoadBalancerOperations;
import org.alluvium.driver.CloudException;
import org.alluvium.driver.ErrorKind;
import org.alluvium.model.LoadBalancer;
import org.alluvium.model.LoadBalancer.Listener;

/**
 * Load balancers of both generations as one collection: the classic ones, then those with target groups. The id is the name;
 * of the second generation it is {@code app/NAME/0123456789abcdef}, the end of the ARN, where a classic one has the same
 * name. New ones are classic (contract drivers, ec2).
 *
 * <p>A list costs its pages, and for each balancer of the second generation one DescribeListeners and one
 * DescribeTargetHealth for each of its target groups: EC2 has no call that tells either of more than one.
 */
final class Ec2LoadBalancers implements LoadBalancerOperations {
    private final Ec2Calls calls;
    private final Ec2ClassicBalancers classic;
    private final Ec2TargetBalancers targets;

    Ec2LoadBalancers(Ec2Calls calls) {
        this.calls = requireNonNull(calls);
        this.classic = new Ec2ClassicBalancers(calls);
        this.targets = new Ec2TargetBalancers(calls);
    }

    @Override
    public List<LoadBalancer> list() {
        List<LoadBalancer> all = new ArrayList<>(classic.list());
        Set<String> taken = all.stream().map(LoadBalancer::id).collect(Collectors.toSet());
        all.addAll(targets.list(taken));
        return all;
    }

    @Override
    public Optional<LoadBalancer> find(String id) {
        return classic.find(id).or(() -> targets.find(id).map(Ec2TargetBalancers.Found::shown));
    }

    @Override
    public LoadBalancer create(String name, String realmId, Listener listener) {
        classic.create(name, realmId, listener);
        calls.newborns().add(name);
        return calls.newborns()
                .await(
                        name,
                        () -> classic.find(name).orElseThrow(() -> CloudException.notFound("Load balancer", name)));
    }

    /** Removes the balancer; target groups stay, they may serve another one. */
    @Override
    public void destroy(String id) {
        // DeleteLoadBalancer succeeds for a name that is not there
        if (classic.find(id).isPresent()) {
            classic.destroy(id);
        } else {
            targets.destroy(targets.find(id).orElseThrow(() -> missing(id)));
        }
        calls.newborns().remove(id);
    }

    @Override
    public LoadBalancer register(String id, String instanceId) {
        if (classic.find(id).isPresent()) {
            classic.register(id, instanceId);
        } else {
            targets.register(targets.find(id).orElseThrow(() -> missing(id)), instanceId);
        }
        return find(id).orElseThrow(() -> missing(id));
    }

    /** Unregisters an instance; CONFLICT when it is not registered. */
    @Override
    public LoadBalancer unregister(String id, String instanceId) {
        Optional<LoadBalancer> old = classic.find(id);
        if (old.isPresent()) {
            check(old.get(), instanceId);
            classic.unregister(id, instanceId);
        } else {
            Ec2TargetBalancers.Found found = targets.find(id).orElseThrow(() -> missing(id));
            check(found.shown(), instanceId);
            targets.unregister(found, instanceId);
        }
        return find(id).orElseThrow(() -> missing(id));
    }

    private static void check(LoadBalancer balancer, String instanceId) {
        if (!balancer.instanceIds().contains(instanceId)) {
            throw new CloudException(
                    ErrorKind.CONFLICT,
                    "Instance '" + instanceId + "' is not registered with load balancer '" + balancer.id() + "'.");
        }
    }

    private static CloudException missing(String id) {
        return CloudException.notFound("Load balancer", id);
    }
}

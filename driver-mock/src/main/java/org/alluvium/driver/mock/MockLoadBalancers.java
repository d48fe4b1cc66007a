package org.alluvium.driver.mock;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.alluvium.capability.LoadBalancerOperations;
import org.alluvium.driver.CloudException;
import org.alluvium.driver.ErrorKind;
import org.alluvium.model.LoadBalancer;
import org.alluvium.model.LoadBalancer.Listener;

/** The load balancers. A load balancer alone knows which instances are registered with it. */
final class MockLoadBalancers implements LoadBalancerOperations {
    static final List<LoadBalancer> FIXTURES = List.of(balancer(
            "lb1", "2012-01-01T00:00:00Z", MockRealms.DEFAULT, new Listener("HTTP", "80", "3010"), List.of("inst1")));

    private final MockStore store;

    MockLoadBalancers(MockStore store) {
        this.store = requireNonNull(store);
    }

    @Override
    public List<LoadBalancer> list() {
        return List.copyOf(store.loadBalancers.all());
    }

    @Override
    public Optional<LoadBalancer> find(String id) {
        return store.loadBalancers.find(id);
    }

    @Override
    public LoadBalancer create(String name, String realmId, Listener listener) {
        String now = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
        LoadBalancer balancer = balancer(name, now, MockRealms.check(realmId), listener, List.of());
        store.execute(() -> store.loadBalancers.create(balancer));
        return balancer;
    }

    @Override
    public void destroy(String id) {
        store.execute(() -> store.loadBalancers.remove(id));
    }

    /** Registering twice is registering once. */
    @Override
    public LoadBalancer register(String id, String instanceId) {
        return store.change(() -> {
            LoadBalancer balancer = store.loadBalancers.require(id);
            store.instances.require(instanceId);
            if (balancer.instanceIds().contains(instanceId)) {
                return balancer;
            }
            List<String> instances = new ArrayList<>(balancer.instanceIds());
            instances.add(instanceId);
            LoadBalancer changed = with(balancer, instances);
            store.loadBalancers.put(changed);
            return changed;
        });
    }

    @Override
    public LoadBalancer unregister(String id, String instanceId) {
        return store.change(() -> {
            LoadBalancer balancer = store.loadBalancers.require(id);
            if (!balancer.instanceIds().contains(instanceId)) {
                throw new CloudException(
                        ErrorKind.CONFLICT,
                        "Instance '" + instanceId + "' is not registered with load balancer '" + id + "'.");
            }
            LoadBalancer changed = without(balancer, instanceId);
            store.loadBalancers.put(changed);
            return changed;
        });
    }

    /** The load balancer, without an instance. */
    static LoadBalancer without(LoadBalancer balancer, String instanceId) {
        return with(
                balancer,
                balancer.instanceIds().stream()
                        .filter(id -> !id.equals(instanceId))
                        .toList());
    }

    private static LoadBalancer with(LoadBalancer balancer, List<String> instanceIds) {
        return new LoadBalancer(
                balancer.id(),
                balancer.createdAt(),
                balancer.realmIds(),
                balancer.listeners(),
                instanceIds,
                balancer.publicAddresses());
    }

    private static LoadBalancer balancer(
            String name, String createdAt, String realmId, Listener listener, List<String> instanceIds) {
        return new LoadBalancer(
                name,
                Optional.of(createdAt),
                List.of(realmId),
                List.of(listener),
                instanceIds,
                List.of(name + ".mock.example.com"));
    }
}

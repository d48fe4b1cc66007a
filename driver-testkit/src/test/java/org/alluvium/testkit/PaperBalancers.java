package org.alluvium.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.alluvium.capability.LoadBalancerOperations;
import org.alluvium.model.LoadBalancer;
import org.alluvium.model.LoadBalancer.Listener;

/** Load balancers. */
final class PaperBalancers implements LoadBalancerOperations {
    private final PaperShelf shelf;

    PaperBalancers(PaperShelf shelf) {
        this.shelf = shelf;
    }

    static LoadBalancer with(LoadBalancer old, List<String> instances) {
        return new LoadBalancer(
                old.id(), old.createdAt(), old.realmIds(), old.listeners(), instances, old.publicAddresses());
    }

    @Override
    public List<LoadBalancer> list() {
        return List.copyOf(shelf.balancers.values());
    }

    @Override
    public Optional<LoadBalancer> find(String id) {
        return Optional.ofNullable(shelf.balancers.get(id));
    }

    @Override
    public LoadBalancer create(String name, String realmId, Listener listener) {
        PaperShelf.checkRealm(Optional.of(realmId));
        return put(new LoadBalancer(
                name, Optional.empty(), List.of(realmId), List.of(listener), List.of(), List.of("192.0.2.80")));
    }

    @Override
    public void destroy(String id) {
        require(id);
        shelf.balancers.remove(id);
    }

    @Override
    public LoadBalancer register(String id, String instanceId) {
        LoadBalancer old = require(id);
        PaperShelf.require(shelf.instances, "Instance", instanceId);
        List<String> instances = new ArrayList<>(old.instanceIds());
        instances.add(instanceId);
        return put(with(old, instances));
    }

    @Override
    public LoadBalancer unregister(String id, String instanceId) {
        LoadBalancer old = require(id);
        List<String> instances = new ArrayList<>(old.instanceIds());
        instances.remove(instanceId);
        return put(with(old, instances));
    }

    private LoadBalancer require(String id) {
        return PaperShelf.require(shelf.balancers, "Load balancer", id);
    }

    private LoadBalancer put(LoadBalancer balancer) {
        shelf.balancers.put(balancer.id(), balancer);
        return balancer;
    }
}

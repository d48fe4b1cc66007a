package org.alluvium.driver.mock;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.alluvium.capability.NetworkOperations;
import org.alluvium.driver.CloudException;
import org.alluvium.driver.ErrorKind;
import org.alluvium.model.Network;
import org.alluvium.model.NetworkInterface;
import org.alluvium.model.Subnet;

/** The networks. Which subnets a network has is not stored with it but added on the way out. */
final class MockNetworks implements NetworkOperations {
    static final List<Network> FIXTURES = List.of(
            network("net1", "network1", List.of("192.168.0.0/16")), network("net2", "network2", List.of("10.0.0.0/8")));

    private final MockStore store;

    MockNetworks(MockStore store) {
        this.store = requireNonNull(store);
    }

    @Override
    public List<Network> list() {
        return store.networks.all().stream().map(this::present).toList();
    }

    @Override
    public Optional<Network> find(String id) {
        return store.networks.find(id).map(this::present);
    }

    /** A network without a block takes subnets of any block. */
    @Override
    public Network create(Optional<String> name, Optional<String> addressBlock) {
        List<String> blocks =
                addressBlock
                        .filter(block -> !block.isEmpty())
                        .map(block -> CidrBlock.parse(block).toString())
                        .stream()
                        .toList();
        return store.change(() -> {
            String id = name.filter(text -> !text.isEmpty())
                    .orElseGet(() -> store.networks.freeId("net_", Instant.now().getEpochSecond()));
            Network network = network(id, id, blocks);
            store.networks.create(network);
            return network;
        });
    }

    /** With its subnets; a conflict while an instance is connected to it or to one of them. */
    @Override
    public void destroy(String id) {
        store.execute(() -> {
            store.networks.require(id);
            Set<String> parts = new HashSet<>(Set.of(id));
            store.subnets.of(id).forEach(subnet -> parts.add(subnet.id()));
            requireUnused("Network '" + id + "'", parts, store);
            store.networks.remove(id, () -> store.subnets.of(id).forEach(subnet -> store.subnets.remove(subnet.id())));
        });
    }

    /** CONFLICT when a network interface is in one of these networks or subnets. */
    static void requireUnused(String what, Set<String> networkIds, MockStore store) {
        for (NetworkInterface networkInterface : store.networkInterfaces.all()) {
            if (networkIds.contains(networkInterface.networkId())) {
                throw new CloudException(
                        ErrorKind.CONFLICT,
                        what + " is in use by network interface '" + networkInterface.id() + "'. Delete that first.");
            }
        }
    }

    private Network present(Network network) {
        return new Network(
                network.id(),
                network.name(),
                network.state(),
                network.addressBlocks(),
                store.subnets.of(network.id()).stream().map(Subnet::id).toList());
    }

    private static Network network(String id, String name, List<String> blocks) {
        return new Network(id, name, "UP", blocks, List.of());
    }
}

package org.alluvium.driver.mock;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.alluvium.capability.SubnetOperations;
import org.alluvium.driver.CloudException;
import org.alluvium.driver.ErrorKind;
import org.alluvium.model.Network;
import org.alluvium.model.Subnet;

/** The subnets. A subnet alone knows which network it is a part of. */
final class MockSubnets implements SubnetOperations {
    static final List<Subnet> FIXTURES = List.of(
            subnet("subnet1", "net1", "192.168.1.0/24"),
            subnet("subnet2", "net1", "192.168.2.0/24"),
            subnet("subnet3", "net2", "10.1.0.0/16"),
            subnet("subnet4", "net2", "10.2.0.0/16"));

    private final MockStore store;

    MockSubnets(MockStore store) {
        this.store = requireNonNull(store);
    }

    @Override
    public List<Subnet> list() {
        return List.copyOf(store.subnets.all());
    }

    @Override
    public Optional<Subnet> find(String id) {
        return store.subnets.find(id);
    }

    @Override
    public Subnet create(String networkId, String addressBlock, Optional<String> name) {
        CidrBlock block = CidrBlock.parse(addressBlock);
        return store.change(() -> {
            checkPlace(store.networks.require(networkId), block);
            String id = name.filter(text -> !text.isEmpty())
                    .orElseGet(
                            () -> store.subnets.freeId("subnet_", Instant.now().getEpochSecond()));
            Subnet subnet = subnet(id, networkId, block.toString());
            store.subnets.create(subnet);
            return subnet;
        });
    }

    /** A conflict while an instance is connected to it. */
    @Override
    public void destroy(String id) {
        store.execute(() -> {
            store.subnets.require(id);
            MockNetworks.requireUnused("Subnet '" + id + "'", Set.of(id), store);
            store.subnets.remove(id);
        });
    }

    private void checkPlace(Network network, CidrBlock block) {
        List<String> blocks = network.addressBlocks();
        if (!blocks.isEmpty() && blocks.stream().map(CidrBlock::parse).noneMatch(whole -> whole.contains(block))) {
            throw new CloudException(
                    ErrorKind.INVALID,
                    block + " is not inside of network '" + network.id() + "', which is " + String.join(", ", blocks)
                            + ".");
        }
        for (Subnet sibling : store.subnets.of(network.id())) {
            if (CidrBlock.parse(sibling.addressBlock()).overlaps(block)) {
                throw new CloudException(
                        ErrorKind.CONFLICT,
                        block + " overlaps with subnet '" + sibling.id() + "', which is " + sibling.addressBlock()
                                + ".");
            }
        }
    }

    private static Subnet subnet(String id, String networkId, String block) {
        return new Subnet(id, id, networkId, block, "UP", Optional.of("PRIVATE"));
    }
}

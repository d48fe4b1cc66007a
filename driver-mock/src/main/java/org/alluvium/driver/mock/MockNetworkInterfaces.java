package org.alluvium.driver.mock;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.alluvium.capability.NetworkInterfaceOperations;
import org.alluvium.driver.CloudException;
import org.alluvium.driver.ErrorKind;
import org.alluvium.model.NetworkInterface;
import org.alluvium.model.Subnet;

/** The network interfaces. One is in a subnet, or in a network directly; it alone knows whose it is. */
final class MockNetworkInterfaces implements NetworkInterfaceOperations {
    static final List<NetworkInterface> FIXTURES = List.of(
            networkInterface("nic1", "subnet1", "inst1", Optional.of("192.168.1.2")),
            networkInterface("nicinst3", "net1", "inst3", Optional.of("192.168.2.189")));

    private final MockStore store;

    MockNetworkInterfaces(MockStore store) {
        this.store = requireNonNull(store);
    }

    @Override
    public List<NetworkInterface> list() {
        return List.copyOf(store.networkInterfaces.all());
    }

    @Override
    public Optional<NetworkInterface> find(String id) {
        return store.networkInterfaces.find(id);
    }

    /** With the first free address of the subnet or network, if that has a block. */
    @Override
    public NetworkInterface create(String instanceId, String networkId, Optional<String> name) {
        return store.change(() -> {
            store.instances.require(instanceId);
            String id = name.filter(text -> !text.isEmpty())
                    .orElseGet(() ->
                            store.networkInterfaces.freeId("nic_", Instant.now().getEpochSecond()));
            Optional<String> address = block(networkId).map(block -> freeAddress(block, networkId));
            NetworkInterface created = networkInterface(id, networkId, instanceId, address);
            store.networkInterfaces.create(created);
            return created;
        });
    }

    @Override
    public void destroy(String id) {
        store.execute(() -> store.networkInterfaces.remove(id));
    }

    private Optional<CidrBlock> block(String networkId) {
        return store.subnets
                .find(networkId)
                .map(Subnet::addressBlock)
                .or(() -> store.networks.require(networkId).addressBlocks().stream()
                        .findFirst())
                .map(CidrBlock::parse);
    }

    /** Free in all networks, so that nobody has to tell which of them are connected. */
    private String freeAddress(CidrBlock block, String networkId) {
        Set<String> used = store.networkInterfaces.all().stream()
                .flatMap(other -> other.ipAddress().stream())
                .collect(Collectors.toSet());
        return block.freeAddress(used)
                .orElseThrow(() -> new CloudException(
                        ErrorKind.CONFLICT, "Network '" + networkId + "' has no free address left in " + block + "."));
    }

    private static NetworkInterface networkInterface(
            String id, String networkId, String instanceId, Optional<String> address) {
        return new NetworkInterface(id, id, networkId, Optional.of(instanceId), address);
    }
}

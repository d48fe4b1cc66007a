package org.alluvium.driver.mock;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;
import org.alluvium.capability.AddressOperations;
import org.alluvium.driver.CloudException;
import org.alluvium.driver.ErrorKind;
import org.alluvium.model.Address;

/** The addresses. An address alone knows which instance has it. */
final class MockAddresses implements AddressOperations {
    private static final String BEFORE_FIRST = "192.168.0.0";

    static final List<Address> FIXTURES =
            List.of(free("192.168.0.1"), free("192.168.0.2"), free("192.168.0.3"), free("192.168.0.4"));

    private final MockStore store;

    MockAddresses(MockStore store) {
        this.store = requireNonNull(store);
    }

    @Override
    public List<Address> list() {
        return List.copyOf(store.addresses.all());
    }

    @Override
    public Optional<Address> find(String id) {
        return store.addresses.find(id);
    }

    /** The one after the highest. */
    @Override
    public Address create() {
        return store.change(() -> {
            String highest = BEFORE_FIRST;
            // Natural order is numeric order, byte by byte.
            for (Address address : store.addresses.all()) {
                highest = address.id();
            }
            Address address = free(CidrBlock.next(highest));
            store.addresses.create(address);
            return address;
        });
    }

    @Override
    public void destroy(String id) {
        store.execute(() -> {
            requireFree(id, " Disassociate it first.");
            store.addresses.remove(id);
        });
    }

    @Override
    public void associate(String id, String instanceId) {
        store.execute(() -> {
            requireFree(id, "");
            store.instances.require(instanceId);
            store.addresses.put(new Address(id, Optional.of(instanceId)));
        });
    }

    @Override
    public void disassociate(String id) {
        store.execute(() -> {
            if (store.addresses.require(id).instanceId().isEmpty()) {
                throw new CloudException(
                        ErrorKind.CONFLICT, "Address '" + id + "' is not associated with any instance.");
            }
            store.addresses.put(free(id));
        });
    }

    private void requireFree(String id, String remedy) {
        store.addresses.require(id).instanceId().ifPresent(instance -> {
            throw new CloudException(
                    ErrorKind.CONFLICT, "Address '" + id + "' is in use by instance '" + instance + "'." + remedy);
        });
    }

    private static Address free(String id) {
        return new Address(id, Optional.empty());
    }
}

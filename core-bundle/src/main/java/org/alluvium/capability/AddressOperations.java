package org.alluvium.capability;

import java.util.List;
import java.util.Optional;
import org.alluvium.model.Address;
import org.osgi.annotation.versioning.ConsumerType;

/** The collection {@code addresses}. The package's rules hold. */
@ConsumerType
@Capability("addresses")
public interface AddressOperations {
    /** Every address that the caller may see. */
    List<Address> list();

    /** The address of that id. */
    Optional<Address> find(String id);

    /** Takes an address from the cloud's pool. */
    Address create();

    /** Gives an address back; CONFLICT while an instance has it, where the cloud minds. */
    void destroy(String id);

    /** Moves a free address to an instance; CONFLICT when it is in use. */
    void associate(String id, String instanceId);

    /** Takes an address from its instance; CONFLICT when none has it. */
    void disassociate(String id);
}

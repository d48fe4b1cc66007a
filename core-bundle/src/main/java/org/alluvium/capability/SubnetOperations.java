package org.alluvium.capability;

import java.util.List;
import java.util.Optional;
import org.alluvium.model.Subnet;
import org.osgi.annotation.versioning.ConsumerType;

/** The collection {@code subnets}. The package's rules hold. */
@ConsumerType
@Capability("subnets")
public interface SubnetOperations {
    /** Every subnet that the caller may see. */
    List<Subnet> list();

    /** The subnet of that id. */
    Optional<Subnet> find(String id);

    /**
     * Makes a part of a network.
     *
     * @param networkId of which network
     * @param addressBlock its addresses, a valid CIDR block
     * @param name what to call it
     * @throws org.alluvium.driver.CloudException INVALID when the block is not inside the network, CONFLICT when it overlaps
     */
    Subnet create(String networkId, String addressBlock, Optional<String> name);

    /** Removes a subnet. */
    void destroy(String id);
}

package org.alluvium.capability;

import java.util.List;
import java.util.Optional;
import org.alluvium.model.Network;
import org.osgi.annotation.versioning.ConsumerType;

/** The collection {@code networks}. The package's rules hold. */
@ConsumerType
@Capability("networks")
public interface NetworkOperations {
    /** Every network that the caller may see. */
    List<Network> list();

    /** The network of that id. */
    Optional<Network> find(String id);

    /**
     * Makes a network.
     *
     * @param name what to call it
     * @param addressBlock its addresses, a valid CIDR block
     */
    Network create(Optional<String> name, Optional<String> addressBlock);

    /** Removes a network. */
    void destroy(String id);
}

package org.alluvium.capability;

import java.util.List;
import java.util.Optional;
import org.alluvium.model.NetworkInterface;
import org.osgi.annotation.versioning.ConsumerType;

/** The collection {@code network_interfaces}. The package's rules hold. */
@ConsumerType
@Capability("network_interfaces")
public interface NetworkInterfaceOperations {
    /** Every network interface that the caller may see. */
    List<NetworkInterface> list();

    /** The network interface of that id. */
    Optional<NetworkInterface> find(String id);

    /**
     * Connects an instance to a network.
     *
     * @param instanceId which instance
     * @param networkId to which subnet, or to which network where the driver has no subnets
     * @param name what to call the connection
     */
    NetworkInterface create(String instanceId, String networkId, Optional<String> name);

    /** Removes a connection. */
    void destroy(String id);
}

package org.alluvium.capability;

import java.util.List;
import java.util.Optional;
import org.alluvium.model.LoadBalancer;
import org.alluvium.model.LoadBalancer.Listener;
import org.osgi.annotation.versioning.ConsumerType;

/** The collection {@code load_balancers}. The package's rules hold. */
@ConsumerType
@Capability("load_balancers")
public interface LoadBalancerOperations {
    /** Every load balancer that the caller may see. */
    List<LoadBalancer> list();

    /** The load balancer of that id. */
    Optional<LoadBalancer> find(String id);

    /** Makes a load balancer with one listener in one realm. */
    LoadBalancer create(String name, String realmId, Listener listener);

    /** Removes a load balancer. */
    void destroy(String id);

    /** Has a load balancer pass connections on to an instance too; answers it as it is then. */
    LoadBalancer register(String id, String instanceId);

    /** Has it no longer pass connections on to an instance; answers it as it is then. */
    LoadBalancer unregister(String id, String instanceId);
}

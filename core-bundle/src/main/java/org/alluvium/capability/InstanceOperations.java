package org.alluvium.capability;

import java.util.List;
import java.util.Optional;
import org.alluvium.model.Instance;
import org.alluvium.model.InstanceAction;
import org.osgi.annotation.versioning.ConsumerType;

/** The collection {@code instances}. The package's rules hold. */
@ConsumerType
@Capability("instances")
public interface InstanceOperations {
    /** Every instance of the caller that the filter admits. */
    List<Instance> list(InstanceFilter filter);

    /** The instance of that id. */
    Optional<Instance> find(String id);

    /**
     * Starts new instances.
     *
     * @return one for each that was asked for, at least one
     * @throws org.alluvium.driver.CloudException INVALID for an unknown hardware profile: {@code Hardware profile 'X' does
     *     not exists.} (sic, contract 02)
     */
    List<Instance> create(InstanceRequest request);

    /**
     * Reboots, stops, starts or destroys an instance. Whether its state allows that is checked before by the caller, with
     * {@link Instance#actions()}; a driver throws NOT_ALLOWED where the cloud refuses all the same.
     *
     * @param action any but CREATE
     * @return the instance as it is then; empty where the cloud does not tell
     */
    Optional<Instance> perform(String id, InstanceAction action);
}

package org.alluvium.capability;

import java.util.List;
import java.util.Optional;
import org.alluvium.model.Volume;
import org.osgi.annotation.versioning.ConsumerType;

/** The collection {@code storage_volumes}. The package's rules hold. */
@ConsumerType
@Capability("storage_volumes")
public interface VolumeOperations {
    /** Every volume that the caller may see. */
    List<Volume> list();

    /** The volume of that id. */
    Optional<Volume> find(String id);

    /** Makes a volume. */
    Volume create(VolumeRequest request);

    /** Removes a volume for good; CONFLICT while it is attached, where the cloud minds. */
    void destroy(String id);

    /** Attaches a volume to an instance under a device name such as {@code /dev/sdb}; answers it as it is then. */
    Volume attach(String id, String instanceId, String device);

    /**
     * Detaches a volume from wherever it is attached; answers it as it is then.
     *
     * @throws org.alluvium.driver.CloudException CONFLICT when it is attached nowhere
     */
    Volume detach(String id);
}

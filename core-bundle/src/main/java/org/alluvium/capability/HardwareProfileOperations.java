package org.alluvium.capability;

import java.util.List;
import java.util.Optional;
import org.alluvium.model.HardwareProfile;
import org.osgi.annotation.versioning.ConsumerType;

/** The collection {@code hardware_profiles}. The package's rules hold. */
@ConsumerType
@Capability("hardware_profiles")
public interface HardwareProfileOperations {
    /** Every hardware profile that the caller may see. */
    List<HardwareProfile> list();

    /** The hardware profile of that id. */
    Optional<HardwareProfile> find(String id);
}

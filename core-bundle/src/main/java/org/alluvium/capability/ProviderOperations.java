package org.alluvium.capability;

import java.util.List;
import org.alluvium.model.Provider;
import org.osgi.annotation.versioning.ConsumerType;

/** Asking the cloud itself for its regions (contract 02, drivers). The package's rules hold. */
@ConsumerType
@Capability("drivers")
public interface ProviderOperations {
    /** Every region that the caller may use; one without addresses is shown with the server's own, by which it is reached. */
    List<Provider> list();
}

package org.alluvium.capability;

import java.util.List;
import java.util.Optional;
import org.alluvium.model.Realm;
import org.osgi.annotation.versioning.ConsumerType;

/** The collection {@code realms}. The package's rules hold. */
@ConsumerType
@Capability("realms")
public interface RealmOperations {
    /** Every realm that the caller may see. */
    List<Realm> list();

    /** The realm of that id. */
    Optional<Realm> find(String id);
}

package org.alluvium.capability;

import java.util.List;
import java.util.Optional;
import org.alluvium.model.Key;
import org.osgi.annotation.versioning.ConsumerType;

/** The collection {@code keys}. The package's rules hold. */
@ConsumerType
@Capability("keys")
public interface KeyOperations {
    /** Every key that the caller may see. */
    List<Key> list();

    /** The key of that id. */
    Optional<Key> find(String id);

    /**
     * Makes a key.
     *
     * @param name what to call it
     * @param publicKey the key to import, in OpenSSH's format; empty to have the cloud make a pair
     * @return the key, with the private half if the cloud made it
     * @throws org.alluvium.driver.CloudException FORBIDDEN when there is one of that name (contract 01, section 9)
     */
    Key create(String name, Optional<String> publicKey);

    /** Removes a key. */
    void destroy(String id);
}

package org.alluvium.capability;

import java.util.List;
import java.util.Optional;
import org.alluvium.model.Bucket;
import org.osgi.annotation.versioning.ConsumerType;

/** The collection {@code buckets}. The package's rules hold. */
@ConsumerType
@Capability("buckets")
public interface BucketOperations {
    /** Every bucket that the caller may see; sizes and blobs only where they cost no call per bucket. */
    List<Bucket> list();

    /** The bucket of that id. */
    Optional<Bucket> find(String id);

    /**
     * Makes a bucket.
     *
     * @param name what to call it
     * @param location in which of the cloud's locations; empty takes the provider's own
     * @throws org.alluvium.driver.CloudException CONFLICT when somebody else has one of that name
     */
    Bucket create(String name, Optional<String> location);

    /** Removes a bucket; CONFLICT while it holds blobs. */
    void destroy(String id);
}

package org.alluvium.capability;

import java.util.List;
import java.util.Optional;
import org.alluvium.model.Snapshot;
import org.osgi.annotation.versioning.ConsumerType;

/** The collection {@code storage_snapshots}. The package's rules hold. */
@ConsumerType
@Capability("storage_snapshots")
public interface SnapshotOperations {
    /** Every snapshot that the caller may see. */
    List<Snapshot> list();

    /** The snapshot of that id. */
    Optional<Snapshot> find(String id);

    /** Copies a volume. */
    Snapshot create(String volumeId, Optional<String> name, Optional<String> description);

    /** Removes a snapshot for good. */
    void destroy(String id);
}

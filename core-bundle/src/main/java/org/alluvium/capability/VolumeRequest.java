package org.alluvium.capability;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * What a client wants of a new volume.
 *
 * @param capacity in GB, a positive decimal number; absent takes the driver's default
 * @param snapshotId the snapshot to start from
 * @param realmId where to make it
 * @param name what to call it
 * @param description what it is for
 */
public record VolumeRequest(
        Optional<String> capacity,
        Optional<String> snapshotId,
        Optional<String> realmId,
        Optional<String> name,
        Optional<String> description) {
    public VolumeRequest {
        requireNonNull(capacity);
        requireNonNull(snapshotId);
        requireNonNull(realmId);
        requireNonNull(name);
        requireNonNull(description);
    }
}

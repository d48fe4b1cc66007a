package org.alluvium.model;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * A copy of a volume at a point in time.
 *
 * @param id the cloud's id
 * @param state {@code COMPLETED}, or what the cloud says
 * @param volumeId what it is a copy of
 * @param created as the cloud writes it
 */
public record Snapshot(String id, Optional<String> state, Optional<String> volumeId, Optional<String> created) {
    public Snapshot {
        requireNonNull(id);
        requireNonNull(state);
        requireNonNull(volumeId);
        requireNonNull(created);
    }
}

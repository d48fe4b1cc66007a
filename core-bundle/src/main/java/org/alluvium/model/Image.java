package org.alluvium.model;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;

/**
 * A disk image that instances start from.
 *
 * @param id the cloud's id
 * @param name shown to people
 * @param description what is on it
 * @param ownerId the account that owns it
 * @param architecture {@code x86_64}, {@code i386}, ... as the cloud writes it
 * @param state {@code AVAILABLE}, or what the cloud says
 * @param creationTime as the cloud writes it
 * @param hardwareProfileIds the profiles it can run on; empty when that is not known
 * @param rootType where its root disk lives
 */
public record Image(
        String id,
        Optional<String> name,
        Optional<String> description,
        Optional<String> ownerId,
        Optional<String> architecture,
        Optional<String> state,
        Optional<String> creationTime,
        List<String> hardwareProfileIds,
        RootType rootType) {
    public Image {
        requireNonNull(id);
        requireNonNull(name);
        requireNonNull(description);
        requireNonNull(ownerId);
        requireNonNull(architecture);
        requireNonNull(state);
        requireNonNull(creationTime);
        hardwareProfileIds = List.copyOf(hardwareProfileIds);
        requireNonNull(rootType);
    }

    /** Whether the root disk outlives the instance. */
    public enum RootType {
        TRANSIENT,
        PERSISTENT
    }
}

package org.alluvium.model;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;

/**
 * A block device that can be attached to an instance.
 *
 * @param id the cloud's id
 * @param name shown to people; the id is shown when there is none
 * @param description what it is for
 * @param created as the cloud writes it
 * @param capacity in GB, a decimal number as the cloud writes it
 * @param kind of volume, where the cloud has several
 * @param realmId where it is
 * @param state {@code AVAILABLE}, {@code IN-USE}, or the cloud's word in upper case
 * @param attachment where it is attached; empty when it is free
 * @param actions what links are printed; empty prints none
 */
public record Volume(
        String id,
        Optional<String> name,
        Optional<String> description,
        Optional<String> created,
        String capacity,
        Optional<String> kind,
        Optional<String> realmId,
        Optional<String> state,
        Optional<Attachment> attachment,
        List<Action> actions) {
    public Volume {
        requireNonNull(id);
        requireNonNull(name);
        requireNonNull(description);
        requireNonNull(created);
        requireNonNull(capacity);
        requireNonNull(kind);
        requireNonNull(realmId);
        requireNonNull(state);
        requireNonNull(attachment);
        actions = List.copyOf(actions);
    }

    /**
     * Where a volume is attached.
     *
     * @param instanceId to which instance
     * @param device under which name the instance sees it, if the cloud tells
     */
    public record Attachment(String instanceId, Optional<String> device) {
        public Attachment {
            requireNonNull(instanceId);
            requireNonNull(device);
        }
    }

    /** What a client can ask of a volume. */
    public enum Action {
        ATTACH,
        DETACH,
        DESTROY
    }
}

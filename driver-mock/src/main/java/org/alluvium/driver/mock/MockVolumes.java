package org.alluvium.driver.mock;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.alluvium.capability.VolumeOperations;
import org.alluvium.capability.VolumeRequest;
import org.alluvium.driver.CloudException;
import org.alluvium.driver.ErrorKind;
import org.alluvium.model.Volume;
import org.alluvium.model.Volume.Attachment;

/** The volumes. A volume alone knows where it is attached. */
final class MockVolumes implements VolumeOperations {
    private static final String AVAILABLE = "AVAILABLE";
    private static final String IN_USE = "IN-USE";

    private static final String UNLISTED = "vol3";
    private static final Attachment UNLISTED_ATTACHMENT = new Attachment("inst1", Optional.of("/dev/sda1"));

    static final List<Volume> FIXTURES = List.of(
            fixture("vol1", AVAILABLE, Optional.empty()),
            fixture("vol2", AVAILABLE, Optional.empty()),
            fixture(UNLISTED, IN_USE, Optional.of(UNLISTED_ATTACHMENT)));

    private final MockStore store;

    MockVolumes(MockStore store) {
        this.store = requireNonNull(store);
    }

    @Override
    public List<Volume> list() {
        return List.copyOf(store.volumes.all());
    }

    @Override
    public Optional<Volume> find(String id) {
        return store.volumes.find(id);
    }

    /** In no realm, whatever the request says (contract, mock). */
    @Override
    public Volume create(VolumeRequest request) {
        return store.change(() -> {
            request.snapshotId().filter(id -> !id.isEmpty()).ifPresent(store.snapshots::require);
            Instant now = Instant.now();
            String id = store.volumes.freeId("volume_", now.getEpochSecond());
            Volume volume = new Volume(
                    id,
                    Optional.of(request.name().orElse("Volume" + id)),
                    request.description(),
                    Optional.of(MockBlobs.timestamp(now)),
                    request.capacity().orElse("1"),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.of(AVAILABLE),
                    Optional.empty(),
                    List.of());
            store.volumes.create(volume);
            return volume;
        });
    }

    @Override
    public void destroy(String id) {
        store.execute(() -> {
            store.volumes.require(id).attachment().ifPresent(attachment -> {
                throw new CloudException(
                        ErrorKind.CONFLICT,
                        "Volume '" + id + "' is attached to instance '" + attachment.instanceId()
                                + "'. Detach it first.");
            });
            store.volumes.remove(id);
        });
    }

    @Override
    public Volume attach(String id, String instanceId, String device) {
        return store.change(() -> {
            Volume volume = store.volumes.require(id);
            store.instances.require(instanceId);
            volume.attachment().ifPresent(attachment -> {
                throw new CloudException(
                        ErrorKind.CONFLICT,
                        "Volume '" + id + "' is already attached to instance '" + attachment.instanceId() + "'.");
            });
            Volume attached = with(volume, IN_USE, Optional.of(new Attachment(instanceId, Optional.of(device))));
            store.volumes.put(attached);
            return attached;
        });
    }

    @Override
    public Volume detach(String id) {
        return store.change(() -> {
            Volume volume = store.volumes.require(id);
            if (volume.attachment().isEmpty()) {
                throw new CloudException(ErrorKind.CONFLICT, "Volume '" + id + "' is not attached to any instance.");
            }
            Volume detached = detached(volume);
            store.volumes.put(detached);
            return detached;
        });
    }

    /** The volume, attached nowhere. */
    static Volume detached(Volume volume) {
        return with(volume, AVAILABLE, Optional.empty());
    }

    /** One fixture is attached to an instance that does not list it (contract, mock). */
    static boolean isListedByInstance(Volume volume) {
        return !(volume.id().equals(UNLISTED) && volume.attachment().equals(Optional.of(UNLISTED_ATTACHMENT)));
    }

    private static Volume with(Volume volume, String state, Optional<Attachment> attachment) {
        return new Volume(
                volume.id(),
                volume.name(),
                volume.description(),
                volume.created(),
                volume.capacity(),
                volume.kind(),
                volume.realmId(),
                Optional.of(state),
                attachment,
                volume.actions());
    }

    private static Volume fixture(String id, String state, Optional<Attachment> attachment) {
        return new Volume(
                id,
                Optional.empty(),
                Optional.empty(),
                Optional.of("Thu Jul 30 14:35:11 UTC 2009"),
                "1",
                Optional.empty(),
                Optional.of(MockRealms.DEFAULT),
                Optional.of(state),
                attachment,
                List.of());
    }
}

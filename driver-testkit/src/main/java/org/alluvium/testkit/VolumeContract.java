package org.alluvium.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.alluvium.capability.InstanceOperations;
import org.alluvium.capability.SnapshotOperations;
import org.alluvium.capability.VolumeOperations;
import org.alluvium.capability.VolumeRequest;
import org.alluvium.driver.ErrorKind;
import org.alluvium.model.Instance;
import org.alluvium.model.Snapshot;
import org.alluvium.model.Volume;
import org.alluvium.model.Volume.Attachment;
import org.junit.jupiter.api.Test;

/** Volumes and their snapshots. */
public interface VolumeContract extends InstanceContract {
    @Test
    default void aVolumeIsMadeAttachedDetachedAndDestroyed() {
        declared(VolumeOperations.class)
                .ifPresent(volumes -> declared(InstanceOperations.class).ifPresent(instances -> {
                    Instance instance = startInstance(instances);
                    String id = newVolume(volumes, "1", instance.realmId()).id();
                    assertThat(volumes.list()).extracting(Volume::id).contains(id);
                    volumes.attach(id, instance.id(), fixture().device());
                    Volume attached = await(
                            "the attachment of " + id,
                            () -> volumes.find(id).filter(v -> v.attachment().isPresent()));
                    assertThat(attached.attachment().map(Attachment::instanceId))
                            .contains(instance.id());
                    assertFails(
                            () -> volumes.attach(id, instance.id(), fixture().device()), ErrorKind.CONFLICT);
                    volumes.detach(id);
                    await(
                            "the release of " + id,
                            () -> volumes.find(id).filter(v -> v.attachment().isEmpty()));
                    assertFails(() -> volumes.detach(id), ErrorKind.CONFLICT);
                    volumes.destroy(id);
                    awaitEnd(volumes, id);
                    destroy(instances, instance.id());
                }));
    }

    @Test
    default void volumesThatAreNotThereAreNotFound() {
        declared(VolumeOperations.class).ifPresent(volumes -> {
            assertListAndFindAgree(volumes.list(), Volume::id, volumes::find);
            for (String id : UNKNOWN_IDS) {
                assertFails(() -> volumes.destroy(id), ErrorKind.NOT_FOUND);
                assertFails(() -> volumes.detach(id), ErrorKind.NOT_FOUND);
            }
        });
    }

    @Test
    default void aSnapshotIsTakenAndDestroyed() {
        declared(SnapshotOperations.class)
                .ifPresent(snapshots -> declared(VolumeOperations.class).ifPresent(volumes -> {
                    Volume volume = newVolume(volumes, "1", Optional.empty());
                    Snapshot made = newSnapshot(snapshots, volume);
                    assertThat(made.volumeId()).contains(volume.id());
                    assertThat(snapshots.list()).extracting(Snapshot::id).contains(made.id());
                    snapshots.destroy(made.id());
                    awaitEnd(snapshots, made.id());
                    volumes.destroy(volume.id());
                    awaitEnd(volumes, volume.id());
                }));
    }

    @Test
    default void snapshotsThatAreNotThereAreNotFound() {
        declared(SnapshotOperations.class).ifPresent(snapshots -> {
            assertListAndFindAgree(snapshots.list(), Snapshot::id, snapshots::find);
            UNKNOWN_IDS.forEach(id -> assertFails(() -> snapshots.destroy(id), ErrorKind.NOT_FOUND));
        });
    }

    @Test
    default void aSnapshotOfAnUnknownVolumeIsNotFound() {
        declared(SnapshotOperations.class)
                .ifPresent(snapshots -> assertFails(
                        () -> snapshots.create("nosuch", Optional.empty(), Optional.empty()), ErrorKind.NOT_FOUND));
    }

    /** A volume of that many GB that waits to be used. */
    default Volume newVolume(VolumeOperations volumes, String capacity, Optional<String> realm) {
        Volume made = volumes.create(
                new VolumeRequest(Optional.of(capacity), Optional.empty(), realm, Optional.empty(), Optional.empty()));
        return await(
                "volume " + made.id(),
                () -> volumes.find(made.id()).filter(v -> v.state().equals(Optional.of("AVAILABLE"))));
    }

    /** A copy of the volume that is whole: some clouds neither use nor destroy one that they still make. */
    default Snapshot newSnapshot(SnapshotOperations snapshots, Volume volume) {
        String id = snapshots
                .create(volume.id(), Optional.empty(), Optional.empty())
                .id();
        return await(
                "snapshot " + id + " to be COMPLETED",
                () -> snapshots
                        .find(id)
                        .filter(s ->
                                s.state().filter("COMPLETED"::equalsIgnoreCase).isPresent()));
    }

    /** Waits until the volume is gone. */
    default void awaitEnd(VolumeOperations volumes, String id) {
        await("the end of volume " + id, () -> volumes.find(id).isEmpty() ? Optional.of(id) : Optional.empty());
    }

    /** Waits until the snapshot is gone. */
    default void awaitEnd(SnapshotOperations snapshots, String id) {
        await("the end of snapshot " + id, () -> snapshots.find(id).isEmpty() ? Optional.of(id) : Optional.empty());
    }
}

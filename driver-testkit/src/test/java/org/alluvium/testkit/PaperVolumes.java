package org.alluvium.testkit;

import java.util.List;
import java.util.Optional;
import org.alluvium.capability.SnapshotOperations;
import org.alluvium.capability.VolumeOperations;
import org.alluvium.capability.VolumeRequest;
import org.alluvium.driver.CloudException;
import org.alluvium.driver.ErrorKind;
import org.alluvium.model.Snapshot;
import org.alluvium.model.Volume;
import org.alluvium.model.Volume.Attachment;

/** Volumes. */
final class PaperVolumes implements VolumeOperations {
    private final PaperShelf shelf;

    PaperVolumes(PaperShelf shelf) {
        this.shelf = shelf;
    }

    static Volume volume(String id, String capacity, Optional<Attachment> attachment) {
        return new Volume(
                id,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                capacity,
                Optional.empty(),
                Optional.of(PaperShelf.REALM),
                Optional.of(attachment.isPresent() ? "IN-USE" : "AVAILABLE"),
                attachment,
                List.of());
    }

    static boolean isAt(Volume volume, String instance) {
        return volume.attachment().map(Attachment::instanceId).equals(Optional.of(instance));
    }

    @Override
    public List<Volume> list() {
        return List.copyOf(shelf.volumes.values());
    }

    @Override
    public Optional<Volume> find(String id) {
        return Optional.ofNullable(shelf.volumes.get(id));
    }

    @Override
    public Volume create(VolumeRequest wanted) {
        PaperShelf.checkRealm(wanted.realmId());
        wanted.snapshotId().ifPresent(id -> PaperShelf.require(shelf.snapshots, "Storage snapshot", id));
        String size = wanted.capacity()
                .orElseGet(() -> wanted.snapshotId().map(shelf.copies::get).orElse("1"));
        return put(volume(shelf.newId("volume"), size, Optional.empty()));
    }

    @Override
    public void destroy(String id) {
        if (require(id).attachment().isPresent()) {
            throw new CloudException(ErrorKind.CONFLICT, "Storage volume '" + id + "' is attached. Detach it first.");
        }
        shelf.volumes.remove(id);
    }

    @Override
    public Volume attach(String id, String instanceId, String device) {
        Volume old = require(id);
        if (old.attachment().isPresent()) {
            throw new CloudException(ErrorKind.CONFLICT, "Storage volume '" + id + "' is attached already.");
        }
        PaperShelf.require(shelf.instances, "Instance", instanceId);
        return put(volume(id, old.capacity(), Optional.of(new Attachment(instanceId, Optional.of(device)))));
    }

    @Override
    public Volume detach(String id) {
        Volume old = require(id);
        if (old.attachment().isEmpty()) {
            throw new CloudException(ErrorKind.CONFLICT, "Storage volume '" + id + "' is attached nowhere.");
        }
        return put(volume(id, old.capacity(), Optional.empty()));
    }

    private Volume require(String id) {
        return PaperShelf.require(shelf.volumes, "Storage volume", id);
    }

    private Volume put(Volume volume) {
        shelf.volumes.put(volume.id(), volume);
        return volume;
    }

    /** Their copies. */
    static final class Snapshots implements SnapshotOperations {
        private final PaperShelf shelf;

        Snapshots(PaperShelf shelf) {
            this.shelf = shelf;
        }

        @Override
        public List<Snapshot> list() {
            return List.copyOf(shelf.snapshots.values());
        }

        @Override
        public Optional<Snapshot> find(String id) {
            return Optional.ofNullable(shelf.snapshots.get(id));
        }

        @Override
        public Snapshot create(String volumeId, Optional<String> name, Optional<String> description) {
            Volume volume = PaperShelf.require(shelf.volumes, "Storage volume", volumeId);
            Snapshot made = new Snapshot(
                    shelf.newId("snapshot"), Optional.of("COMPLETED"), Optional.of(volumeId), Optional.empty());
            shelf.copies.put(made.id(), volume.capacity());
            shelf.snapshots.put(made.id(), made);
            return made;
        }

        @Override
        public void destroy(String id) {
            PaperShelf.require(shelf.snapshots, "Storage snapshot", id);
            shelf.snapshots.remove(id);
        }
    }
}

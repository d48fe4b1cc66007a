package org.alluvium.driver.mock;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.alluvium.capability.SnapshotOperations;
import org.alluvium.model.Snapshot;

/** The snapshots of volumes. A snapshot outlives its volume. */
final class MockSnapshots implements SnapshotOperations {
    static final List<Snapshot> FIXTURES =
            List.of(fixture("snap1", "vol1"), fixture("snap2", "vol2"), fixture("snap3", "vol2"));

    private final MockStore store;

    MockSnapshots(MockStore store) {
        this.store = requireNonNull(store);
    }

    @Override
    public List<Snapshot> list() {
        return List.copyOf(store.snapshots.all());
    }

    @Override
    public Optional<Snapshot> find(String id) {
        return store.snapshots.find(id);
    }

    /** Of any volume, also of one that does not exist (contract, mock); snapshots have neither name nor description. */
    @Override
    public Snapshot create(String volumeId, Optional<String> name, Optional<String> description) {
        return store.change(() -> {
            Instant now = Instant.now();
            Snapshot snapshot = new Snapshot(
                    store.snapshots.freeId("store_snapshot_", now.getEpochSecond()),
                    Optional.of("COMPLETED"),
                    Optional.of(volumeId),
                    Optional.of(MockBlobs.timestamp(now)));
            store.snapshots.create(snapshot);
            return snapshot;
        });
    }

    @Override
    public void destroy(String id) {
        store.execute(() -> store.snapshots.remove(id));
    }

    private static Snapshot fixture(String id, String volumeId) {
        return new Snapshot(
                id, Optional.of("COMPLETED"), Optional.of(volumeId), Optional.of("Wed Jul 29 18:15:24 UTC 2009"));
    }
}

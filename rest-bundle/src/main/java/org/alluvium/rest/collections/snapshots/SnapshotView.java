package org.alluvium.rest.collections.snapshots;

import java.util.List;
import org.alluvium.capability.SnapshotOperations;
import org.alluvium.driver.Parameter;
import org.alluvium.model.Snapshot;
import org.alluvium.rest.description.CollectionDescription;
import org.alluvium.rest.description.Operation;
import org.alluvium.rest.document.Document;
import org.alluvium.rest.document.Group;
import org.alluvium.rest.document.Group.Layout;
import org.alluvium.rest.document.Rows;
import org.alluvium.rest.http.Links;

/** The collection {@code storage_snapshots}: what it offers, and how a snapshot looks. */
public final class SnapshotView {
    static final Operation INDEX = Operation.of(
            "index",
            "GET",
            "",
            SnapshotOperations.class,
            "storage_snapshots",
            "Lists the snapshots.",
            Parameter.optional("id", Parameter.Type.STRING, "Lists only the snapshot of this id."));

    static final Operation SHOW =
            Operation.of("show", "GET", "/{id}", SnapshotOperations.class, "storage_snapshot", "Shows a snapshot.");

    static final Operation CREATE = Operation.of(
            "create",
            "POST",
            "",
            SnapshotOperations.class,
            "create_storage_snapshot",
            "Copies a volume as it is now.",
            Parameter.required("volume_id", Parameter.Type.STRING, "The volume to copy."),
            Parameter.optional("name", Parameter.Type.STRING, "What to call the snapshot."),
            Parameter.optional("description", Parameter.Type.STRING, "What the snapshot is for."));

    static final Operation DESTROY = Operation.of(
            "destroy",
            "DELETE",
            "/{id}",
            SnapshotOperations.class,
            "destroy_storage_snapshot",
            "Removes a snapshot for good.");

    public static final CollectionDescription COLLECTION = CollectionDescription.of(
            "storage_snapshots",
            "storage_snapshot",
            "Copies of volumes at a point in time.",
            INDEX,
            SHOW,
            CREATE,
            DESTROY);

    private SnapshotView() {}

    static Document index(List<Snapshot> snapshots, Links links) {
        return Document.of(Rows.of("storage_snapshots", Rows.each(snapshots, s -> group(s, links))));
    }

    static Document show(Snapshot snapshot, Links links) {
        return Document.of(group(snapshot, links));
    }

    private static Group group(Snapshot snapshot, Links links) {
        Group group = Group.of("storage_snapshot")
                .attribute("id", snapshot.id())
                .attribute("href", links.member("storage_snapshots", snapshot.id()))
                // The contract has the id here, whatever the snapshot's name.
                .xmlField("name", snapshot.id())
                .xmlField("created", snapshot.created())
                .jsonField("state", snapshot.state());
        snapshot.volumeId()
                .ifPresentOrElse(
                        id -> group.add(Group.of("storage_volume", Layout.INLINE)
                                .attribute("id", id)
                                .attribute("href", links.member("storage_volumes", id))
                                .jsonField("rel", "storage_volume")),
                        () -> group.jsonField("storage_volume", null));
        return group.jsonField("created", snapshot.created());
    }
}

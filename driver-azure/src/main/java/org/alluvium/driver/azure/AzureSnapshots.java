package org.alluvium.driver.azure;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.alluvium.capability.SnapshotOperations;
import org.alluvium.model.Snapshot;

/** Snapshots of managed disks, incremental ones: Azure stores what changed since the one before. */
final class AzureSnapshots implements SnapshotOperations {
    private final AzureArm arm;
    private final AzureResources snapshots;

    AzureSnapshots(AzureArm arm) {
        this.arm = requireNonNull(arm);
        this.snapshots = new AzureResources(arm, AzureType.SNAPSHOT);
    }

    @Override
    public List<Snapshot> list() {
        return snapshots.list().stream()
                .flatMap(snapshot -> snapshot(snapshot).stream())
                .toList();
    }

    @Override
    public Optional<Snapshot> find(String id) {
        return snapshots.find(id).flatMap(AzureSnapshots::snapshot);
    }

    @Override
    public Snapshot create(String volumeId, Optional<String> name, Optional<String> description) {
        JsonNode disk = new AzureResources(arm, AzureType.VOLUME).require(volumeId);
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("location", AzureRealm.of(disk).location());
        body.put("sku", Map.of("name", "Standard_LRS"));
        description.ifPresent(text -> body.put("tags", Map.of("description", text)));
        body.put(
                "properties",
                Map.of(
                        "creationData",
                        Map.of(
                                "createOption",
                                "Copy",
                                "sourceResourceId",
                                disk.path("id").asText()),
                        "incremental",
                        true));
        AzureId id = AzureNaming.fresh(arm, AzureType.SNAPSHOT, name);
        JsonNode accepted = snapshots.put(id, body).body();
        return new Snapshot(
                id.toString(),
                Optional.of(state(accepted)),
                AzureJson.id(disk, "id").map(AzureId::toString),
                AzureJson.text(accepted.path("properties"), "timeCreated"));
    }

    @Override
    public void destroy(String id) {
        snapshots.require(id);
        snapshots.delete(snapshots.id(id));
    }

    private static Optional<Snapshot> snapshot(JsonNode snapshot) {
        JsonNode properties = snapshot.path("properties");
        return AzureJson.id(snapshot, "id")
                .map(id -> new Snapshot(
                        id.toString(),
                        Optional.of(state(snapshot)),
                        volume(properties.path("creationData")),
                        AzureJson.text(properties, "timeCreated")));
    }

    /** Some are copies of snapshots, or of something outside of Azure. */
    private static Optional<String> volume(JsonNode creation) {
        return AzureJson.text(creation, "sourceResourceId")
                .filter(source -> source.toLowerCase(Locale.ROOT).contains("/disks/"))
                .flatMap(AzureId::ofResource)
                .map(AzureId::toString);
    }

    private static String state(JsonNode snapshot) {
        String state = AzureOperation.provisioningState(snapshot);
        return switch (state) {
            case "Succeeded", "" -> "COMPLETED";
            case "Failed" -> "ERROR";
            default -> state.toUpperCase(Locale.ROOT);
        };
    }
}

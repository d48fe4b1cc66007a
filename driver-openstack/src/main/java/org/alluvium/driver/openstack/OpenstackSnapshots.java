package org.alluvium.driver.openstack;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.alluvium.capability.SnapshotOperations;
import org.alluvium.model.Snapshot;

/** Cinder's snapshots (contract drivers, openstack, snapshots). */
final class OpenstackSnapshots implements SnapshotOperations {
    private final OpenstackCalls calls;

    OpenstackSnapshots(OpenstackCalls calls) {
        this.calls = requireNonNull(calls);
    }

    @Override
    public List<Snapshot> list() {
        return calls.list(OpenstackService.VOLUME, "ListSnapshots", "/snapshots/detail", "snapshots").stream()
                .map(OpenstackSnapshots::snapshot)
                .toList();
    }

    @Override
    public Optional<Snapshot> find(String id) {
        return calls.find(OpenstackService.VOLUME, "GetSnapshot", "/snapshots/", id, "snapshot")
                .map(OpenstackSnapshots::snapshot);
    }

    /** Of an attached volume too: what its instance has not written out yet is missing then. */
    @Override
    public Snapshot create(String volumeId, Optional<String> name, Optional<String> description) {
        Map<String, Object> wish = new LinkedHashMap<>();
        wish.put("volume_id", OpenstackCalls.requireId("Storage volume", volumeId));
        wish.put("force", true);
        wish.put("name", name.orElseGet(() -> "snapshot_" + Instant.now().getEpochSecond()));
        description.ifPresent(text -> wish.put("description", text));
        // A volume that is still being made, or is in error
        return OpenstackVolumes.inUseIsAConflict(() ->
                snapshot(calls.post(OpenstackService.VOLUME, "CreateSnapshot", "/snapshots", Map.of("snapshot", wish))
                        .path("snapshot")));
    }

    @Override
    public void destroy(String id) {
        String path = "/snapshots/" + OpenstackCalls.requireId("Storage snapshot", id);
        OpenstackVolumes.inUseIsAConflict(() -> calls.delete(OpenstackService.VOLUME, "DeleteSnapshot", path));
    }

    private static Snapshot snapshot(JsonNode node) {
        String state = node.path("status").asText().toUpperCase(Locale.ROOT);
        return new Snapshot(
                node.path("id").asText(),
                Optional.of(state.equals("AVAILABLE") ? "COMPLETED" : state),
                OpenstackCalls.text(node, "volume_id"),
                OpenstackCalls.text(node, "created_at"));
    }
}

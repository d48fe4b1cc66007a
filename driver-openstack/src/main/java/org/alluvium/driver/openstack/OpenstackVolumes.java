package org.alluvium.driver.openstack;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.alluvium.capability.VolumeOperations;
import org.alluvium.capability.VolumeRequest;
import org.alluvium.driver.CloudException;
import org.alluvium.driver.ErrorKind;
import org.alluvium.model.Volume;
import org.alluvium.model.Volume.Action;
import org.alluvium.model.Volume.Attachment;

/** Cinder's volumes; Nova attaches and detaches them (contract drivers, openstack, volumes). */
final class OpenstackVolumes implements VolumeOperations {
    private final OpenstackCalls calls;

    OpenstackVolumes(OpenstackCalls calls) {
        this.calls = requireNonNull(calls);
    }

    @Override
    public List<Volume> list() {
        return calls.list(OpenstackService.VOLUME, "ListVolumes", "/volumes/detail", "volumes").stream()
                .map(OpenstackVolumes::volume)
                .toList();
    }

    @Override
    public Optional<Volume> find(String id) {
        return calls.find(OpenstackService.VOLUME, "GetVolume", "/volumes/", id, "volume")
                .map(OpenstackVolumes::volume);
    }

    /** Of 1 GB unless the request or its snapshot tells; in whole GB, as Cinder counts. */
    @Override
    public Volume create(VolumeRequest request) {
        Map<String, Object> wish = new LinkedHashMap<>();
        request.capacity()
                .or(() -> request.snapshotId().isPresent() ? Optional.empty() : Optional.of("1"))
                .ifPresent(capacity -> wish.put("size", wholeGigabytes(capacity)));
        request.snapshotId().ifPresent(id -> wish.put("snapshot_id", OpenstackCalls.requireId("Storage snapshot", id)));
        // The contract's one realm, which is no availability zone
        request.realmId()
                .filter(realm -> !realm.equals("default"))
                .ifPresent(realm -> wish.put("availability_zone", realm));
        wish.put("name", request.name().orElseGet(() -> "Volume" + Instant.now().getEpochSecond()));
        request.description().ifPresent(text -> wish.put("description", text));
        return volume(calls.post(OpenstackService.VOLUME, "CreateVolume", "/volumes", Map.of("volume", wish))
                .path("volume"));
    }

    @Override
    public void destroy(String id) {
        String path = "/volumes/" + OpenstackCalls.requireId("Storage volume", id);
        inUseIsAConflict(() -> calls.delete(OpenstackService.VOLUME, "DeleteVolume", path));
    }

    /** Nova attaches it later; until Cinder tells of it, the answer shows what Nova promised. */
    @Override
    public Volume attach(String id, String instanceId, String device) {
        require(id).attachment().ifPresent(attachment -> {
            throw new CloudException(
                    ErrorKind.CONFLICT,
                    "Storage volume '" + id + "' is already attached to instance '" + attachment.instanceId() + "'.");
        });
        Map<String, Object> wish = device.isEmpty() ? Map.of("volumeId", id) : Map.of("volumeId", id, "device", device);
        JsonNode promised = inUseIsAConflict(() -> calls.post(
                OpenstackService.COMPUTE,
                "AttachVolume",
                "/servers/" + OpenstackCalls.requireId("Instance", instanceId) + "/os-volume_attachments",
                Map.of("volumeAttachment", wish)));
        Volume now = require(id);
        return now.attachment().isPresent()
                ? now
                : new Volume(
                        now.id(),
                        now.name(),
                        now.description(),
                        now.created(),
                        now.capacity(),
                        now.kind(),
                        now.realmId(),
                        now.state(),
                        Optional.of(new Attachment(instanceId, text(promised.path("volumeAttachment"), "device"))),
                        List.of());
    }

    @Override
    public Volume detach(String id) {
        Attachment attachment = require(id)
                .attachment()
                .orElseThrow(() -> new CloudException(
                        ErrorKind.CONFLICT, "Storage volume '" + id + "' is not attached to any instance."));
        String server = OpenstackCalls.requireId("Instance", attachment.instanceId());
        calls.delete(OpenstackService.COMPUTE, "DetachVolume", "/servers/" + server + "/os-volume_attachments/" + id);
        return require(id);
    }

    private Volume require(String id) {
        return find(id).orElseThrow(() -> CloudException.notFound("Storage volume", id));
    }

    /** Both services answer with a plain 400 when the state of a volume is in the way. */
    static <T> T inUseIsAConflict(java.util.function.Supplier<T> call) {
        try {
            return call.get();
        } catch (CloudException refused) {
            if (refused.kind() != ErrorKind.INVALID) {
                throw refused;
            }
            throw new CloudException(
                    ErrorKind.CONFLICT,
                    Optional.ofNullable(refused.getMessage()).orElse("It is in use."),
                    refused);
        }
    }

    private static int wholeGigabytes(String capacity) {
        if (!capacity.matches("[1-9]\\d{0,8}")) {
            throw new CloudException(
                    ErrorKind.INVALID, "The capacity must be a whole number of GB, not '" + capacity + "'.");
        }
        return Integer.parseInt(capacity);
    }

    private static Volume volume(JsonNode node) {
        JsonNode attachment = node.path("attachments").path(0);
        String state = node.path("status").asText().toUpperCase(Locale.ROOT);
        return new Volume(
                node.path("id").asText(),
                text(node, "name"),
                text(node, "description"),
                text(node, "created_at"),
                node.path("size").asText(),
                Optional.empty(),
                text(node, "availability_zone"),
                Optional.of(state),
                text(attachment, "server_id").map(server -> new Attachment(server, text(attachment, "device"))),
                switch (state) {
                    case "AVAILABLE" -> List.of(Action.ATTACH, Action.DESTROY);
                    case "IN-USE" -> List.of(Action.DETACH);
                    default -> state.startsWith("ERROR") ? List.of(Action.DESTROY) : List.of();
                });
    }

    private static Optional<String> text(JsonNode node, String field) {
        return OpenstackCalls.text(node, field);
    }
}

package org.alluvium.driver.azure;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.alluvium.driver.CloudException;

/**
 * Makes images of instances. One that was generalized is taken as it is, which Azure allows once. Of any other, a snapshot of
 * the root disk is taken and the image made of that, so that the instance goes on; what identifies it, such as the host keys
 * of SSH, is then on the image too, unless the guest renews it. The snapshot goes with the image.
 */
final class AzureCapture {
    /** Tags of images. */
    static final String DESCRIPTION = "description";

    private static final String SNAPSHOT = "alluvium-snapshot";

    private final AzureArm arm;
    private final AzureResources images;
    private final AzureResources snapshots;

    AzureCapture(AzureArm arm) {
        this.arm = requireNonNull(arm);
        this.images = new AzureResources(arm, AzureType.IMAGE);
        this.snapshots = new AzureResources(arm, AzureType.SNAPSHOT);
    }

    /**
     * Asks for an image, in the default resource group.
     *
     * @return the image's document
     */
    JsonNode image(String instanceId, Optional<String> name, Optional<String> description) {
        AzureResources instances = new AzureResources(arm, AzureType.INSTANCE);
        JsonNode instance = instances
                .find(instanceId, Map.of("$expand", "instanceView"))
                .orElseThrow(() -> CloudException.notFound("Instance", instanceId));
        AzureId id = AzureNaming.fresh(arm, AzureType.IMAGE, name);
        Map<String, String> tags = new LinkedHashMap<>();
        description
                .filter(text -> !text.isBlank() && text.length() <= 256)
                .ifPresent(text -> tags.put(DESCRIPTION, text));
        Map<String, Object> properties = new LinkedHashMap<>();
        String location = instance.path("location").asText();
        if (isGeneralized(instance)) {
            properties.put(
                    "sourceVirtualMachine", Map.of("id", instance.path("id").asText()));
            return images.put(id, document(location, tags, properties)).body();
        }
        AzureId snapshot = new AzureId(id.group(), id.name() + "-" + AzureNames.random());
        tags.put(SNAPSHOT, snapshot.name());
        try {
            arm.await(snapshots.put(snapshot, snapshot(instance)));
            JsonNode disk = instance.path("properties").path("storageProfile").path("osDisk");
            properties.put(
                    "storageProfile",
                    Map.of(
                            "osDisk",
                            Map.of(
                                    "osType",
                                    disk.path("osType").asText("Linux"),
                                    "osState",
                                    "Generalized",
                                    "snapshot",
                                    Map.of("id", snapshots.path(snapshot)))));
            properties.put(
                    "hyperVGeneration",
                    instance.path("properties")
                            .path("instanceView")
                            .path("hyperVGeneration")
                            .asText("V2"));
            return images.put(id, document(location, tags, properties)).body();
        } catch (CloudException failure) {
            snapshots.delete(snapshot);
            throw failure;
        }
    }

    /** Removes what was made for an image alone. */
    void forget(JsonNode image) {
        AzureJson.text(image.path("tags"), SNAPSHOT)
                .ifPresent(name ->
                        AzureJson.id(image, "id").ifPresent(id -> snapshots.delete(new AzureId(id.group(), name))));
    }

    private static boolean isGeneralized(JsonNode instance) {
        return AzureJson.elements(
                        instance.path("properties").path("instanceView").path("statuses"))
                .stream()
                .anyMatch(status -> status.path("code").asText().equals("OSState/generalized"));
    }

    private static Map<String, Object> snapshot(JsonNode instance) {
        String disk = instance.path("properties")
                .path("storageProfile")
                .path("osDisk")
                .path("managedDisk")
                .path("id")
                .asText();
        return document(
                instance.path("location").asText(),
                Map.of(),
                Map.of("creationData", Map.of("createOption", "Copy", "sourceResourceId", disk)));
    }

    private static Map<String, Object> document(
            String location, Map<String, String> tags, Map<String, Object> properties) {
        return Map.of("location", location, "tags", tags, "properties", properties);
    }
}

package org.alluvium.driver.openstack;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.alluvium.capability.ImageFilter;
import org.alluvium.capability.ImageOperations;
import org.alluvium.driver.CloudException;
import org.alluvium.model.Image;

/** Glance's images; Nova makes one of a server (contract drivers, openstack, images). */
final class OpenstackImages implements ImageOperations {
    private static final String ARCHITECTURE = "x86_64";

    private final OpenstackCalls calls;

    OpenstackImages(OpenstackCalls calls) {
        this.calls = requireNonNull(calls);
    }

    /** The pages of the images, and those of the flavors once: each image is shown with the ones that it fits in. */
    @Override
    public List<Image> list(ImageFilter filter) {
        String owner = filter.ownerId()
                .map(id -> id.equals("self") ? calls.session().project() : id)
                .map(id -> "?owner=" + OpenstackCalls.encode(id))
                .orElse("");
        List<JsonNode> images = calls.list(OpenstackService.IMAGE, "ListImages", "/images" + owner, "images");
        List<JsonNode> flavors = OpenstackHardwareProfiles.flavors(calls);
        return images.stream()
                .map(image -> image(image, flavors))
                .filter(filter::admitsArchitecture)
                .toList();
    }

    @Override
    public Optional<Image> find(String id) {
        return image(id).map(image -> image(image, OpenstackHardwareProfiles.flavors(calls)));
    }

    @Override
    public Image create(String instanceId, Optional<String> name, Optional<String> description) {
        String path = "/servers/" + OpenstackCalls.requireId("Instance", instanceId);
        String called = name.filter(text -> !text.isBlank()).orElseGet(() -> {
            JsonNode server = calls.get(OpenstackService.COMPUTE, "GetServer", path);
            return server.path("server").path("name").asText() + "_"
                    + Instant.now().truncatedTo(ChronoUnit.SECONDS);
        });
        Map<String, String> metadata =
                description.map(text -> Map.of("description", text)).orElse(Map.of());
        String id = calls.post(
                        OpenstackService.COMPUTE,
                        "CreateImage",
                        path + "/action",
                        Map.of("createImage", Map.of("name", called, "metadata", metadata)))
                .path("image_id")
                .asText();
        return image(id).map(image -> image(image, List.of())).orElseThrow(() -> CloudException.notFound("Image", id));
    }

    @Override
    public void destroy(String id) {
        calls.delete(OpenstackService.IMAGE, "DeleteImage", "/images/" + OpenstackCalls.requireId("Image", id));
    }

    /** Glance answers with the image itself, without a field around it. */
    private Optional<JsonNode> image(String id) {
        return OpenstackCalls.ifThere(() ->
                calls.get(OpenstackService.IMAGE, "GetImage", "/images/" + OpenstackCalls.requireId("Image", id)));
    }

    private static Image image(JsonNode node, List<JsonNode> flavors) {
        Optional<String> name = OpenstackCalls.text(node, "name");
        int memory = node.path("min_ram").asInt();
        int disk = node.path("min_disk").asInt();
        return new Image(
                node.path("id").asText(),
                name,
                OpenstackCalls.text(node, "description").or(() -> name),
                OpenstackCalls.text(node, "owner"),
                Optional.of(OpenstackCalls.text(node, "architecture").orElse(ARCHITECTURE)),
                Optional.of(node.path("status").asText().toUpperCase(Locale.ROOT)),
                OpenstackCalls.text(node, "created_at"),
                flavors.stream()
                        .filter(flavor -> flavor.path("ram").asInt() >= memory)
                        // A flavor without a disk takes whatever the image wants
                        .filter(flavor -> flavor.path("disk").asInt() == 0
                                || flavor.path("disk").asInt() >= disk)
                        .map(flavor -> flavor.path("id").asText())
                        .toList(),
                Image.RootType.TRANSIENT);
    }
}

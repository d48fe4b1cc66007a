package org.alluvium.driver.azure;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.alluvium.capability.ImageFilter;
import org.alluvium.capability.ImageOperations;
import org.alluvium.driver.CloudException;
import org.alluvium.driver.ErrorKind;
import org.alluvium.model.Image;

/**
 * Images are the subscription's own ({@code GROUP:NAME}), the definitions in its galleries ({@code GROUP:GALLERY:NAME}), of
 * which the newest version is started, and those of the marketplace that the operator names ({@code
 * PUBLISHER:OFFER:SKU:VERSION}). A list costs a call for each gallery.
 */
final class AzureImages implements ImageOperations {
    private final AzureArm arm;
    private final AzureResources own;
    private final AzureResources galleries;
    private final AzureMarketplace marketplace;

    AzureImages(AzureArm arm) {
        this.arm = requireNonNull(arm);
        this.own = new AzureResources(arm, AzureType.IMAGE);
        this.galleries = new AzureResources(arm, AzureType.GALLERY);
        this.marketplace = new AzureMarketplace(arm);
    }

    /** The owner is a publisher of the marketplace, the subscription, or {@code self}; without one, all are listed. */
    @Override
    public List<Image> list(ImageFilter filter) {
        Optional<String> owner = filter.ownerId().filter(id -> !id.isBlank());
        boolean self =
                owner.isPresent() && (owner.get().equals("self") || owner.get().equals(arm.subscription()));
        List<Image> images = new ArrayList<>();
        if (owner.isEmpty() || self) {
            own.list().forEach(node -> images.add(ownImage(node)));
            for (JsonNode gallery : galleries.list()) {
                AzureJson.id(gallery, "id")
                        .ifPresent(id -> arm.list(
                                        AzureApi.GALLERIES,
                                        "galleries/images/list",
                                        galleries.path(id) + "/images",
                                        Map.of())
                                .forEach(node -> images.add(galleryImage(node))));
            }
        }
        if (!self) {
            marketplace.list(arm.home()).stream()
                    .filter(image ->
                            owner.isEmpty() || image.ownerId().orElse("").equalsIgnoreCase(owner.get()))
                    .forEach(images::add);
        }
        return images.stream().filter(filter::admitsArchitecture).toList();
    }

    @Override
    public Optional<Image> find(String id) {
        return document(id, arm.home()).map(node -> {
            if (AzureMarketplace.isUrn(id)) {
                return AzureMarketplace.image(id, node);
            }
            return id.split(":").length == 3 ? galleryImage(node) : ownImage(node);
        });
    }

    /** What ARM tells of an image of any kind, at a location. */
    Optional<JsonNode> document(String id, String location) {
        if (AzureMarketplace.isUrn(id)) {
            return marketplace.find(id, location);
        }
        if (id.split(":", -1).length == 3) {
            return AzureId.parse(id, arm.settings().group(), 3)
                    .flatMap(known -> arm.find(AzureApi.GALLERIES, "galleries/images/get", path(known), Map.of()));
        }
        return own.find(id);
    }

    /** How a new instance refers to an image. */
    Map<String, Object> reference(String id) {
        if (AzureMarketplace.isUrn(id)) {
            String[] parts = id.split(":");
            return Map.of("publisher", parts[0], "offer", parts[1], "sku", parts[2], "version", parts[3]);
        }
        if (id.split(":", -1).length == 3) {
            return Map.of("id", path(AzureId.parse(id, "", 3).orElseThrow(() -> CloudException.notFound("Image", id))));
        }
        return Map.of("id", own.path(own.id(id)));
    }

    /** The image that an instance refers to. */
    static Optional<String> id(JsonNode reference) {
        Optional<AzureId> own = AzureJson.id(reference, "id");
        if (own.isPresent()) {
            return own.map(AzureId::toString);
        }
        return AzureJson.text(reference, "publisher")
                .map(publisher -> publisher + ":" + reference.path("offer").asText() + ":"
                        + reference.path("sku").asText() + ":"
                        + reference.path("version").asText("latest"));
    }

    @Override
    public Image create(String instanceId, Optional<String> name, Optional<String> description) {
        return ownImage(new AzureCapture(arm).image(instanceId, name, description));
    }

    @Override
    public void destroy(String id) {
        if (document(id, arm.home()).isEmpty()) {
            throw CloudException.notFound("Image", id);
        }
        if (AzureMarketplace.isUrn(id) || id.split(":").length == 3) {
            throw new CloudException(
                    ErrorKind.FORBIDDEN,
                    "Image '" + id + "' lies in a gallery or the marketplace, and is removed there alone.");
        }
        JsonNode image = own.require(id);
        own.delete(own.id(id));
        new AzureCapture(arm).forget(image);
    }

    private String path(AzureId definition) {
        return galleries.path(new AzureId(definition.group(), definition.name())) + "/images/"
                + AzureArm.encode(definition.child().orElse(""));
    }

    /** Microsoft.Compute/images has no machines but those of Intel's kind. */
    private Image ownImage(JsonNode node) {
        return image(node, "images", "x86_64", AzureJson.text(node.path("tags"), AzureCapture.DESCRIPTION));
    }

    private Image galleryImage(JsonNode node) {
        return image(
                node,
                "galleries/images",
                AzureHardwareProfiles.architecture(
                        node.path("properties").path("architecture").asText()),
                AzureJson.text(node.path("properties"), "description"));
    }

    private Image image(JsonNode node, String type, String architecture, Optional<String> description) {
        return new Image(
                AzureJson.id(node, "id")
                        .orElseThrow(() -> AzureErrors.garbled(type, "no id"))
                        .toString(),
                AzureJson.text(node, "name"),
                description,
                Optional.of(arm.subscription()),
                Optional.of(architecture),
                Optional.of(state(AzureOperation.provisioningState(node))),
                Optional.empty(),
                List.of(),
                Image.RootType.PERSISTENT);
    }

    private static String state(String provisioning) {
        return switch (provisioning) {
            case "", "Succeeded" -> "AVAILABLE";
            case "Failed", "Canceled" -> "ERROR";
            default -> provisioning.toUpperCase(Locale.ROOT);
        };
    }
}

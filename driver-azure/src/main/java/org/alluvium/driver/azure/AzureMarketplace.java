package org.alluvium.driver.azure;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.alluvium.model.Image;

/**
 * Images of the marketplace, {@code PUBLISHER:OFFER:SKU:VERSION} with {@code latest} as a version. Only what the operator
 * names is listed: all of it are tens of thousands. Each costs a call or two, which are remembered for a while.
 */
final class AzureMarketplace {
    private static final Pattern URN = Pattern.compile("[A-Za-z0-9._-]+(:[A-Za-z0-9._-]+){3}");

    private final AzureArm arm;

    AzureMarketplace(AzureArm arm) {
        this.arm = requireNonNull(arm);
    }

    /** What is found out of an image; the document is missing where it is not offered at the location. */
    private record Offer(Optional<JsonNode> document) {}

    /** Whether an image's id is one of the marketplace. */
    static boolean isUrn(String id) {
        return URN.matcher(id).matches();
    }

    /** Those that the operator names and that are offered at the location. */
    List<Image> list(String location) {
        return arm.settings().marketplace().stream()
                .map(text -> text + ":latest")
                .filter(AzureMarketplace::isUrn)
                .flatMap(urn -> find(urn, location).map(document -> image(urn, document)).stream())
                .toList();
    }

    /** What ARM tells of a version; {@code latest} is the newest one. */
    Optional<JsonNode> find(String urn, String location) {
        return arm.remember(
                        "image " + location + " " + urn,
                        Offer.class,
                        arm.settings().catalogueAge(),
                        () -> {
                            String[] parts = urn.split(":");
                            String path = arm.path() + "/providers/Microsoft.Compute/locations/" + location
                                    + "/publishers/"
                                    + parts[0] + "/artifacttypes/vmimage/offers/" + parts[1] + "/skus/" + parts[2]
                                    + "/versions";
                            return new Offer(parts[3].equals("latest") ? newest(path) : version(path, parts[3]));
                        })
                .document();
    }

    private Optional<JsonNode> version(String path, String name) {
        return arm.find(AzureApi.COMPUTE, "virtualMachineImages/get", path + "/" + AzureArm.encode(name), Map.of());
    }

    /** Of a list, Azure tells the properties where it knows how to; the reference does not promise it. */
    private Optional<JsonNode> newest(String path) {
        // An array for once, and not a page of a list
        Optional<JsonNode> first = arm.find(
                        AzureApi.COMPUTE,
                        "virtualMachineImages/list",
                        path,
                        Map.of("$top", "1", "$orderby", "name desc", "$expand", "properties"))
                .map(versions -> versions.path(0));
        if (first.filter(one -> one.path("properties").has("osDiskImage")).isPresent()) {
            return first;
        }
        return first.flatMap(one -> AzureJson.text(one, "name")).flatMap(name -> version(path, name));
    }

    /** As the API shows it. */
    static Image image(String urn, JsonNode document) {
        String[] parts = urn.split(":");
        JsonNode properties = document.path("properties");
        return new Image(
                urn,
                Optional.of(parts[1] + " " + parts[2]),
                Optional.of(
                        properties.path("osDiskImage").path("operatingSystem").asText() + ", "
                                + (parts[3].equals("latest") ? "now " : "") + "version "
                                + document.path("name").asText()),
                Optional.of(parts[0]),
                Optional.of(AzureHardwareProfiles.architecture(
                        properties.path("architecture").asText())),
                Optional.of("AVAILABLE"),
                Optional.empty(),
                List.of(),
                Image.RootType.PERSISTENT);
    }
}

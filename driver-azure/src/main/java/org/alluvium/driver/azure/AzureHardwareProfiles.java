package org.alluvium.driver.azure;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.alluvium.capability.HardwareProfileOperations;
import org.alluvium.model.HardwareProfile;
import org.alluvium.model.HardwareProperty;
import org.alluvium.model.HardwareProperty.Fixed;

/**
 * The sizes of virtual machines that the subscription may use at a location: the provider's, or the cloud's home. The list
 * is long and changes seldom; it is remembered for a while.
 */
final class AzureHardwareProfiles implements HardwareProfileOperations {
    private final AzureArm arm;

    AzureHardwareProfiles(AzureArm arm) {
        this.arm = requireNonNull(arm);
    }

    private record Sizes(List<HardwareProfile> all) {}

    @Override
    public List<HardwareProfile> list() {
        return at(arm.home());
    }

    @Override
    public Optional<HardwareProfile> find(String id) {
        return find(id, arm.home());
    }

    /** The size of that name, at a location; Azure does not regard the letter case. */
    Optional<HardwareProfile> find(String id, String location) {
        return at(location).stream()
                .filter(profile -> profile.id().equalsIgnoreCase(id))
                .findFirst();
    }

    private List<HardwareProfile> at(String location) {
        return arm.remember("sizes " + location, Sizes.class, arm.settings().catalogueAge(), () -> ask(location))
                .all();
    }

    private Sizes ask(String location) {
        Map<String, String> query = Map.of("$filter", "location eq '" + location + "'");
        String path = arm.path() + "/providers/Microsoft.Compute/skus";
        return new Sizes(arm.list(AzureApi.SKUS, "skus/list", path, query).stream()
                .filter(sku -> sku.path("resourceType").asText().equals("virtualMachines"))
                .filter(AzureHardwareProfiles::isOffered)
                .map(AzureHardwareProfiles::profile)
                .toList());
    }

    /** Whether it may be used somewhere at the location; a restriction can also be that of a zone. */
    private static boolean isOffered(JsonNode sku) {
        return AzureJson.elements(sku.path("restrictions")).stream()
                .noneMatch(restriction -> restriction.path("type").asText().equals("Location"));
    }

    private static HardwareProfile profile(JsonNode sku) {
        Map<String, String> capabilities = new HashMap<>();
        sku.path("capabilities")
                .forEach(capability -> capabilities.put(
                        capability.path("name").asText(),
                        capability.path("value").asText()));
        List<HardwareProperty> properties = new ArrayList<>();
        number(capabilities, "vCPUs")
                .ifPresent(count -> properties.add(new Fixed("cpu", Optional.of("count"), whole(count))));
        number(capabilities, "MemoryGB")
                .ifPresent(size -> properties.add(new Fixed("memory", Optional.of("MB"), whole(size * 1024))));
        // The disk that comes with it and does not outlive it; the root disk's size is the image's
        number(capabilities, "MaxResourceVolumeMB")
                .ifPresent(size -> properties.add(new Fixed("storage", Optional.of("GB"), whole(size / 1024))));
        properties.add(new Fixed(
                "architecture",
                Optional.of("label"),
                architecture(capabilities.getOrDefault("CpuArchitectureType", "x64"))));
        String name = sku.path("name").asText();
        return new HardwareProfile(name, name, properties);
    }

    /** In the words of the API. */
    static String architecture(String azures) {
        return azures.equalsIgnoreCase("Arm64") ? "arm64" : "x86_64";
    }

    private static Optional<Double> number(Map<String, String> capabilities, String name) {
        return Optional.ofNullable(capabilities.get(name))
                .filter(text -> text.matches("\\d{1,12}(\\.\\d{1,6})?"))
                .map(Double::valueOf);
    }

    private static String whole(double number) {
        return number == Math.rint(number) ? String.valueOf((long) number) : String.valueOf(number);
    }
}

package org.alluvium.driver.azure;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.alluvium.driver.CloudException;
import org.alluvium.driver.ErrorKind;

/** Resource groups: each resource lies in one, and goes with it. */
final class AzureGroups {
    /** A part of an instance that is listed like a resource. */
    private static final String EXTENSION = "Microsoft.Compute/virtualMachines/extensions";

    private final AzureArm arm;

    AzureGroups(AzureArm arm) {
        this.arm = requireNonNull(arm);
    }

    /**
     * Makes something in a group. The default group is made when it turns out to be missing: a warm request asks for no group.
     *
     * @param body of what is made; the group comes to lie at the same location
     */
    AzureOperation within(String group, Map<String, ?> body, Supplier<AzureOperation> make) {
        try {
            return make.get();
        } catch (CloudException failure) {
            boolean isDefault = group.equals(arm.settings().group().toLowerCase(Locale.ROOT));
            if (failure.kind() != ErrorKind.NOT_FOUND || !isDefault || exists(group)) {
                throw failure;
            }
            create(group, String.valueOf(body.get("location")), Map.of());
            return make.get();
        }
    }

    /** Makes a group; done when this returns. */
    void create(String group, String location, Map<String, String> tags) {
        arm.change(
                AzureApi.RESOURCES,
                "resourceGroups/put",
                "PUT",
                path(group),
                Map.of("location", location, "tags", tags));
    }

    boolean exists(String group) {
        return arm.find(AzureApi.RESOURCES, "resourceGroups/get", path(group), Map.of())
                .isPresent();
    }

    /** Whether a group was made for that one instance, and still holds nothing but what was made with it. */
    boolean isMadeFor(AzureId instance) {
        boolean made = arm.find(AzureApi.RESOURCES, "resourceGroups/get", path(instance.group()), Map.of())
                .filter(group -> isMarked(group, instance))
                .isPresent();
        return made
                && arm
                        .list(
                                AzureApi.RESOURCES,
                                "resourceGroups/resources",
                                arm.path() + "/resourceGroups/" + AzureArm.encode(instance.group()) + "/resources",
                                Map.of())
                        .stream()
                        .allMatch(resource -> isMarked(resource, instance)
                                // Policies put extensions on instances
                                || resource.path("type").asText().equalsIgnoreCase(EXTENSION)
                                || resource.path("name")
                                        .asText()
                                        .equalsIgnoreCase(AzureGuest.rootDisk(instance.name())));
    }

    private static boolean isMarked(JsonNode thing, AzureId instance) {
        return thing.path("tags").path(AzureInstanceView.INSTANCE).asText().equalsIgnoreCase(instance.name());
    }

    /** Removes a group with all that is in it. */
    AzureOperation delete(String group) {
        return arm.change(AzureApi.RESOURCES, "resourceGroups/delete", "DELETE", path(group), Map.of());
    }

    String path(String group) {
        return arm.path() + "/resourcegroups/" + AzureArm.encode(group);
    }
}

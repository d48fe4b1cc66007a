package org.alluvium.driver.openstack;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import org.alluvium.capability.HardwareProfileOperations;
import org.alluvium.model.HardwareProfile;
import org.alluvium.model.HardwareProperty;
import org.alluvium.model.HardwareProperty.Fixed;

/** Nova's flavors (contract drivers, openstack, hardware_profiles). */
final class OpenstackHardwareProfiles implements HardwareProfileOperations {
    private final OpenstackCalls calls;

    OpenstackHardwareProfiles(OpenstackCalls calls) {
        this.calls = requireNonNull(calls);
    }

    @Override
    public List<HardwareProfile> list() {
        return flavors(calls).stream().map(OpenstackHardwareProfiles::profile).toList();
    }

    @Override
    public Optional<HardwareProfile> find(String id) {
        return flavor(calls, id).map(OpenstackHardwareProfiles::profile);
    }

    /** Every flavor that the project may use. */
    static List<JsonNode> flavors(OpenstackCalls calls) {
        return calls.list(OpenstackService.COMPUTE, "ListFlavors", "/flavors/detail", "flavors");
    }

    /** The flavor of that id, which an operator may have chosen freely. */
    static Optional<JsonNode> flavor(OpenstackCalls calls, String id) {
        return calls.findNamed(OpenstackService.COMPUTE, "GetFlavor", "/flavors/", id, "flavor");
    }

    private static HardwareProfile profile(JsonNode flavor) {
        return new HardwareProfile(
                flavor.path("id").asText(),
                flavor.path("name").asText(),
                List.of(
                        fixed("architecture", "label", "x86_64"),
                        fixed("memory", "MB", flavor.path("ram").asText()),
                        fixed("storage", "GB", flavor.path("disk").asText()),
                        fixed("cpu", "count", flavor.path("vcpus").asText())));
    }

    private static HardwareProperty fixed(String name, String unit, String value) {
        return new Fixed(name, Optional.of(unit), value);
    }
}

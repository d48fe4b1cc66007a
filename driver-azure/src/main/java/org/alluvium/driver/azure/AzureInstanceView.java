package org.alluvium.driver.azure;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.alluvium.model.Instance;
import org.alluvium.model.InstanceAddress;
import org.alluvium.model.InstanceAddress.Type;
import org.alluvium.model.InstanceState;

/** How a virtual machine and its network interfaces are shown. */
final class AzureInstanceView {
    /** Tags of what is made with an instance: its name, and the key that was put on it. */
    static final String INSTANCE = "alluvium-instance";

    static final String KEY = "alluvium-key";

    private AzureInstanceView() {}

    /**
     * An instance.
     *
     * @param instance its document
     * @param view its instance view; may be missing
     * @param interfaces those of its network interfaces that are known, with their public addresses' documents in them
     */
    static Instance instance(JsonNode instance, JsonNode view, List<JsonNode> interfaces) {
        JsonNode properties = instance.path("properties");
        AzureId id = AzureJson.id(instance, "id")
                .orElseThrow(() -> AzureErrors.garbled("virtualMachines", "an instance without id"));
        Instance.Builder built = Instance.builder(id.toString())
                .name(name(instance))
                .ownerId(instance.path("id").asText().split("/")[2])
                .realmId(AzureRealm.of(instance).toString())
                .publicAddresses(publicAddresses(interfaces))
                .privateAddresses(privateAddresses(interfaces))
                .firewallIds(firewalls(interfaces))
                .networkInterfaceIds(ids(properties.path("networkProfile").path("networkInterfaces")))
                .volumes(volumes(properties.path("storageProfile").path("dataDisks")))
                .login(new Instance.Login(
                        AzureJson.text(instance.path("tags"), KEY),
                        AzureJson.text(properties.path("osProfile"), "adminUsername"),
                        Optional.empty()));
        AzureImages.id(properties.path("storageProfile").path("imageReference")).ifPresent(built::imageId);
        AzureJson.text(properties.path("hardwareProfile"), "vmSize").ifPresent(built::hardwareProfileId);
        AzureJson.text(properties, "timeCreated").ifPresent(built::launchTime);
        Optional<InstanceState> known = AzureStates.of(instance, view);
        if (known.equals(Optional.of(InstanceState.ERROR))) {
            AzureStates.reason(view).ifPresent(built::stateReason);
        }
        known.ifPresent(state -> built.state(state)
                .actions(AzureStates.MACHINE.actions(state))
                .createImage(state == InstanceState.RUNNING || state == InstanceState.STOPPED));
        return built.build();
    }

    /** In the letter case in which the client gave it. */
    private static String name(JsonNode instance) {
        String name = instance.path("name").asText();
        return AzureJson.text(instance.path("tags"), INSTANCE)
                .filter(name::equalsIgnoreCase)
                .orElse(name);
    }

    /** The API's ids of what an array of references names. */
    private static List<String> ids(JsonNode references) {
        return AzureJson.elements(references).stream()
                .flatMap(reference -> AzureJson.id(reference, "id").stream())
                .map(AzureId::toString)
                .toList();
    }

    private static List<InstanceAddress> privateAddresses(List<JsonNode> interfaces) {
        return configurations(interfaces).stream()
                .flatMap(properties -> AzureJson.text(properties, "privateIPAddress").stream())
                .map(AzureInstanceView::address)
                .toList();
    }

    private static List<InstanceAddress> publicAddresses(List<JsonNode> interfaces) {
        List<InstanceAddress> addresses = new ArrayList<>();
        for (JsonNode properties : configurations(interfaces)) {
            JsonNode known = properties.path("publicIPAddress").path("properties");
            AzureJson.text(known.path("dnsSettings"), "fqdn")
                    .ifPresent(name -> addresses.add(new InstanceAddress(Type.HOSTNAME, name)));
            AzureJson.text(known, "ipAddress").ifPresent(text -> addresses.add(address(text)));
        }
        return addresses;
    }

    private static List<JsonNode> configurations(List<JsonNode> interfaces) {
        return interfaces.stream()
                .flatMap(one -> AzureJson.elements(one.path("properties").path("ipConfigurations")).stream())
                .map(configuration -> configuration.path("properties"))
                .toList();
    }

    private static List<String> firewalls(List<JsonNode> interfaces) {
        return interfaces.stream()
                .flatMap(one -> AzureJson.id(one.path("properties").path("networkSecurityGroup"), "id").stream())
                .map(AzureId::toString)
                .distinct()
                .toList();
    }

    private static InstanceAddress address(String text) {
        return new InstanceAddress(text.contains(":") ? Type.IPV6 : Type.IPV4, text);
    }

    /** The device is where a Linux guest finds the disk by its number. */
    private static Map<String, String> volumes(JsonNode disks) {
        Map<String, String> volumes = new LinkedHashMap<>();
        for (JsonNode disk : disks) {
            AzureJson.id(disk.path("managedDisk"), "id")
                    .ifPresent(id -> volumes.put(
                            id.toString(),
                            "/dev/disk/azure/scsi1/lun" + disk.path("lun").asInt()));
        }
        return volumes;
    }
}

package org.alluvium.driver.azure;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.alluvium.capability.NetworkInterfaceOperations;
import org.alluvium.driver.CloudException;
import org.alluvium.driver.ErrorKind;
import org.alluvium.model.NetworkInterface;

/** Network interfaces. Azure adds and removes those of stopped instances only, and none is left without any. */
final class AzureNetworkInterfaces implements NetworkInterfaceOperations {
    private final AzureArm arm;
    private final AzureResources nics;
    private final AzureResources instances;

    AzureNetworkInterfaces(AzureArm arm) {
        this.arm = requireNonNull(arm);
        this.nics = new AzureResources(arm, AzureType.NETWORK_INTERFACE);
        this.instances = new AzureResources(arm, AzureType.INSTANCE);
    }

    @Override
    public List<NetworkInterface> list() {
        return nics.list().stream()
                .flatMap(nic -> networkInterface(nic).stream())
                .toList();
    }

    @Override
    public Optional<NetworkInterface> find(String id) {
        return nics.find(id).flatMap(AzureNetworkInterfaces::networkInterface);
    }

    /** Lies with its instance, and goes when the instance's resource group goes; what cannot be attached goes again. */
    @Override
    public NetworkInterface create(String instanceId, String networkId, Optional<String> name) {
        JsonNode instance = instances.require(instanceId);
        AzureSubnets subnets = new AzureSubnets(arm);
        if (subnets.find(networkId).isEmpty()) {
            throw CloudException.notFound("Subnet", networkId);
        }
        AzureId owner = instances.id(instanceId);
        AzureId id = new AzureId(
                owner.group(),
                name.map(String::strip)
                        .filter(given -> !given.isEmpty())
                        .map(AzureNaming::checked)
                        .orElseGet(() -> AzureNaming.invented(AzureType.NETWORK_INTERFACE)));
        if (nics.find(id.toString()).isPresent()) {
            throw new CloudException(ErrorKind.CONFLICT, "Network interface '" + id + "' exists already.");
        }
        Map<String, Object> configuration = Map.of(
                "name",
                "first",
                "properties",
                Map.of(
                        "subnet",
                        Map.of("id", subnets.reference(networkId)),
                        "primary",
                        true,
                        "privateIPAllocationMethod",
                        "Dynamic"));
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("location", instance.path("location").asText());
        // What bears the mark goes when the instance's group goes, and does not hold it
        AzureJson.text(instance.path("tags"), AzureInstanceView.INSTANCE)
                .ifPresent(mark -> body.put("tags", Map.of(AzureInstanceView.INSTANCE, mark)));
        body.put("properties", Map.of("ipConfigurations", List.of(configuration)));
        arm.await(nics.put(id, body));
        try {
            change(owner, all -> all.add(reference(nics.path(id), all.isEmpty())));
        } catch (CloudException failure) {
            try {
                nics.delete(id);
            } catch (CloudException alsoFailed) {
                failure.addSuppressed(alsoFailed);
            }
            throw failure;
        }
        return find(id.toString()).orElseThrow(() -> CloudException.notFound("Network interface", id.toString()));
    }

    @Override
    public void destroy(String id) {
        JsonNode nic = nics.require(id);
        AzureId known = nics.id(id);
        Optional<AzureId> owner = AzureNics.instance(nic);
        if (owner.isPresent()) {
            detach(known, owner.get());
        }
        arm.await(nics.delete(known));
    }

    private void detach(AzureId id, AzureId owner) {
        JsonNode instance = instances.require(owner.toString());
        if (AzureNics.of(instance).indexOf(id) == 0) {
            throw new CloudException(
                    ErrorKind.CONFLICT,
                    "Network interface '" + id + "' is the first of instance '" + owner + "', and stays as long.");
        }
        change(
                owner,
                all -> all.removeIf(
                        one -> AzureId.ofResource(String.valueOf(one.get("id"))).equals(Optional.of(id))));
    }

    /** ARM takes the list of an instance's network interfaces as a whole only. */
    private void change(AzureId owner, Consumer<List<Map<String, Object>>> change) {
        arm.await(instances.patch(owner, instance -> {
            List<Map<String, Object>> all = references(instance);
            change.accept(all);
            return Map.of("properties", Map.of("networkProfile", Map.of("networkInterfaces", all)));
        }));
    }

    /** An instance's network interfaces as ARM wants them back; of several exactly one must be the first. */
    private static List<Map<String, Object>> references(JsonNode instance) {
        List<Map<String, Object>> all = new ArrayList<>();
        for (JsonNode nic : instance.path("properties").path("networkProfile").path("networkInterfaces")) {
            JsonNode properties = nic.path("properties");
            Map<String, Object> one = reference(
                    nic.path("id").asText(), properties.path("primary").asBoolean(all.isEmpty()));
            AzureJson.text(properties, "deleteOption").ifPresent(option -> {
                Map<String, Object> more = new LinkedHashMap<>();
                more.put("primary", properties.path("primary").asBoolean(all.isEmpty()));
                more.put("deleteOption", option);
                one.put("properties", more);
            });
            all.add(one);
        }
        return all;
    }

    private static Map<String, Object> reference(String path, boolean first) {
        Map<String, Object> reference = new LinkedHashMap<>();
        reference.put("id", path);
        reference.put("properties", Map.of("primary", first));
        return reference;
    }

    private static Optional<NetworkInterface> networkInterface(JsonNode nic) {
        JsonNode first = nic.path("properties").path("ipConfigurations").path(0).path("properties");
        return AzureJson.id(nic, "id")
                .map(id -> new NetworkInterface(
                        id.toString(),
                        AzureJson.text(nic, "name").orElse(id.name()),
                        AzureJson.id(first.path("subnet"), "id")
                                .map(AzureId::toString)
                                .orElse(""),
                        AzureNics.instance(nic).map(AzureId::toString),
                        AzureJson.text(first, "privateIPAddress")));
    }
}

package org.alluvium.driver.azure;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Virtual machines (Compute, 2024-07-01). */
final class FakeInstances extends FakeType {
    private static final String DISK =
            "name createOption!=FromImage|Attach|Empty|Copy|Restore deleteOption=Delete|Detach caching=None|ReadOnly|ReadWrite"
                    + " diskSizeGB# writeAcceleratorEnabled? managedDisk{id storageAccountType} osType=Windows|Linux";
    private static final Set<String> FORBIDDEN_USERS =
            Set.of("administrator", "admin", "root", "user", "guest", "test");

    FakeInstances() {
        super(
                "Microsoft.Compute/virtualMachines",
                Set.of("2024-07-01"),
                "location! tags* zones[] off~ powerOfTheTest~ failureOfTheTest~ wordsOfTheTest~ generalizedOfTheTest~"
                        + " plan{name! publisher! product!} identity* properties!{vmId~ timeCreated~ instanceView~"
                        + " hardwareProfile{vmSize!} storageProfile{imageReference{id publisher offer sku version"
                        + " exactVersion~ sharedGalleryImageId communityGalleryImageId} osDisk{" + DISK + "}"
                        + " dataDisks[]{lun!# toBeDetached? " + DISK + "} diskControllerType}"
                        + " osProfile{computerName! adminUsername! adminPassword customData secrets~"
                        + " allowExtensionOperations? requireGuestProvisionSignal~ windowsConfiguration* linuxConfiguration{"
                        + "disablePasswordAuthentication? provisionVMAgent? patchSettings~ enableVMAgentPlatformUpdates~"
                        + " ssh{publicKeys[]{path! keyData!}}}} networkProfile!{networkInterfaces[]{id!"
                        + " properties{primary? deleteOption=Delete|Detach}}} userData priority diagnosticsProfile*"
                        + " securityProfile* availabilitySet{id!}}",
                true);
    }

    @Override
    Set<String> parameters() {
        return Set.of("$expand", "statusOnly");
    }

    @Override
    String busy(boolean isNew) {
        return isNew ? "Creating" : "Updating";
    }

    @Override
    void accept(FakeStore store, FakePath path, ObjectNode wanted, boolean isNew) {
        // What is not a client's to say
        store.find(path)
                .ifPresent(old -> old.fields().forEachRemaining(field -> {
                    if (field.getKey().endsWith("OfTheTest") || field.getKey().equals("off")) {
                        wanted.set(field.getKey(), field.getValue());
                    }
                }));
        FakeAttachments.checkNetworkInterfaces(
                store, path, wanted, power(wanted).equals("deallocated"));
        for (JsonNode plug : wanted.at("/properties/networkProfile/networkInterfaces")) {
            for (FakePath user : store.referrers(FakePath.of(plug.path("id").asText()), name())) {
                if (!user.key().equals(path.key())) {
                    throw new FakeRefusal(
                            400, "NicInUse", "Network Interface is used by existing resource " + user.id() + ".");
                }
            }
        }
        if (isNew) {
            FakeGuests.check(store, wanted, FORBIDDEN_USERS);
            wanted.put("powerOfTheTest", "starting");
            ObjectNode properties = wanted.withObject("/properties");
            properties.put("vmId", UUID.randomUUID().toString());
            properties.put(
                    "timeCreated", Instant.now().truncatedTo(ChronoUnit.MILLIS).toString());
            makeRootDisk(store, path, wanted);
        }
    }

    private static void makeRootDisk(FakeStore store, FakePath path, ObjectNode wanted) {
        ObjectNode root = wanted.withObject("/properties/storageProfile/osDisk");
        FakePath disk =
                path.sibling("Microsoft.Compute/disks", root.path("name").asText(path.name() + "_OsDisk"));
        ObjectNode document = FakeArm.JSON.createObjectNode();
        document.set("location", wanted.path("location"));
        document.put("managedBy", path.id());
        document.withObject("/properties")
                .put("diskSizeGB", 30)
                .put("provisioningState", "Succeeded")
                .put("hyperVGeneration", "V2");
        store.put(disk, document);
        root.put("name", disk.name());
        if (!root.has("osType")) {
            root.put("osType", FakeGuests.isWindows(store, wanted) ? "Windows" : "Linux");
        }
        root.withObject("/managedDisk").put("id", disk.id()).put("storageAccountType", "Premium_LRS");
    }

    @Override
    void finish(FakeStore store, FakePath path, ObjectNode kept) {
        if (power(kept).equals("starting")) {
            kept.put("powerOfTheTest", "running");
        }
    }

    @Override
    void gone(FakeStore store, FakePath path, ObjectNode kept) {
        JsonNode root = kept.at("/properties/storageProfile/osDisk");
        if (root.path("deleteOption").asText().equals("Delete")) {
            store.remove(FakePath.of(root.at("/managedDisk/id").asText()));
        }
        for (JsonNode plug : kept.at("/properties/networkProfile/networkInterfaces")) {
            FakePath nic = FakePath.of(plug.path("id").asText());
            if (plug.at("/properties/deleteOption").asText().equals("Delete")) {
                store.find(nic).ifPresent(document -> {
                    store.remove(nic);
                    new FakeNetworkInterfaces().gone(store, nic, document);
                });
            }
        }
    }

    @Override
    void show(FakeStore store, FakePath path, ObjectNode view, Map<String, String> query) {
        ObjectNode properties = view.withObject("/properties");
        if (properties.path("osProfile") instanceof ObjectNode profile) {
            // Never told again
            profile.remove(List.of("adminPassword", "customData"));
        }
        boolean statusOnly = "true".equals(query.get("statusOnly"));
        if (statusOnly) {
            properties.retain("provisioningState");
        }
        if (statusOnly || "instanceView".equals(query.get("$expand"))) {
            ObjectNode instanceView = properties.putObject("instanceView");
            instanceView.put("hyperVGeneration", "V2");
            statuses(view, instanceView.putArray("statuses"));
        }
        view.remove("off");
    }

    private static void statuses(ObjectNode kept, ArrayNode statuses) {
        String state = AzureOperation.provisioningState(kept).toLowerCase(Locale.ROOT);
        String failure = kept.path("failureOfTheTest").asText();
        ObjectNode provisioning = statuses.addObject()
                .put("code", "ProvisioningState/" + state + (failure.isEmpty() ? "" : "/" + failure))
                .put("level", failure.isEmpty() ? "Info" : "Error")
                .put("displayStatus", "Provisioning " + state);
        if (!failure.isEmpty()) {
            provisioning.put("message", kept.path("wordsOfTheTest").asText());
        }
        if (kept.path("generalizedOfTheTest").asBoolean()) {
            statuses.addObject().put("code", "OSState/generalized").put("level", "Info");
        }
        if (!power(kept).isEmpty()) {
            statuses.addObject()
                    .put("code", "PowerState/" + power(kept))
                    .put("level", "Info")
                    .put("displayStatus", "VM " + power(kept));
        }
    }

    /** Tests seed machines that are on or off. */
    private static String power(ObjectNode kept) {
        return kept.path("powerOfTheTest").asText(kept.path("off").asBoolean() ? "deallocated" : "running");
    }

    @Override
    FakeReply act(FakeArm arm, FakePath path, ObjectNode kept, String action, FakeRequest request) {
        return switch (action) {
            case "attachDetachDataDisks" -> FakeAttachments.attachDetach(arm.store, path, kept, request);
            case "generalize" -> {
                kept.put("generalizedOfTheTest", true);
                yield FakeReply.of(200, MissingNode.getInstance());
            }
            case "start" -> turn(arm, path, kept, request, "starting", "running");
            case "deallocate" -> turn(arm, path, kept, request, "deallocating", "deallocated");
            case "powerOff" -> turn(arm, path, kept, request, "stopping", "stopped");
            case "restart" -> {
                if (!power(kept).equals("running")) {
                    throw new FakeRefusal(
                            409,
                            "OperationNotAllowed",
                            "Operation 'restart' is not allowed on a VM that is not running.");
                }
                yield turn(arm, path, kept, request, "running", "running");
            }
            default -> super.act(arm, path, kept, action, request);
        };
    }

    private static FakeReply turn(
            FakeArm arm, FakePath path, ObjectNode kept, FakeRequest request, String meanwhile, String then) {
        Optional<FakeRefusal> failure = arm.laterFailure(request);
        String before = power(kept);
        kept.put("powerOfTheTest", meanwhile);
        ObjectNode properties = kept.withObject("/properties");
        properties.put("provisioningState", "Updating");
        FakeStore.FakeOperation operation = arm.store.begin(
                () -> {
                    if (properties.path("provisioningState").asText().equals("Deleting")) {
                        return;
                    }
                    kept.put("powerOfTheTest", failure.isPresent() ? before : then);
                    properties.put("provisioningState", failure.isPresent() ? "Failed" : "Succeeded");
                    kept.remove("failureOfTheTest");
                    failure.ifPresent(reason ->
                            kept.put("failureOfTheTest", reason.code).put("wordsOfTheTest", reason.getMessage()));
                },
                failure);
        return arm.lasting(202, operation, path.subscription(), MissingNode.getInstance());
    }

    static boolean isBase64(String text) {
        try {
            return Base64.getDecoder().decode(text).length > 0;
        } catch (IllegalArgumentException noBase64) {
            return false;
        }
    }
}

package org.alluvium.driver.azure;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.alluvium.capability.VolumeOperations;
import org.alluvium.capability.VolumeRequest;
import org.alluvium.driver.CloudException;
import org.alluvium.driver.ErrorKind;
import org.alluvium.model.Volume;
import org.alluvium.model.Volume.Action;
import org.alluvium.model.Volume.Attachment;

/**
 * Volumes are managed disks. Azure knows a device by its number (LUN), and Linux by {@code /dev/disk/azure/scsi1/lunN}; a
 * device name that holds no such number leaves the choice to Azure.
 */
final class AzureVolumes implements VolumeOperations {
    private static final String DEVICE = "/dev/disk/azure/scsi1/lun";
    private static final Pattern LUN = Pattern.compile("(?:.*lun)?([0-9]{1,2})");
    private static final BigDecimal LARGEST = BigDecimal.valueOf(65_536);

    private final AzureArm arm;
    private final AzureResources disks;
    private final AzureResources instances;

    AzureVolumes(AzureArm arm) {
        this.arm = requireNonNull(arm);
        this.disks = new AzureResources(arm, AzureType.VOLUME);
        this.instances = new AzureResources(arm, AzureType.INSTANCE);
    }

    /** Of instances, which alone know the devices, one list is asked for, and only when a disk is attached. */
    @Override
    public List<Volume> list() {
        List<JsonNode> all = disks.list();
        Map<AzureId, JsonNode> owners = new HashMap<>();
        if (all.stream().anyMatch(disk -> owner(disk).isPresent())) {
            instances.list().forEach(vm -> AzureJson.id(vm, "id").ifPresent(id -> owners.put(id, vm)));
        }
        return all.stream()
                .map(disk -> volume(disk, owner(disk).flatMap(id -> Optional.ofNullable(owners.get(id)))))
                .toList();
    }

    @Override
    public Optional<Volume> find(String id) {
        return disks.find(id).map(disk -> volume(disk, owner(disk).flatMap(owner -> instances.find(owner, Map.of()))));
    }

    @Override
    public Volume create(VolumeRequest request) {
        Map<String, Object> creation = new LinkedHashMap<>();
        Optional<AzureRealm> realm = request.realmId().map(AzureRealm::parse);
        if (request.snapshotId().isPresent()) {
            JsonNode snapshot = new AzureResources(arm, AzureType.SNAPSHOT)
                    .require(request.snapshotId().get());
            realm = realm.or(() -> Optional.of(AzureRealm.of(snapshot)));
            creation.put("createOption", "Copy");
            creation.put("sourceResourceId", snapshot.path("id").asText());
        } else {
            creation.put("createOption", "Empty");
        }
        Map<String, Object> properties = new LinkedHashMap<>();
        properties.put("creationData", creation);
        if (request.snapshotId().isEmpty() || request.capacity().isPresent()) {
            properties.put("diskSizeGB", gigabytes(request.capacity().orElse("1")));
        }
        Map<String, Object> body = new LinkedHashMap<>();
        realm.orElseGet(() -> new AzureRealm(arm.home(), Optional.empty())).into(body);
        body.put("sku", Map.of("name", "StandardSSD_LRS"));
        request.description().ifPresent(text -> body.put("tags", Map.of("description", text)));
        body.put("properties", properties);
        AzureId id = AzureNaming.fresh(arm, AzureType.VOLUME, request.name());
        return volume(id, disks.put(id, body).body(), Optional.empty());
    }

    @Override
    public void destroy(String id) {
        free(id);
        disks.delete(disks.id(id));
    }

    @Override
    public Volume attach(String id, String instanceId, String device) {
        JsonNode disk = free(id);
        Map<String, Object> attached = new LinkedHashMap<>();
        attached.put("diskId", disk.path("id").asText());
        Matcher lun = LUN.matcher(device);
        if (lun.matches()) {
            attached.put("lun", Integer.parseInt(lun.group(1)));
        }
        try {
            change(instances.id(instanceId), "dataDisksToAttach", attached);
        } catch (CloudException refused) {
            // ARM's words name its path, and the disk has been found
            throw refused.kind() == ErrorKind.NOT_FOUND
                    ? CloudException.notFound(AzureType.INSTANCE.noun(), instanceId)
                    : refused;
        }
        return find(id).orElseThrow(() -> CloudException.notFound("Storage volume", id));
    }

    @Override
    public Volume detach(String id) {
        JsonNode disk = disks.require(id);
        AzureId owner = owner(disk)
                .orElseThrow(() -> new CloudException(
                        ErrorKind.CONFLICT, "Storage volume '" + id + "' is attached to no instance."));
        change(owner, "dataDisksToDetach", Map.of("diskId", disk.path("id").asText()));
        return find(id).orElseThrow(() -> CloudException.notFound("Storage volume", id));
    }

    /** This call names only the disk that changes: two at a time do not undo each other, as two whole lists would. */
    private void change(AzureId instance, String what, Map<String, ?> disk) {
        instances.act(instance, "attachDetachDataDisks", Map.of(what, List.of(disk)));
    }

    /**
     * A disk that nobody has.
     *
     * @throws CloudException CONFLICT while it is attached
     */
    private JsonNode free(String id) {
        JsonNode disk = disks.require(id);
        AzureJson.id(disk, "managedBy").ifPresent(instance -> {
            throw new CloudException(
                    ErrorKind.CONFLICT,
                    "Storage volume '" + id + "' is attached to instance '" + instance + "'; detach it first.");
        });
        return disk;
    }

    private static int gigabytes(String capacity) {
        try {
            BigDecimal wanted = new BigDecimal(capacity.strip()).setScale(0, RoundingMode.CEILING);
            if (wanted.signum() > 0 && wanted.compareTo(LARGEST) <= 0) {
                return wanted.intValueExact();
            }
        } catch (NumberFormatException noNumber) {
            // Told below, as a wrong number is
        }
        throw new CloudException(
                ErrorKind.INVALID, "Azure makes no volume of '" + capacity + "' GB; 1 to 65536 are expected.");
    }

    /** The members of scale sets, which have disks too, are no instances of this API. */
    private static Optional<AzureId> owner(JsonNode disk) {
        return AzureJson.text(disk, "managedBy")
                .filter(id -> !id.toLowerCase(Locale.ROOT).contains("/virtualmachinescalesets/"))
                .flatMap(AzureId::ofResource);
    }

    private static Volume volume(JsonNode disk, Optional<JsonNode> owner) {
        AzureId id = AzureJson.id(disk, "id")
                .orElseThrow(() -> AzureErrors.garbled(AzureType.VOLUME.operation("get"), "a disk without an id"));
        return volume(id, disk, owner);
    }

    private static Volume volume(AzureId id, JsonNode disk, Optional<JsonNode> owner) {
        Optional<Attachment> attachment =
                owner(disk).map(instance -> new Attachment(instance.toString(), owner.flatMap(vm -> device(vm, id))));
        JsonNode properties = disk.path("properties");
        return new Volume(
                id.toString(),
                AzureJson.text(disk, "name").or(() -> Optional.of(id.name())),
                AzureJson.text(disk.path("tags"), "description"),
                AzureJson.text(properties, "timeCreated"),
                properties.path("diskSizeGB").asText("0"),
                AzureJson.text(disk.path("sku"), "name"),
                Optional.of(AzureRealm.of(disk).toString()),
                Optional.of(state(properties, attachment.isPresent())),
                attachment,
                attachment.isPresent() ? List.of(Action.DETACH) : List.of(Action.ATTACH, Action.DESTROY));
    }

    private static String state(JsonNode properties, boolean attached) {
        String progress = properties.path("provisioningState").asText();
        String state = properties.path("diskState").asText();
        return switch (progress) {
            case "Succeeded", "" ->
                switch (state) {
                    case "Attached", "Reserved" -> "IN-USE";
                    case "Unattached", "" -> attached ? "IN-USE" : "AVAILABLE";
                    default -> state.toUpperCase(Locale.ROOT);
                };
            case "Failed" -> "ERROR";
            default -> progress.toUpperCase(Locale.ROOT);
        };
    }

    private static Optional<String> device(JsonNode vm, AzureId disk) {
        for (JsonNode data : vm.path("properties").path("storageProfile").path("dataDisks")) {
            if (AzureJson.id(data.path("managedDisk"), "id").equals(Optional.of(disk))) {
                return AzureJson.text(data, "lun").map(lun -> DEVICE + lun);
            }
        }
        return Optional.empty();
    }
}

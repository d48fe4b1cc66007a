package org.alluvium.driver.azure;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Managed disks, and their snapshots, which are of nearly the same shape (Compute, 2024-03-02). */
final class FakeDisks extends FakeType {
    private static final String VM = "Microsoft.Compute/virtualMachines";
    private static final String PROPERTIES =
            " properties!{osType=Windows|Linux hyperVGeneration=V1|V2 diskSizeGB# incremental? networkAccessPolicy"
                    + " publicNetworkAccess creationData!{createOption!=Empty|Attach|FromImage|Import|Copy|CopyStart|Restore"
                    + " sourceResourceId sourceUri storageAccountId imageReference{id lun#} galleryImageReference{id lun#}"
                    + " logicalSectorSize# sourceUniqueId~} timeCreated~ diskState~ uniqueId~ diskSizeBytes~}";

    private FakeDisks(String name, String skus) {
        super(
                name,
                Set.of("2024-03-02"),
                "location! tags* zones[] extendedLocation* managedBy~ sku{name=" + skus + " tier~}" + PROPERTIES,
                true);
    }

    static FakeDisks disks() {
        return new FakeDisks(
                "Microsoft.Compute/disks",
                "Standard_LRS|Premium_LRS|StandardSSD_LRS|UltraSSD_LRS|Premium_ZRS|StandardSSD_ZRS|PremiumV2_LRS");
    }

    static FakeDisks snapshots() {
        return new FakeDisks("Microsoft.Compute/snapshots", "Standard_LRS|Premium_LRS|Standard_ZRS");
    }

    private boolean isDisk() {
        return name().endsWith("/disks");
    }

    @Override
    boolean isOnlyAccepted() {
        return true;
    }

    @Override
    String busy(boolean isNew) {
        return isNew ? "Creating" : "Updating";
    }

    @Override
    void accept(FakeStore store, FakePath path, ObjectNode wanted, boolean isNew) {
        ObjectNode properties = wanted.withObject("/properties");
        JsonNode creation = properties.path("creationData");
        String option = creation.path("createOption").asText();
        int size = properties.path("diskSizeGB").asInt();
        if (option.equals("Copy")) {
            ObjectNode source = store.referred(creation.path("sourceResourceId").asText());
            int least = source.at("/properties/diskSizeGB").asInt();
            if (properties.has("diskSizeGB") && size < least) {
                throw new FakeRefusal(400, "InvalidParameter", "The size is smaller than that of the source.");
            }
            properties.put("diskSizeGB", Math.max(size, least));
        } else if (option.equals("Empty") && (!isDisk() || size < 1 || size > 65_536)) {
            throw new FakeRefusal(400, "InvalidParameter", "The value of parameter diskSizeGB is invalid.");
        }
        properties.put(
                "timeCreated", Instant.now().truncatedTo(ChronoUnit.MILLIS).toString());
        properties.put("diskState", "Unattached");
    }

    @Override
    void release(FakeStore store, FakePath path, ObjectNode kept) {
        List<FakePath> owners = store.referrers(path, VM);
        if (!owners.isEmpty()) {
            throw new FakeRefusal(
                    409,
                    "OperationNotAllowed",
                    "Disk " + path.name() + " is attached to VM "
                            + owners.get(0).id() + ".");
        }
    }

    @Override
    void show(FakeStore store, FakePath path, ObjectNode view, Map<String, String> query) {
        for (FakePath owner : isDisk() ? store.referrers(path, VM) : List.<FakePath>of()) {
            view.put("managedBy", owner.id());
            view.withObject("/properties").put("diskState", "Attached");
        }
    }
}

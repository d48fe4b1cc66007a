package org.alluvium.driver.azure;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What is attached to virtual machines: data disks and network interfaces (Compute, 2024-07-01). */
final class FakeAttachments {
    private static final String VM = "Microsoft.Compute/virtualMachines";
    private static final FakeSchema DISKS = FakeSchema.of(
            "dataDisksToAttach[]{diskId! lun# caching=None|ReadOnly|ReadWrite"
                    + " deleteOption=Delete|Detach writeAcceleratorEnabled?} dataDisksToDetach[]{diskId! detachOption=ForceDetach}");

    private FakeAttachments() {}

    /** The action attachDetachDataDisks: all of it or nothing. */
    static FakeReply attachDetach(FakeStore store, FakePath vm, ObjectNode kept, FakeRequest request) {
        DISKS.check(request.body());
        ObjectNode storage = kept.withObject("/properties/storageProfile");
        ArrayNode disks = FakeArm.JSON.createArrayNode();
        storage.path("dataDisks").forEach(disks::add);
        for (JsonNode wanted : request.body().path("dataDisksToDetach")) {
            int at = indexOf(disks, wanted.path("diskId").asText());
            if (at < 0) {
                throw new FakeRefusal(409, "OperationNotAllowed", "The data disk is not attached to " + vm.id() + ".");
            }
            disks.remove(at);
        }
        for (JsonNode wanted : request.body().path("dataDisksToAttach")) {
            attach(store, vm, disks, wanted);
        }
        storage.set("dataDisks", disks);
        return FakeReply.of(200, storage.deepCopy());
    }

    private static void attach(FakeStore store, FakePath vm, ArrayNode disks, JsonNode wanted) {
        FakePath path = FakePath.of(wanted.path("diskId").asText());
        ObjectNode disk = store.find(path).orElseThrow(() -> FakeRefusal.notFound(path.id()));
        List<FakePath> owners = store.referrers(path, VM);
        if (!owners.isEmpty()) {
            throw new FakeRefusal(
                    409,
                    "ConflictingUserInput",
                    "Disk '" + path.id() + "' cannot be attached as it is owned by VM '"
                            + owners.get(0).id() + "'.");
        }
        if (!disk.at("/properties/provisioningState").asText().equals("Succeeded")) {
            throw new FakeRefusal(409, "OperationNotAllowed", "The disk is not ready.");
        }
        Set<Integer> taken = new HashSet<>();
        disks.forEach(one -> taken.add(one.path("lun").asInt()));
        int lun = wanted.path("lun").asInt(0);
        while (!wanted.has("lun") && taken.contains(lun)) {
            lun++;
        }
        if (taken.contains(lun) || lun > 63) {
            throw new FakeRefusal(
                    409, "InvalidParameter", "A disk at LUN " + lun + " already exists, or it is out of range.");
        }
        ObjectNode added = disks.addObject();
        added.put("lun", lun)
                .put("name", path.name())
                .put("createOption", "Attach")
                .put("toBeDetached", false);
        added.putObject("managedDisk").put("id", path.id());
    }

    private static int indexOf(ArrayNode disks, String id) {
        for (int i = 0; i < disks.size(); i++) {
            if (disks.get(i).at("/managedDisk/id").asText().equalsIgnoreCase(id)) {
                return i;
            }
        }
        return -1;
    }

    /** Refuses a change of network interfaces while the machine is on, and one that leaves none or no first one. */
    static void checkNetworkInterfaces(FakeStore store, FakePath vm, ObjectNode wanted, boolean off) {
        JsonNode all = wanted.at("/properties/networkProfile/networkInterfaces");
        Set<String> now = ids(all);
        Optional<ObjectNode> old = store.find(vm);
        if (old.isPresent() && !now.equals(ids(old.get().at("/properties/networkProfile/networkInterfaces"))) && !off) {
            throw new FakeRefusal(
                    409,
                    "OperationNotAllowed",
                    "Adding or removing a network interface is allowed only while the virtual machine is deallocated.");
        }
        int first = 0;
        for (JsonNode nic : all) {
            store.referred(nic.path("id").asText());
            first += nic.at("/properties/primary").asBoolean() ? 1 : 0;
        }
        if (all.isEmpty() || all.size() > 1 && first != 1) {
            throw new FakeRefusal(
                    400,
                    "VirtualMachineMustHaveOneNetworkInterfaceAsPrimary",
                    "Virtual machine " + vm.name() + " must have one network interface set as the primary.");
        }
    }

    private static Set<String> ids(JsonNode references) {
        Set<String> ids = new HashSet<>();
        references.forEach(one -> ids.add(one.path("id").asText().toLowerCase(Locale.ROOT)));
        return ids;
    }
}

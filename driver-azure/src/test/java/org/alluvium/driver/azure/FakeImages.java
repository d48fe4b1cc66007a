package org.alluvium.driver.azure;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Set;

/** Own images (Compute, 2024-07-01), and galleries with their definitions (2023-07-03). */
final class FakeImages extends FakeType {
    private FakeImages(String name, String version, String schema) {
        super(name, Set.of(version), schema, true);
    }

    static List<FakeType> types() {
        return List.of(
                new FakeImages(
                        "Microsoft.Compute/images",
                        "2024-07-01",
                        "location! tags* properties!{sourceVirtualMachine{id!} hyperVGeneration=V1|V2 storageProfile{"
                                + "zoneResilient? dataDisks~ osDisk{osType!=Windows|Linux osState!=Generalized|Specialized"
                                + " snapshot{id!} managedDisk{id!} blobUri caching diskSizeGB# storageAccountType}}}"),
                new FakeImages("Microsoft.Compute/galleries", "2023-07-03", "location! tags* properties*"),
                new FakeImages(
                        "Microsoft.Compute/galleries/images",
                        "2023-07-03",
                        "location! tags* properties!{osType!=Windows|Linux osState!=Generalized|Specialized description"
                                + " hyperVGeneration architecture=x64|Arm64 identifier!{publisher! offer! sku!}}"));
    }

    @Override
    String busy(boolean isNew) {
        return isNew ? "Creating" : "Updating";
    }

    @Override
    void accept(FakeStore store, FakePath path, ObjectNode wanted, boolean isNew) {
        if (!path.type().endsWith("Compute/images")) {
            return;
        }
        String source = wanted.at("/properties/sourceVirtualMachine/id").asText();
        if (!source.isEmpty()) {
            if (!store.referred(source).path("generalizedOfTheTest").asBoolean()) {
                throw new FakeRefusal(409, "OperationNotAllowed", "The source VM needs to be generalized.");
            }
            wanted.withObject("/properties/storageProfile/osDisk")
                    .put("osType", "Linux")
                    .put("osState", "Generalized");
            return;
        }
        ObjectNode snapshot = store.referred(
                wanted.at("/properties/storageProfile/osDisk/snapshot/id").asText());
        if (!AzureOperation.provisioningState(snapshot).equals("Succeeded")) {
            throw new FakeRefusal(409, "OperationNotAllowed", "The snapshot is not ready.");
        }
        if (!wanted.at("/properties/hyperVGeneration").isTextual()) {
            throw new FakeRefusal(400, "InvalidParameter", "hyperVGeneration is required.");
        }
    }
}

package org.alluvium.driver.azure;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;

/** Virtual machines, as far as disks and networks need them (Compute, 2024-07-01). */
final class FakeInstances extends FakeType {
    FakeInstances() {
        super(
                "Microsoft.Compute/virtualMachines",
                Set.of("2024-07-01"),
                "location! tags* zones[] off? properties{storageProfile* networkProfile{networkInterfaces[]{id!"
                        + " properties{primary? deleteOption=Delete|Detach}}}}",
                true);
    }

    @Override
    void accept(FakeStore store, FakePath path, ObjectNode wanted, boolean isNew) {
        FakeAttachments.checkNetworkInterfaces(
                store, path, wanted, wanted.path("off").asBoolean());
    }

    @Override
    FakeReply act(FakeStore store, FakePath path, ObjectNode kept, String action, FakeRequest request) {
        return action.equals("attachDetachDataDisks")
                ? FakeAttachments.attachDetach(store, path, kept, request)
                : super.act(store, path, kept, action, request);
    }
}

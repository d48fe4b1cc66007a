package org.alluvium.driver.azure;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;

/** Storage accounts (Storage, 2023-05-01): tests seed them, with their key. */
final class FakeStorageAccounts extends FakeType {
    FakeStorageAccounts() {
        super(
                "Microsoft.Storage/storageAccounts",
                Set.of("2023-05-01"),
                "location! kind! sku!{name!} properties*",
                true);
    }

    @Override
    FakeReply act(FakeStore store, FakePath path, ObjectNode kept, String action, FakeRequest request) {
        if (!action.equals("listKeys")) {
            return super.act(store, path, kept, action, request);
        }
        ObjectNode answer = FakeArm.JSON.createObjectNode();
        answer.putArray("keys")
                .addObject()
                .put("keyName", "key1")
                .put("permissions", "Full")
                .put("value", kept.path("keyOfTheTest").asText());
        return FakeReply.of(200, answer);
    }
}

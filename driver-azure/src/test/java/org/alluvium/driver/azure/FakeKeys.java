package org.alluvium.driver.azure;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** SSH public keys (Compute, 2024-07-01). */
final class FakeKeys extends FakeType {
    FakeKeys() {
        super("Microsoft.Compute/sshPublicKeys", Set.of("2024-07-01"), "location! tags* properties{publicKey}", false);
    }

    @Override
    void accept(FakeStore store, FakePath path, ObjectNode wanted, boolean isNew) {
        String key = wanted.at("/properties/publicKey").asText("ssh-rsa AAAA");
        if (!key.matches("(ssh-rsa|ssh-ed25519) [A-Za-z0-9+/=]+( .*)?")) {
            throw new FakeRefusal(400, "InvalidParameter", "The value of publicKey is not a valid SSH public key.");
        }
    }

    /** A key is there at once, and has no state. */
    @Override
    void show(FakeStore store, FakePath path, ObjectNode view, Map<String, String> query) {
        view.withObject("/properties").remove("provisioningState");
    }

    @Override
    FakeReply act(FakeStore store, FakePath path, ObjectNode kept, String action, FakeRequest request) {
        if (!action.equals("generateKeyPair")) {
            return super.act(store, path, kept, action, request);
        }
        byte[] blob = ("key " + store.number()).getBytes(java.nio.charset.StandardCharsets.UTF_8);
        String publicKey = "ssh-rsa " + Base64.getEncoder().encodeToString(blob) + " generated-by-azure";
        kept.withObject("/properties").put("publicKey", publicKey);
        return FakeReply.of(
                200,
                FakeArm.JSON
                        .createObjectNode()
                        .put(
                                "privateKey",
                                "-----BEGIN RSA PRIVATE KEY-----\nOnly a test " + UUID.randomUUID()
                                        + "\n-----END RSA PRIVATE KEY-----\n")
                        .put("publicKey", publicKey)
                        .put("id", path.id()));
    }
}

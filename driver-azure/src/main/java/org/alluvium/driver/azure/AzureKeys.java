package org.alluvium.driver.azure;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.alluvium.capability.KeyOperations;
import org.alluvium.driver.CloudException;
import org.alluvium.driver.ErrorKind;
import org.alluvium.model.Key;

/** SSH public keys, kept in the default resource group. A pair is made by Azure, and its private half told once. */
final class AzureKeys implements KeyOperations {
    private final AzureArm arm;
    private final AzureResources keys;

    AzureKeys(AzureArm arm) {
        this.arm = requireNonNull(arm);
        this.keys = new AzureResources(arm, AzureType.KEY);
    }

    @Override
    public List<Key> list() {
        return keys.list().stream().map(node -> key(node, Optional.empty())).toList();
    }

    @Override
    public Optional<Key> find(String id) {
        return keys.find(id).map(node -> key(node, Optional.empty()));
    }

    @Override
    public Key create(String name, Optional<String> publicKey) {
        AzureId id = AzureId.parse(name, arm.settings().group(), 2)
                .orElseThrow(() -> new CloudException(
                        ErrorKind.INVALID,
                        "Azure does not take '" + name + "' as a key's name: letters, digits, and - _ . are."));
        // ARM's PUT would replace it
        if (keys.find(id, Map.of()).isPresent()) {
            throw new CloudException(ErrorKind.FORBIDDEN, "There is a key '" + name + "' already.");
        }
        Optional<String> given = publicKey.map(String::strip).filter(text -> !text.isEmpty());
        JsonNode made = keys.put(
                        id,
                        Map.of(
                                "location",
                                arm.home(),
                                "properties",
                                given.map(text -> Map.of("publicKey", text)).orElse(Map.of())))
                .body();
        if (given.isPresent()) {
            return key(made, Optional.empty());
        }
        try {
            JsonNode pair = keys.act(id, "generateKeyPair", Map.of()).body();
            return new Key(
                    id.toString(),
                    made.path("name").asText(),
                    Optional.of("AVAILABLE"),
                    new Key.KeyPair(fingerprint(pair.path("publicKey").asText()), AzureJson.text(pair, "privateKey")));
        } catch (CloudException failure) {
            keys.delete(id);
            throw failure;
        }
    }

    @Override
    public void destroy(String id) {
        keys.require(id);
        keys.delete(keys.id(id));
    }

    /**
     * What an instance is to let in.
     *
     * @throws CloudException INVALID when there is no such key, or only half of one
     */
    String publicKey(String id) {
        return keys.find(id)
                .flatMap(node -> AzureJson.text(node.path("properties"), "publicKey"))
                .map(String::strip)
                .orElseThrow(() -> new CloudException(ErrorKind.INVALID, "Key '" + id + "' does not exist."));
    }

    private static Key key(JsonNode node, Optional<String> pem) {
        AzureId id = AzureJson.id(node, "id").orElseThrow(() -> AzureErrors.garbled("sshPublicKeys", "no id"));
        return new Key(
                id.toString(),
                node.path("name").asText(),
                Optional.of("AVAILABLE"),
                new Key.KeyPair(
                        fingerprint(node.path("properties").path("publicKey").asText()), pem));
    }

    /** As OpenSSH computed it when the API was young: Azure tells none. */
    private static Optional<String> fingerprint(String publicKey) {
        String[] parts = publicKey.strip().split("\\s+");
        if (parts.length < 2) {
            return Optional.empty();
        }
        try {
            byte[] blob = Base64.getMimeDecoder().decode(parts[1]);
            return Optional.of(HexFormat.ofDelimiter(":")
                    .formatHex(MessageDigest.getInstance("MD5").digest(blob)));
        } catch (IllegalArgumentException | NoSuchAlgorithmException noFingerprint) {
            return Optional.empty();
        }
    }
}

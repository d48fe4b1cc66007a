package org.alluvium.driver.openstack;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.alluvium.capability.KeyOperations;
import org.alluvium.driver.CloudException;
import org.alluvium.driver.ErrorKind;
import org.alluvium.model.Key;

/** Nova's key pairs, by their name; they belong to the user, not to the project. */
final class OpenstackKeys implements KeyOperations {
    private final OpenstackCalls calls;

    OpenstackKeys(OpenstackCalls calls) {
        this.calls = requireNonNull(calls);
    }

    @Override
    public List<Key> list() {
        return calls
                .list(
                        OpenstackService.COMPUTE,
                        "ListKeypairs",
                        "/os-keypairs",
                        "keypairs",
                        entry -> entry.path("keypair").path("name").asText())
                .stream()
                .map(entry -> key(entry.path("keypair")))
                .toList();
    }

    @Override
    public Optional<Key> find(String id) {
        return calls.findNamed(OpenstackService.COMPUTE, "GetKeypair", "/os-keypairs/", id, "keypair")
                .map(OpenstackKeys::key);
    }

    @Override
    public Key create(String name, Optional<String> publicKey) {
        Map<String, Object> wish = new LinkedHashMap<>();
        wish.put("name", name);
        publicKey.filter(text -> !text.isBlank()).ifPresent(text -> wish.put("public_key", text.strip()));
        try {
            return key(calls.post(OpenstackService.COMPUTE, "CreateKeypair", "/os-keypairs", Map.of("keypair", wish))
                    .path("keypair"));
        } catch (CloudException refused) {
            if (refused.kind() == ErrorKind.CONFLICT) {
                throw new CloudException(ErrorKind.FORBIDDEN, "There is a key '" + name + "' already.", refused);
            }
            throw refused;
        }
    }

    @Override
    public void destroy(String id) {
        if (!OpenstackCalls.isName(id)) {
            throw CloudException.notFound("Key", id);
        }
        calls.delete(OpenstackService.COMPUTE, "DeleteKeypair", "/os-keypairs/" + OpenstackCalls.encode(id));
    }

    private static Key key(JsonNode node) {
        String name = node.path("name").asText();
        return new Key(
                name,
                name,
                Optional.of("AVAILABLE"),
                new Key.KeyPair(OpenstackCalls.text(node, "fingerprint"), OpenstackCalls.text(node, "private_key")));
    }
}

package org.alluvium.driver.mock;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.alluvium.capability.KeyOperations;
import org.alluvium.driver.CloudException;
import org.alluvium.driver.ErrorKind;
import org.alluvium.model.Key;
import org.alluvium.model.Key.KeyPair;

/** The keys. They look like keys, but open nothing: fingerprint and text are random. */
final class MockKeys implements KeyOperations {
    private static final int LINE = 75;
    private static final int PEM_BYTES = 1200;
    private static final int FINGERPRINT_BYTES = 20;

    private final SecureRandom random = new SecureRandom();
    private final MockStore store;

    MockKeys(MockStore store) {
        this.store = requireNonNull(store);
    }

    static List<Key> fixtures() throws IOException {
        try (InputStream pem = requireNonNull(MockKeys.class.getResourceAsStream("test-key.pem"))) {
            return List.of(key(
                    "test-key",
                    "5e:ce:b6:dc:59:3b:5c:93:f8:2e:9d:20:ce:60:ca:f5:0b:8a:66:93",
                    new String(pem.readAllBytes(), StandardCharsets.UTF_8)));
        }
    }

    @Override
    public List<Key> list() {
        return List.copyOf(store.keys.all());
    }

    @Override
    public Optional<Key> find(String id) {
        return store.keys.find(id);
    }

    /** Makes a pair, also when there is a public key to import: this cloud cannot. */
    @Override
    public Key create(String name, Optional<String> publicKey) {
        Key key = key(name, HexFormat.ofDelimiter(":").formatHex(randomBytes(FINGERPRINT_BYTES)), randomPem());
        return store.change(() -> {
            if (store.keys.find(name).isPresent()) {
                throw new CloudException(ErrorKind.FORBIDDEN, "Key with same name already exists");
            }
            store.keys.create(key);
            return key;
        });
    }

    @Override
    public void destroy(String id) {
        store.execute(() -> store.keys.remove(id));
    }

    private String randomPem() {
        byte[] newline = {'\n'};
        return "-----BEGIN RSA PRIVATE KEY-----\n"
                + Base64.getMimeEncoder(LINE, newline).encodeToString(randomBytes(PEM_BYTES))
                + "\n-----END RSA PRIVATE KEY-----";
    }

    private byte[] randomBytes(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }

    private static Key key(String name, String fingerprint, String pem) {
        return new Key(name, name, Optional.empty(), new KeyPair(Optional.of(fingerprint), Optional.of(pem)));
    }
}

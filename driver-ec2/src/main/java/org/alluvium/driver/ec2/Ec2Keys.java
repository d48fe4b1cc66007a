package org.alluvium.driver.ec2;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;
import org.alluvium.capability.KeyOperations;
import org.alluvium.driver.CloudException;
import org.alluvium.model.Key;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.ec2.model.CreateKeyPairRequest;
import software.amazon.awssdk.services.ec2.model.DeleteKeyPairRequest;
import software.amazon.awssdk.services.ec2.model.DescribeKeyPairsRequest;
import software.amazon.awssdk.services.ec2.model.ImportKeyPairRequest;

/** Keys: EC2's key pairs, by their name. */
final class Ec2Keys implements KeyOperations {
    private final Ec2Calls calls;

    Ec2Keys(Ec2Calls calls) {
        this.calls = requireNonNull(calls);
    }

    @Override
    public List<Key> list() {
        return describe(DescribeKeyPairsRequest.builder().build());
    }

    @Override
    public Optional<Key> find(String id) {
        return Ec2Calls.ifThere(() -> calls.newborns()
                .await(
                        id,
                        () -> describe(DescribeKeyPairsRequest.builder()
                                        .keyNames(id)
                                        .build())
                                .stream()
                                .findFirst()));
    }

    @Override
    public Key create(String name, Optional<String> publicKey) {
        Key key = publicKey
                .filter(text -> !text.isBlank())
                .map(text -> imported(name, text))
                .orElseGet(() -> made(name));
        calls.newborns().add(name);
        return key;
    }

    @Override
    public void destroy(String id) {
        // DeleteKeyPair would succeed for any name
        if (find(id).isEmpty()) {
            throw CloudException.notFound("Key", id);
        }
        calls.newborns().remove(id);
        calls.call(DeleteKeyPairRequest.builder().keyName(id).build(), (client, q) -> client.deleteKeyPair(q));
    }

    private List<Key> describe(DescribeKeyPairsRequest request) {
        return calls.call(request, (client, q) -> client.describeKeyPairs(q)).keyPairs().stream()
                .map(pair -> key(pair.keyName(), pair.keyFingerprint(), null))
                .toList();
    }

    private Key made(String name) {
        var pair = calls.call(
                CreateKeyPairRequest.builder().keyName(name).build(), (client, q) -> client.createKeyPair(q));
        return key(pair.keyName(), pair.keyFingerprint(), pair.keyMaterial());
    }

    private Key imported(String name, String publicKey) {
        var pair = calls.call(
                ImportKeyPairRequest.builder()
                        .keyName(name)
                        .publicKeyMaterial(SdkBytes.fromUtf8String(publicKey.strip()))
                        .build(),
                (client, q) -> client.importKeyPair(q));
        return key(pair.keyName(), pair.keyFingerprint(), null);
    }

    private static Key key(String name, @Nullable String fingerprint, @Nullable String pem) {
        return new Key(
                name,
                name,
                Optional.of("AVAILABLE"),
                new Key.KeyPair(Optional.ofNullable(fingerprint), Optional.ofNullable(pem)));
    }
}

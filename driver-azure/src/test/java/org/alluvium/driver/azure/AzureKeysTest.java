package org.alluvium.driver.azure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.alluvium.capability.KeyOperations;
import org.alluvium.driver.ErrorKind;
import org.alluvium.model.Key;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** SSH public keys. */
class AzureKeysTest {
    private TestCloud cloud;
    private KeyOperations keys;

    @BeforeEach
    void start() throws IOException {
        cloud = new TestCloud();
        keys = cloud.require(KeyOperations.class);
    }

    @AfterEach
    void stop() {
        cloud.close();
    }

    @Test
    void aPairIsMadeByAzureAndItsPrivateHalfToldOnce() {
        Key made = keys.create("Pair", Optional.empty());
        assertThat(made.id()).isEqualTo("alluvium:pair");
        Key.KeyPair pair = (Key.KeyPair) made.credential();
        assertThat(pair.pem().orElseThrow()).startsWith("-----BEGIN RSA PRIVATE KEY-----");
        assertThat(pair.fingerprint().orElseThrow()).matches("([0-9a-f]{2}:){15}[0-9a-f]{2}");
        Key found = keys.find(made.id()).orElseThrow();
        assertThat(found.credential()).isEqualTo(new Key.KeyPair(pair.fingerprint(), Optional.empty()));
        assertThat(keys.list()).containsExactly(found);
        TestCloud.fails(ErrorKind.FORBIDDEN, () -> keys.create("pair", Optional.empty()));
    }

    @Test
    void aKeyIsImported() {
        Key made = keys.create("mine", Optional.of("ssh-rsa AAAAB3NzaC1yc2E= me\n"));
        assertThat(made.credential())
                .isEqualTo(keys.find("mine").orElseThrow().credential())
                .isInstanceOf(Key.KeyPair.class);
        TestCloud.fails(ErrorKind.INVALID, () -> keys.create("other", Optional.of("no key")));
        TestCloud.fails(ErrorKind.INVALID, () -> keys.create("no name", Optional.empty()));
    }

    @Test
    void aPairThatCannotBeMadeLeavesNothing() {
        cloud.fake.failNext("POST", "generateKeyPair", 403, "RequestDisallowedByPolicy", "A policy says no.");
        TestCloud.fails(ErrorKind.FORBIDDEN, () -> keys.create("pair", Optional.empty()));
        assertThat(cloud.fake.leftovers()).isEqualTo(List.of("alluvium"));
    }

    @Test
    void aKeyIsRemovedOnce() {
        keys.create("mine", Optional.empty());
        keys.destroy("mine");
        TestCloud.fails(ErrorKind.NOT_FOUND, () -> keys.destroy("mine"));
    }
}

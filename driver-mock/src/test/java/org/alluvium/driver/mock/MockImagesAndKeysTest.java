package org.alluvium.driver.mock;

import static org.alluvium.driver.mock.Failures.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.alluvium.capability.ImageFilter;
import org.alluvium.capability.ImageOperations;
import org.alluvium.capability.KeyOperations;
import org.alluvium.driver.ErrorKind;
import org.alluvium.model.Image;
import org.alluvium.model.Key;
import org.alluvium.model.Key.KeyPair;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MockImagesAndKeysTest extends MockCloudTest {
    private ImageOperations images;
    private KeyOperations keys;

    @BeforeEach
    void operations() {
        images = cloud.require(ImageOperations.class);
        keys = cloud.require(KeyOperations.class);
    }

    @Test
    void theImagesAreThoseOfTheContractWithEveryHardwareProfile() {
        assertThat(images.list(ImageFilter.ALL))
                .allSatisfy(image -> {
                    assertThat(image.hardwareProfileIds())
                            .containsExactly("m1-small", "m1-large", "m1-xlarge", "opaque");
                    assertThat(image.creationTime()).contains("Thu Oct 25 14:27:53 CEST 2012");
                    assertThat(images.find(image.id())).contains(image);
                })
                .extracting(Image::id)
                .containsExactly("img1", "img2", "img3");
    }

    @Test
    void imagesAreFilteredByOwnerAndArchitecture() {
        assertThat(list(Optional.of("self"), Optional.empty())).containsExactly("img3");
        assertThat(list(Optional.of("fedoraproject"), Optional.empty())).containsExactly("img1", "img2");
        assertThat(list(Optional.empty(), Optional.of("i386"))).containsExactly("img2", "img3");
        assertThat(list(Optional.of("nobody"), Optional.empty())).isEmpty();
    }

    @Test
    void imagesAreOrderedByOwnerAndDescription() {
        images.create("inst0", Optional.of("a"), Optional.of("z"));
        images.create("inst0", Optional.of("b"), Optional.of("y"));

        assertThat(list(Optional.empty(), Optional.empty())).containsExactly("img1", "img2", "img3", "b", "a");
    }

    @Test
    void theAnswerToACreationDoesNotTellTheProfilesButTheImageHasThem() {
        Image created = images.create("inst0", Optional.of("snap0"), Optional.of("d"));

        assertThat(created.id()).isEqualTo("snap0");
        assertThat(created.ownerId()).contains("root");
        assertThat(created.architecture()).contains("i386");
        assertThat(created.creationTime()).isEmpty();
        assertThat(created.hardwareProfileIds()).isEmpty();
        assertThat(images.find("snap0").orElseThrow().hardwareProfileIds()).hasSize(4);
        images.destroy("snap0");
        assertThat(images.find("snap0")).isEmpty();
    }

    @Test
    void anImageWithoutANameGetsOne() {
        String first =
                images.create("inst0", Optional.empty(), Optional.empty()).id();
        String second =
                images.create("inst0", Optional.of(""), Optional.empty()).id();

        assertThat(first).matches("image_\\d+").isNotEqualTo(second);
    }

    @Test
    void anImageThatCannotBeMadeIsRefused() {
        assertFails(ErrorKind.NOT_ALLOWED, () -> images.create("inst3", Optional.of("x"), Optional.empty()))
                .isEqualTo("No image can be made of instance 'inst3'.");
        assertFails(ErrorKind.NOT_FOUND, () -> images.create("nosuch", Optional.of("x"), Optional.empty()))
                .isEqualTo("Instance 'nosuch' does not exist.");
        assertFails(ErrorKind.CONFLICT, () -> images.create("inst0", Optional.of("img1"), Optional.empty()))
                .isEqualTo("Image 'img1' exists already.");
        assertFails(ErrorKind.NOT_FOUND, () -> images.destroy("nosuch"));
    }

    @Test
    void theKeyIsThatOfTheContract() {
        KeyPair pair = (KeyPair) keys.find("test-key").orElseThrow().credential();

        assertThat(pair.fingerprint()).contains("5e:ce:b6:dc:59:3b:5c:93:f8:2e:9d:20:ce:60:ca:f5:0b:8a:66:93");
        assertThat(pair.pem().orElseThrow())
                .startsWith("-----BEGIN RSA PRIVATE KEY-----\nP9mRXOY7p2SmMzTGA6dwKxUp1NB8LNCIJ7sMGgAljsf=")
                .endsWith("EnENXXo6n-----END RSA PRIVATE KEY-----");
        assertThat(keys.list()).extracting(Key::id).containsExactly("test-key");
    }

    @Test
    void aNewKeyHasARandomFingerprintAndText() {
        KeyPair first = (KeyPair) keys.create("k1", Optional.empty()).credential();
        KeyPair second = (KeyPair) keys.create("k2", Optional.empty()).credential();

        assertThat(first.fingerprint().orElseThrow()).matches("([0-9a-f]{2}:){19}[0-9a-f]{2}");
        assertThat(first.pem().orElseThrow().lines()).allMatch(line -> line.length() <= 75);
        assertThat(first).isNotEqualTo(second);
        assertThat(keys.find("k1").orElseThrow().credential()).isEqualTo(first);
    }

    @Test
    void aKeyOfTheSameNameIsForbiddenInTheWordsOfTheContract() {
        assertFails(ErrorKind.FORBIDDEN, () -> keys.create("test-key", Optional.empty()))
                .isEqualTo("Key with same name already exists");
    }

    @Test
    void aKeyIsDestroyedOnce() {
        keys.destroy("test-key");

        assertThat(keys.list()).isEmpty();
        assertFails(ErrorKind.NOT_FOUND, () -> keys.destroy("test-key")).isEqualTo("Key 'test-key' does not exist.");
    }

    private java.util.List<String> list(Optional<String> owner, Optional<String> architecture) {
        return images.list(new ImageFilter(owner, architecture)).stream()
                .map(Image::id)
                .toList();
    }
}

package org.alluvium.driver.openstack;

import static org.alluvium.driver.openstack.Conditions.counted;
import static org.alluvium.driver.openstack.Conditions.failure;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.IntStream;
import org.alluvium.capability.BlobContent;
import org.alluvium.capability.BlobOperations.Slice;
import org.alluvium.capability.BlobUpload;
import org.alluvium.driver.BackendCalls;
import org.alluvium.driver.ErrorKind;
import org.alluvium.model.Blob;
import org.alluvium.model.Bucket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Swift, for real. */
class OpenstackBlobsTest {
    private static final List<String> ODD_NAMES = List.of(
            "a b",
            "a/b",
            "/a",
            "a//b/",
            "../x",
            "ä€😀",
            "100%",
            "a%2Fb",
            "a?b#c&d=e+f",
            "'\"<>\\",
            "~*;:@,!$()[]{}|^`");

    private final OpenstackCalls calls = RealOpenstack.calls(RealOpenstack.DEMO, new BackendCalls(), 1000);
    private final OpenstackBuckets buckets = new OpenstackBuckets(calls);
    private final OpenstackBlobs blobs = new OpenstackBlobs(calls);
    private final OpenstackSegmentedBlobs segmented = new OpenstackSegmentedBlobs(calls);
    private final String bucket = "test " + UUID.randomUUID() + " ä";

    @BeforeAll
    static void start() throws Exception {
        RealOpenstack.start();
    }

    @BeforeEach
    void makeBucket() {
        assertThat(buckets.create(bucket, Optional.empty()).id()).isEqualTo(bucket);
    }

    @AfterEach
    void removeBuckets() {
        for (String name : List.of(bucket, bucket + "_segments")) {
            buckets.find(name).ifPresent(left -> {
                left.blobIds().parallelStream().forEach(blob -> blobs.destroy(name, blob));
                buckets.destroy(name);
            });
        }
    }

    @Test
    void aBucketIsListedWithItsSizeAndShownWithItsBlobs() {
        write("one", "1", Map.of());
        write("two", "22", Map.of());
        assertThat(buckets.find(bucket))
                .contains(new Bucket(bucket, bucket, OptionalLong.of(2), List.of("one", "two")));
        assertThat(buckets.create(bucket, Optional.empty()).blobIds()).containsExactly("one", "two");
        assertThat(buckets.list()).extracting(Bucket::id).contains(bucket);
        assertThat(failure(ErrorKind.CONFLICT, () -> buckets.destroy(bucket))).hasMessageContaining("not empty");
    }

    @Test
    void aContentOfKnownOrUnknownLengthComesBackWholeAndInParts() throws IOException {
        Blob known = blobs.write(bucket, "known", upload("hello world", OptionalLong.of(11), Map.of()));
        Blob unknown = blobs.write(bucket, "unknown", upload("hello world", OptionalLong.empty(), Map.of()));
        Blob empty = blobs.write(bucket, "empty", upload("", OptionalLong.of(0), Map.of()));

        assertThat(known.contentLength()).isEqualTo(11);
        assertThat(unknown.contentLength()).isEqualTo(11);
        assertThat(unknown.lastModified()).isPresent();
        assertThat(empty.contentLength()).isZero();
        for (String blob : List.of("known", "unknown")) {
            assertThat(read(blob, Optional.empty())).isEqualTo("hello world");
            assertThat(read(blob, Optional.of(new Slice(6, 5)))).isEqualTo("world");
            assertThat(read(blob, Optional.of(new Slice(0, 1)))).isEqualTo("h");
        }
        assertThat(read("empty", Optional.empty())).isEmpty();
        assertThat(blobs.find(bucket, "known").orElseThrow().contentType()).isEqualTo("text/x-test");
    }

    @Test
    void everyNameIsOneName() throws IOException {
        for (String name : ODD_NAMES) {
            write(name, name, Map.of("name", "x"));
        }
        assertThat(buckets.find(bucket).orElseThrow().blobIds()).containsExactlyInAnyOrderElementsOf(ODD_NAMES);
        for (String name : ODD_NAMES) {
            assertThat(read(name, Optional.empty())).isEqualTo(name);
            assertThat(blobs.find(bucket, name)).as(name).isPresent();
            blobs.destroy(bucket, name);
            assertThat(blobs.find(bucket, name)).as(name).isEmpty();
        }
    }

    /** They would lead to the bucket, or to the account, encoded or not. */
    @Test
    void dotsAloneAreNobodysName() {
        for (String name : List.of(".", "..")) {
            failure(ErrorKind.INVALID, () -> write(name, "x", Map.of()));
            assertThat(blobs.find(bucket, name)).isEmpty();
            assertThat(buckets.find(name)).isEmpty();
        }
    }

    @Test
    void metadataIsKeptAndReplaced() {
        Map<String, String> metadata =
                Map.of("my_key", "v", "umlaut", "grüße €", "per", "100% %41", "plus", "a+b", "space", "a b");
        write("blob", "x", metadata);
        assertThat(blobs.find(bucket, "blob").orElseThrow().metadata()).isEqualTo(metadata);

        blobs.updateMetadata(bucket, "blob", Map.of("other", "1"));
        Blob changed = blobs.find(bucket, "blob").orElseThrow();
        assertThat(changed.metadata()).isEqualTo(Map.of("other", "1"));
        assertThat(changed.contentType()).isEqualTo("text/x-test");
    }

    @Test
    void aBucketOfSeveralPagesIsListedWhole() {
        IntStream.range(0, 100).parallel().forEach(i -> write("blob" + i, "", Map.of()));
        BackendCalls counts = new BackendCalls();
        OpenstackCalls counting = RealOpenstack.calls(RealOpenstack.DEMO, counts, 50);

        Bucket whole = new OpenstackBuckets(counting).find(bucket).orElseThrow();

        assertThat(whole.size()).hasValue(100);
        assertThat(whole.blobIds()).hasSize(100).doesNotHaveDuplicates();
        // Two full pages, and the one that tells that there are no more
        assertThat(counted(counts)).isEqualTo(Map.of("CreateToken", 1L, "ListObjects", 3L));
    }

    @Test
    void segmentsBecomeOneBlobInTheirOrderAndGoWithIt() throws IOException {
        String upload = segmented.begin(bucket, "a/large ä", "text/x-large", Map.of("my_key", "v%ü"));
        assertThat(blobs.find(bucket, "a/large ä")).isEmpty();
        TreeMap<Integer, String> ids = new TreeMap<>();
        ids.put(2, segment(upload, 2, "world"));
        ids.put(1, segment(upload, 1, "to be replaced"));
        ids.put(1, segment(upload, 1, "hello "));

        Blob blob = segmented.complete(bucket, "a/large ä", upload, ids);

        assertThat(blob.contentLength()).isEqualTo(11);
        assertThat(blob.contentType()).isEqualTo("text/x-large");
        assertThat(blob.metadata()).isEqualTo(Map.of("my_key", "v%ü"));
        assertThat(read("a/large ä", Optional.empty())).isEqualTo("hello world");
        assertThat(read("a/large ä", Optional.of(new Slice(4, 4)))).isEqualTo("o wo");
        blobs.updateMetadata(bucket, "a/large ä", Map.of("other", "1"));
        assertThat(read("a/large ä", Optional.empty())).isEqualTo("hello world");
        failure(ErrorKind.NOT_FOUND, () -> segmented.complete(bucket, "a/large ä", upload, ids));

        blobs.destroy(bucket, "a/large ä");
        assertThat(buckets.find(bucket + "_segments").orElseThrow().blobIds()).isEmpty();
    }

    @Test
    void aSegmentOfNoUploadIsRefused() {
        String upload = segmented.begin(bucket, "large", "", Map.of());
        segment(upload, "large", 1, "x");
        failure(ErrorKind.NOT_FOUND, () -> segment(upload, "another", 1, "x"));
        failure(ErrorKind.NOT_FOUND, () -> segment("../" + upload, "large", 1, "x"));
        failure(
                ErrorKind.INVALID,
                () -> segmented.complete(
                        bucket, "large", upload, new TreeMap<>(Map.of(1, "00000000000000000000000000000000"))));
        failure(ErrorKind.NOT_FOUND, () -> segmented.begin("no bucket", "large", "", Map.of()));
    }

    @Test
    void aContentThatEndsTooEarlyLeavesTheOldOne() throws IOException {
        write("blob", "old", Map.of());
        failure(ErrorKind.INVALID, () -> blobs.write(bucket, "blob", upload("short", OptionalLong.of(100), Map.of())));
        InputStream broken = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("the client is gone");
            }
        };
        failure(
                ErrorKind.INVALID,
                () -> blobs.write(bucket, "blob", new BlobUpload(broken, OptionalLong.empty(), "", Map.of())));
        assertThat(read("blob", Optional.empty())).isEqualTo("old");
    }

    @Test
    void whatIsNotThereIsNotFound() {
        for (String name : List.of("nope", "", "a/b")) {
            assertThat(blobs.find(bucket, name)).isEmpty();
            failure(ErrorKind.NOT_FOUND, () -> blobs.read(bucket, name, Optional.empty()));
            failure(ErrorKind.NOT_FOUND, () -> blobs.destroy(bucket, name));
            failure(ErrorKind.NOT_FOUND, () -> blobs.updateMetadata(bucket, name, Map.of()));
            assertThat(buckets.find(name)).isEmpty();
            failure(ErrorKind.NOT_FOUND, () -> buckets.destroy(name));
            failure(ErrorKind.NOT_FOUND, () -> blobs.write(name, "x", upload("x", OptionalLong.of(1), Map.of())));
        }
        write("blob", "x", Map.of());
        assertThat(buckets.find(bucket + "/blob")).isEmpty();
        failure(ErrorKind.NOT_FOUND, () -> buckets.destroy(bucket + "/blob"));
        failure(ErrorKind.INVALID, () -> buckets.create("a/b", Optional.empty()));
        assertThat(blobs.find(bucket, "blob")).isPresent();
    }

    private void write(String name, String text, Map<String, String> metadata) {
        int length = text.getBytes(StandardCharsets.UTF_8).length;
        blobs.write(bucket, name, upload(text, OptionalLong.of(length), metadata));
    }

    private String segment(String upload, int order, String text) {
        return segment(upload, "a/large ä", order, text);
    }

    private String segment(String upload, String blob, int order, String text) {
        return segmented.writeSegment(
                bucket, blob, upload, order, upload(text, OptionalLong.of(text.length()), Map.of()));
    }

    private String read(String name, Optional<Slice> slice) throws IOException {
        try (BlobContent content = blobs.read(bucket, name, slice)) {
            byte[] bytes = content.stream().readAllBytes();
            assertThat(content.length()).isEqualTo(bytes.length);
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }

    private static BlobUpload upload(String text, OptionalLong length, Map<String, String> metadata) {
        return new BlobUpload(
                new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), length, "text/x-test", metadata);
    }
}

package org.alluvium.driver.ec2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.TreeMap;
import org.alluvium.capability.BlobContent;
import org.alluvium.capability.BlobOperations;
import org.alluvium.capability.BlobUpload;
import org.alluvium.capability.BucketOperations;
import org.alluvium.capability.SegmentedBlobOperations;
import org.alluvium.driver.BackendCalls;
import org.alluvium.driver.Cloud;
import org.alluvium.driver.CloudException;
import org.alluvium.driver.Credentials;
import org.alluvium.driver.ErrorKind;
import org.alluvium.model.Blob;
import org.alluvium.model.Bucket;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Buckets and blobs from end to end, over HTTP. */
class Ec2StorageMotoTest {
    private static final BackendCalls COUNTS = new BackendCalls();

    private static MotoServer moto;
    private static Ec2Driver driver;
    private static BucketOperations buckets;
    private static BlobOperations blobs;
    private static SegmentedBlobOperations segments;

    @BeforeAll
    static void start() throws Exception {
        moto = MotoServer.start();
        driver = new Ec2Driver(
                COUNTS,
                "1.0.0",
                new Ec2Settings(
                        moto.url(),
                        "us-east-1",
                        List.of("us-east-1"),
                        List.of(),
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(30),
                        Duration.ofSeconds(2),
                        16,
                        5));
        Cloud cloud = driver.connect(Optional.empty(), Optional.of(new Credentials("AKIAEXAMPLE", "secret;token")));
        buckets = cloud.require(BucketOperations.class);
        blobs = cloud.require(BlobOperations.class);
        segments = cloud.require(SegmentedBlobOperations.class);
    }

    @AfterAll
    static void stop() {
        driver.deactivate();
        moto.close();
    }

    private static BlobUpload upload(byte[] content, OptionalLong length) {
        return new BlobUpload(new ByteArrayInputStream(content), length, "text/plain", Map.of("mykey", "a b"));
    }

    private static byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        new Random(7).nextBytes(bytes);
        return bytes;
    }

    private static byte[] read(String bucket, String blob, Optional<BlobOperations.Slice> slice) throws IOException {
        try (BlobContent content = blobs.read(bucket, blob, slice)) {
            byte[] all = content.stream().readAllBytes();
            assertThat(content.length()).isEqualTo(all.length);
            return all;
        }
    }

    private static long calls(String operation) {
        return COUNTS.totals().stream()
                .filter(t -> t.operation().equals(operation))
                .mapToLong(BackendCalls.Total::calls)
                .sum();
    }

    @Test
    void aBucketIsMadeListedAndRemovedWhenEmpty() {
        buckets.create("first", Optional.empty());
        buckets.create("abroad", Optional.of("eu-west-1"));
        assertThat(buckets.list()).extracting(Bucket::id).contains("first", "abroad");
        blobs.write("first", "b", upload(new byte[1], OptionalLong.of(1)));
        assertThatThrownBy(() -> buckets.destroy("first"))
                .isInstanceOfSatisfying(
                        CloudException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.CONFLICT));
        blobs.destroy("first", "b");
        buckets.destroy("first");
        assertThat(buckets.find("first")).isEmpty();
        assertThatThrownBy(() -> buckets.destroy("first"))
                .isInstanceOfSatisfying(
                        CloudException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.NOT_FOUND));
    }

    @Test
    void aBlobOfAnyNameKeepsContentTypeAndMetadata() throws IOException {
        buckets.create("names", Optional.empty());
        for (String key : List.of("plain", "a/b/c.txt", "ü & <x>?+%2F", "a//b")) {
            byte[] content = key.getBytes(StandardCharsets.UTF_8);
            blobs.write("names", key, upload(content, OptionalLong.of(content.length)));
            Blob blob = blobs.find("names", key).orElseThrow();
            assertThat(blob.contentLength()).isEqualTo(content.length);
            assertThat(blob.contentType()).isEqualTo("text/plain");
            assertThat(blob.lastModified()).isPresent();
            assertThat(blob.metadata()).containsEntry("mykey", "a b");
            assertThat(read("names", key, Optional.empty())).isEqualTo(content);
        }
        assertThat(buckets.find("names").orElseThrow().blobIds())
                .containsExactlyInAnyOrder("plain", "a/b/c.txt", "ü & <x>?+%2F", "a//b");
        blobs.updateMetadata("names", "a/b/c.txt", Map.of("other", "1"));
        Blob changed = blobs.find("names", "a/b/c.txt").orElseThrow();
        assertThat(changed.metadata()).containsExactly(Map.entry("other", "1"));
        assertThat(changed.contentType()).isEqualTo("text/plain");
        assertThatThrownBy(() -> blobs.updateMetadata("names", "plain", Map.of("k", "a\r\nX-Evil: 1")))
                .isInstanceOfSatisfying(
                        CloudException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.INVALID));
    }

    @Test
    void aLargeBodyIsStoredInPartsWhetherItsLengthIsKnownOrNot() throws IOException {
        buckets.create("large", Optional.empty());
        byte[] content = bytes((20 << 20) + 3);
        for (OptionalLong length : List.of(OptionalLong.empty(), OptionalLong.of(content.length))) {
            long parts = calls("UploadPart");
            assertThat(blobs.write("large", "b", upload(content, length)).contentLength())
                    .isEqualTo(content.length);
            assertThat(calls("UploadPart") - parts).isEqualTo(3);
            assertThat(read("large", "b", Optional.empty())).isEqualTo(content);
            assertThat(read("large", "b", Optional.of(new BlobOperations.Slice(9_000_000, 3))))
                    .containsExactly(content[9_000_000], content[9_000_001], content[9_000_002]);
        }
        try (BlobContent left = blobs.read("large", "b", Optional.empty())) {
            assertThat(left.stream().read()).isEqualTo(content[0] & 0xff);
        }
    }

    @Test
    void anUploadThatBreaksLeavesNothing() {
        buckets.create("broken", Optional.empty());
        InputStream breaking = new SequenceInputStream(new ByteArrayInputStream(new byte[9 << 20]), new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("gone");
            }
        });
        long aborted = calls("AbortMultipartUpload");
        assertThatThrownBy(() ->
                        blobs.write("broken", "b", new BlobUpload(breaking, OptionalLong.of(20 << 20), "", Map.of())))
                .isInstanceOfSatisfying(
                        CloudException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.INVALID));
        assertThat(calls("AbortMultipartUpload") - aborted).isEqualTo(1);
        assertThatThrownBy(() -> blobs.write("broken", "b", upload(new byte[5], OptionalLong.of(6))))
                .isInstanceOf(CloudException.class);
        assertThat(blobs.find("broken", "b")).isEmpty();
    }

    @Test
    void segmentsBecomeOneBlob() throws IOException {
        buckets.create("segments", Optional.empty());
        byte[] first = bytes(5 << 20);
        byte[] last = bytes(200_000);
        String id = segments.begin("segments", "a/b", "text/plain", Map.of("k", "v"));
        TreeMap<Integer, String> ids = new TreeMap<>();
        ids.put(2, segments.writeSegment("segments", "a/b", id, 2, upload(last, OptionalLong.empty())));
        ids.put(1, segments.writeSegment("segments", "a/b", id, 1, upload(first, OptionalLong.of(first.length))));
        assertThat(blobs.find("segments", "a/b")).isEmpty();
        Blob whole = segments.complete("segments", "a/b", id, ids);
        assertThat(whole.contentLength()).isEqualTo(first.length + last.length);
        assertThat(whole.metadata()).containsEntry("k", "v");
        assertThat(read("segments", "a/b", Optional.empty())).startsWith(first).endsWith(last);
    }

    @Test
    void aBucketOfMorePagesThanOneIsWhole() {
        buckets.create("many", Optional.empty());
        for (int i = 0; i < 1001; i++) {
            blobs.write("many", "k" + i, upload(new byte[0], OptionalLong.of(0)));
        }
        long pages = calls("ListObjectsV2");
        Bucket bucket = buckets.find("many").orElseThrow();
        assertThat(bucket.blobIds()).hasSize(1001).doesNotHaveDuplicates();
        assertThat(bucket.size()).hasValue(1001);
        assertThat(calls("ListObjectsV2") - pages).isEqualTo(2);
    }

    @Test
    void whatIsNotThereIsAbsent() {
        buckets.create("empty", Optional.empty());
        for (String id : List.of("nosuch-bucket", "ü/../<&\"'>\n", "", "*")) {
            assertThat(buckets.find(id)).isEmpty();
            assertThat(blobs.find("empty", id)).isEmpty();
        }
        assertThatThrownBy(() -> blobs.destroy("empty", "nosuch"))
                .isInstanceOfSatisfying(
                        CloudException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.NOT_FOUND));
        assertThatThrownBy(() -> blobs.read("empty", "nosuch", Optional.empty()))
                .isInstanceOfSatisfying(
                        CloudException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.NOT_FOUND));
    }

    /** The library would send them as they are, and whoever brings the path into its normal form would meet another bucket. */
    @ParameterizedTest
    @ValueSource(strings = {".", "..", "../names/x", "a/../../empty", "a/."})
    void aNameWithDotsThatLeadElsewhereIsInvalidAndNobodysBlob(String name) {
        buckets.create("dots", Optional.empty());
        refused(ErrorKind.INVALID, () -> blobs.write("dots", name, upload(new byte[1], OptionalLong.of(1))));
        refused(ErrorKind.INVALID, () -> segments.begin("dots", name, "", Map.of()));
        assertThat(blobs.find("dots", name)).isEmpty();
        refused(ErrorKind.NOT_FOUND, () -> blobs.read("dots", name, Optional.empty()));
        refused(ErrorKind.NOT_FOUND, () -> blobs.updateMetadata("dots", name, Map.of()));
        refused(ErrorKind.NOT_FOUND, () -> blobs.destroy("dots", name));
        refused(ErrorKind.NOT_FOUND, () -> buckets.destroy(name));
        assertThat(buckets.find("dots").orElseThrow().blobIds()).isEmpty();
    }

    private static void refused(ErrorKind kind, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        CloudException.class,
                        e -> assertThat(e.kind()).as(e.getMessage()).isEqualTo(kind));
    }

    @Test
    void aNameThatS3DoesNotTakeIsInvalid() {
        for (String name : List.of(
                "",
                " ",
                "ab",
                "Upper",
                "under_score",
                "a b",
                "-ab",
                "ab-",
                "a..b",
                "a.-b",
                "10.0.0.1",
                "x".repeat(64))) {
            assertThatThrownBy(() -> buckets.create(name, Optional.empty()))
                    .isInstanceOfSatisfying(
                            CloudException.class,
                            e -> assertThat(e.kind()).as(name).isEqualTo(ErrorKind.INVALID));
        }
        String dotted = buckets.create("a.b-c.3", Optional.empty()).id();
        assertThat(buckets.find(dotted)).isPresent();
        buckets.destroy(dotted);
    }
}

package org.alluvium.driver.mock;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.alluvium.driver.mock.Failures.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.alluvium.capability.BlobContent;
import org.alluvium.capability.BlobOperations;
import org.alluvium.capability.BlobOperations.Slice;
import org.alluvium.capability.BlobUpload;
import org.alluvium.capability.BucketOperations;
import org.alluvium.capability.SegmentedBlobOperations;
import org.alluvium.driver.CloudException;
import org.alluvium.driver.ErrorKind;
import org.alluvium.model.Blob;
import org.alluvium.model.Bucket;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MockBlobsTest extends MockCloudTest {
    private BucketOperations buckets;
    private BlobOperations blobs;
    private SegmentedBlobOperations uploads;

    @BeforeEach
    void operations() {
        buckets = cloud.require(BucketOperations.class);
        blobs = cloud.require(BlobOperations.class);
        uploads = cloud.require(SegmentedBlobOperations.class);
    }

    @Test
    void theFixturesAreThoseOfTheContract() throws IOException {
        assertThat(buckets.list())
                .containsExactly(
                        new Bucket("bucket1", "bucket1", OptionalLong.of(3), List.of("blob1", "blob2", "blob3")),
                        new Bucket("bucket2", "bucket2", OptionalLong.of(2), List.of("blob4", "blob5")));
        assertThat(blobs.find("bucket1", "blob1"))
                .contains(new Blob(
                        "blob1",
                        "bucket1",
                        17,
                        "text/plain",
                        Optional.of("2010-09-23 16:44:54 +0100"),
                        Map.of("SOMENEWKEY", "NEWVALUE"),
                        Optional.of("content of blob 1")));
        assertThat(blobs.find("bucket1", "blob2").orElseThrow().contentLength()).isEqualTo(56);
        assertThat(blobs.find("bucket1", "blob2").orElseThrow().metadata()).containsOnly(Map.entry("VERSION", "1.2"));
        assertThat(blobs.find("bucket2", "blob5").orElseThrow().contentType()).isEqualTo("application/pdf");
        assertThat(content("bucket2", "blob4")).isEqualTo("content of blob 4");
    }

    @Test
    void aBlobIsWrittenReadOverwrittenAndDestroyed() throws IOException {
        Blob written = blobs.write("bucket1", "b", upload("hello", Map.of("version", "1.0")));

        assertThat(written.contentLength()).isEqualTo(5);
        assertThat(written.contentType()).isEqualTo("text/plain");
        assertThat(written.text()).contains("hello");
        assertThat(written.metadata()).containsOnly(Map.entry("version", "1.0"));
        assertThat(written.lastModified().orElseThrow()).matches("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d \\+0000");
        assertThat(blobs.find("bucket1", "b")).contains(written);
        assertThat(content("bucket1", "b")).isEqualTo("hello");

        blobs.write("bucket1", "b", upload("bye", Map.of()));
        assertThat(content("bucket1", "b")).isEqualTo("bye");
        assertThat(buckets.find("bucket1").orElseThrow().size()).hasValue(4);

        blobs.destroy("bucket1", "b");
        assertThat(blobs.find("bucket1", "b")).isEmpty();
        assertFails(ErrorKind.NOT_FOUND, () -> blobs.destroy("bucket1", "b")).isEqualTo("Blob 'b' does not exist.");
        assertThat(contentFiles()).as("what is not used is removed").isEqualTo(5);
    }

    @Test
    void theSameKeyInTwoBucketsIsTwoBlobs() throws IOException {
        blobs.write("bucket1", "same", upload("one", Map.of()));
        blobs.write("bucket2", "same", upload("two", Map.of()));

        assertThat(content("bucket1", "same")).isEqualTo("one");
        assertThat(content("bucket2", "same")).isEqualTo("two");
    }

    @Test
    void bucketAndKeyAreNotConfusedWhereTheyMeet() {
        for (String bucket : List.of("a", "a/b", "1:a")) {
            buckets.create(bucket, Optional.empty());
        }
        blobs.write("a", "b/c", upload("one", Map.of()));
        blobs.write("1:a", "c", upload("two", Map.of()));

        assertThat(blobs.find("a/b", "c")).isEmpty();
        assertThat(buckets.find("a/b").orElseThrow().blobIds()).isEmpty();
        assertThat(buckets.find("a").orElseThrow().blobIds()).containsExactly("b/c");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a/b", "..", "../../x", " ", "käse brot", "A", "a", "%2F", "\ud83d\ude00", "x?y#z&<>\"'"})
    void anyKeyWillDo(String key) throws IOException {
        blobs.write("bucket1", key, upload("content of " + key, Map.of()));

        restart();
        operations();

        assertThat(content("bucket1", key)).isEqualTo("content of " + key);
        assertThat(buckets.find("bucket1").orElseThrow().blobIds()).contains(key);
    }

    @Test
    void aVeryLongKeyWillDo() throws IOException {
        String key = "k/".repeat(4000);
        blobs.write("bucket1", key + "1", upload("one", Map.of()));
        blobs.write("bucket1", key + "2", upload("two", Map.of()));

        assertThat(content("bucket1", key + "1")).isEqualTo("one");
        assertThat(content("bucket1", key + "2")).isEqualTo("two");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a\0b"})
    void aKeyThatCannotBeOneIsRefused(String key) {
        assertFails(ErrorKind.INVALID, () -> blobs.write("bucket1", key, upload("x", Map.of())))
                .isEqualTo("Blob names must not be empty or hold NUL characters.");
    }

    @Test
    void metadataIsReplacedAsAWhole() throws IOException {
        blobs.updateMetadata("bucket1", "blob1", Map.of("version", "2.5"));

        Blob blob = blobs.find("bucket1", "blob1").orElseThrow();
        assertThat(blob.metadata()).containsOnly(Map.entry("version", "2.5"));
        assertThat(blob.lastModified()).contains("2010-09-23 16:44:54 +0100");
        assertThat(content("bucket1", "blob1")).isEqualTo("content of blob 1");
        assertFails(ErrorKind.NOT_FOUND, () -> blobs.updateMetadata("bucket1", "nosuch", Map.of()));
    }

    @Test
    void aSliceIsReadExactly() throws IOException {
        try (BlobContent slice = blobs.read("bucket1", "blob1", Optional.of(new Slice(8, 2)))) {
            assertThat(slice.length()).isEqualTo(2);
            assertThat(new String(slice.stream().readAllBytes(), UTF_8)).isEqualTo("of");
            assertThat(slice.stream().read()).isEqualTo(-1);
        }
        assertFails(ErrorKind.INVALID, () -> blobs.read("bucket1", "blob1", Optional.of(new Slice(17, 1))));
        assertFails(
                ErrorKind.INVALID,
                () -> blobs.read("bucket1", "blob1", Optional.of(new Slice(Long.MAX_VALUE, Long.MAX_VALUE))));
    }

    @Test
    void whoReadsWhileABlobIsOverwrittenReadsTheOldContent() throws IOException {
        try (BlobContent old = blobs.read("bucket1", "blob1", Optional.empty())) {
            blobs.write("bucket1", "blob1", upload("new", Map.of()));

            assertThat(new String(old.stream().readAllBytes(), UTF_8)).isEqualTo("content of blob 1");
        }
        assertThat(content("bucket1", "blob1")).isEqualTo("new");
    }

    @Test
    void aContentThatIsShorterThanAnnouncedIsNotStored() throws IOException {
        BlobUpload upload =
                new BlobUpload(new ByteArrayInputStream(new byte[3]), OptionalLong.of(5), "text/plain", Map.of());

        assertFails(ErrorKind.INVALID, () -> blobs.write("bucket1", "blob1", upload))
                .isEqualTo("The content has 3 bytes, but 5 were announced.");
        assertThat(content("bucket1", "blob1")).isEqualTo("content of blob 1");
        assertThat(contentFiles()).isEqualTo(5);
    }

    @Test
    void aContentThatBreaksOffIsNotStored() throws IOException {
        InputStream broken = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("the client hung up");
            }
        };

        assertFails(
                        ErrorKind.INVALID,
                        () -> blobs.write("bucket1", "new", new BlobUpload(broken, OptionalLong.empty(), "", Map.of())))
                .isEqualTo("The content broke off.");
        assertThat(blobs.find("bucket1", "new")).isEmpty();
        assertThat(contentFiles()).isEqualTo(5);
    }

    @Test
    void aBlobInABucketThatGoesMeanwhileIsNotStored() throws IOException {
        buckets.create("b", Optional.empty());
        InputStream slow = new ByteArrayInputStream(new byte[10]) {
            @Override
            public int read(byte[] buffer, int offset, int length) {
                if (buckets.find("b").isPresent()) {
                    buckets.destroy("b");
                }
                return super.read(buffer, offset, length);
            }

            @Override
            public int read(byte[] buffer) {
                return read(buffer, 0, buffer.length);
            }
        };

        assertFails(
                ErrorKind.NOT_FOUND,
                () -> blobs.write("b", "x", new BlobUpload(slow, OptionalLong.empty(), "", Map.of())));
        assertThat(contentFiles()).isEqualTo(5);
    }

    @Test
    void onlyShortTextIsToldWithTheBlob() {
        byte[] noText = {(byte) 0xff, 0};

        assertThat(blobs.write("bucket1", "a", upload("Grüße\n", Map.of())).text())
                .contains("Grüße\n");
        assertThat(blobs.write("bucket1", "b", upload(noText)).text()).isEmpty();
        assertThat(blobs.write("bucket1", "c", upload(new byte[10])).text()).isEmpty();
        assertThat(blobs.write("bucket1", "d", upload("x".repeat(64 * 1024), Map.of()))
                        .text())
                .isPresent();
        assertThat(blobs.write("bucket1", "e", upload("x".repeat(64 * 1024 + 1), Map.of()))
                        .text())
                .isEmpty();
        assertThat(blobs.write("bucket1", "f", upload("", Map.of())).text()).contains("");
    }

    @Test
    void bucketsAreMadeAndDestroyed() {
        Bucket created = buckets.create("tb", Optional.of("ignored"));

        assertThat(created).isEqualTo(new Bucket("tb", "tb", OptionalLong.of(0), List.of()));
        assertThat(buckets.find("tb")).contains(created);
        buckets.destroy("tb");
        assertThat(buckets.find("tb")).isEmpty();
        assertFails(ErrorKind.NOT_FOUND, () -> buckets.destroy("tb")).isEqualTo("Bucket 'tb' does not exist.");
    }

    @Test
    void aBucketThatHoldsBlobsIsNotDestroyed() {
        assertFails(ErrorKind.CONFLICT, () -> buckets.destroy("bucket1"))
                .isEqualTo("Bucket 'bucket1' is not empty. Delete its blobs first; it holds 3.");
        assertThat(buckets.find("bucket1")).isPresent();
    }

    @Test
    void creatingABucketThatIsThereLosesNothing() {
        assertThat(buckets.create("bucket1", Optional.empty()).blobIds()).containsExactly("blob1", "blob2", "blob3");
    }

    @Test
    void aBlobNeedsABucket() {
        assertFails(ErrorKind.NOT_FOUND, () -> blobs.write("nosuch", "b", upload("x", Map.of())))
                .isEqualTo("Bucket 'nosuch' does not exist.");
        assertFails(ErrorKind.NOT_FOUND, () -> blobs.read("nosuch", "b", Optional.empty()));
        assertFails(ErrorKind.NOT_FOUND, () -> uploads.begin("nosuch", "b", "", Map.of()));
        assertThat(blobs.find("nosuch", "b")).isEmpty();
    }

    @Test
    void segmentsBecomeOneBlobInTheirOrder() throws IOException {
        String upload = uploads.begin("bucket1", "big", "text/plain", Map.of("k", "v"));
        TreeMap<Integer, String> segments = new TreeMap<>();
        segments.put(2, uploads.writeSegment("bucket1", "big", upload, 2, upload("world", Map.of())));
        uploads.writeSegment("bucket1", "big", upload, 1, upload("replaced", Map.of()));
        segments.put(1, uploads.writeSegment("bucket1", "big", upload, 1, upload("hello ", Map.of())));

        assertThat(upload).matches("\\w+");
        assertThat(blobs.find("bucket1", "big")).as("nobody sees it yet").isEmpty();
        restart();
        operations();
        Blob blob = uploads.complete("bucket1", "big", upload, segments);

        assertThat(blob.contentLength()).isEqualTo(11);
        assertThat(blob.metadata()).containsOnly(Map.entry("k", "v"));
        assertThat(content("bucket1", "big")).isEqualTo("hello world");
        assertThat(contentFiles()).isEqualTo(6);
        assertFails(ErrorKind.NOT_FOUND, () -> uploads.complete("bucket1", "big", upload, segments));
    }

    @Test
    void anUploadIsCompletedWithItsOwnSegmentsOnly() {
        String upload = uploads.begin("bucket1", "big", "text/plain", Map.of());
        uploads.writeSegment("bucket1", "big", upload, 1, upload("x", Map.of()));

        assertFails(
                        ErrorKind.INVALID,
                        () -> uploads.complete("bucket1", "big", upload, new TreeMap<>(Map.of(1, "../../lock"))))
                .isEqualTo("Segment 1 '../../lock' is not part of this upload.");
        assertFails(
                ErrorKind.NOT_FOUND, () -> uploads.writeSegment("bucket1", "other", upload, 1, upload("x", Map.of())));
        assertFails(
                        ErrorKind.NOT_FOUND,
                        () -> uploads.writeSegment("bucket1", "big", "nosuch", 1, upload("x", Map.of())))
                .isEqualTo("Upload 'nosuch' does not exist.");
    }

    @Test
    void anUploadGoesWithItsBucket() throws IOException {
        buckets.create("b", Optional.empty());
        String upload = uploads.begin("b", "big", "", Map.of());
        uploads.writeSegment("b", "big", upload, 1, upload("x", Map.of()));

        buckets.destroy("b");

        assertThat(contentFiles()).isEqualTo(5);
        buckets.create("b", Optional.empty());
        assertFails(ErrorKind.NOT_FOUND, () -> uploads.complete("b", "big", upload, new TreeMap<>()));
    }

    private String content(String bucket, String blob) throws IOException {
        try (BlobContent content = blobs.read(bucket, blob, Optional.empty())) {
            byte[] bytes = content.stream().readAllBytes();
            assertThat(bytes).hasSize((int) content.length());
            return new String(bytes, UTF_8);
        } catch (CloudException e) {
            throw new AssertionError(e);
        }
    }

    private long contentFiles() throws IOException {
        try (Stream<?> files = Files.list(folder.resolve("cloud/contents"))) {
            return files.count();
        }
    }

    private static BlobUpload upload(String content, Map<String, String> metadata) {
        byte[] bytes = content.getBytes(UTF_8);
        return new BlobUpload(new ByteArrayInputStream(bytes), OptionalLong.of(bytes.length), "text/plain", metadata);
    }

    private static BlobUpload upload(byte[] content) {
        return new BlobUpload(new ByteArrayInputStream(content), OptionalLong.empty(), "", Map.of());
    }
}

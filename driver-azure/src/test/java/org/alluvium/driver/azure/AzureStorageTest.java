package org.alluvium.driver.azure;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import org.alluvium.capability.BlobContent;
import org.alluvium.capability.BlobOperations;
import org.alluvium.capability.BlobOperations.Slice;
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

/** Buckets and blobs from end to end, against Azurite. */
class AzureStorageTest {
    private static final int BLOCK = AzureBlockReader.BLOCK;

    private static AzuriteServer azurite;
    private static final BackendCalls COUNTS = new BackendCalls();

    @BeforeAll
    static void start() throws Exception {
        azurite = AzuriteServer.start();
    }

    @AfterAll
    static void stop() {
        azurite.close();
    }

    private static Cloud cloud(Credentials credentials) {
        AzureSettings settings = TestSettings.of(azurite.blobUrl());
        return new AzureDriver(COUNTS, "1.0.0", settings).connect(Optional.empty(), Optional.of(credentials));
    }

    private final Cloud cloud = cloud(new Credentials(AzuriteServer.ACCOUNT, AzuriteServer.KEY));
    private final BucketOperations buckets = cloud.require(BucketOperations.class);
    private final BlobOperations blobs = cloud.require(BlobOperations.class);
    private final SegmentedBlobOperations segments = cloud.require(SegmentedBlobOperations.class);
    private final String bucket =
            buckets.create("b" + UUID.randomUUID(), Optional.empty()).id();

    private static long calls(String operation) {
        return COUNTS.totals().stream()
                .filter(t -> t.operation().equals(operation))
                .mapToLong(BackendCalls.Total::calls)
                .sum();
    }

    private static BlobUpload upload(byte[] content, boolean lengthKnown, Map<String, String> metadata) {
        return new BlobUpload(
                new ByteArrayInputStream(content),
                lengthKnown ? OptionalLong.of(content.length) : OptionalLong.empty(),
                "text/plain",
                metadata);
    }

    private static BlobUpload text(String content) {
        return upload(content.getBytes(UTF_8), true, Map.of());
    }

    private static byte[] random(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }

    private byte[] read(String blob, Optional<Slice> slice) throws IOException {
        try (BlobContent content = blobs.read(bucket, blob, slice)) {
            byte[] bytes = content.stream().readAllBytes();
            assertThat(bytes).hasSize((int) content.length());
            return bytes;
        }
    }

    private static void refused(ErrorKind kind, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        CloudException.class,
                        e -> assertThat(e.kind()).as(e.getMessage()).isEqualTo(kind));
    }

    @Test
    void aBucketIsMadeListedShownAndRemoved() {
        String name = "B" + UUID.randomUUID();
        Bucket made = buckets.create(name, Optional.of("anywhere"));
        assertThat(made.id()).isEqualTo(name.toLowerCase(java.util.Locale.ROOT));
        assertThat(buckets.list()).extracting(Bucket::id).contains(made.id());
        refused(ErrorKind.CONFLICT, () -> buckets.create(name, Optional.empty()));

        blobs.write(made.id(), "one", text("1"));
        assertThat(buckets.find(made.id()))
                .contains(new Bucket(made.id(), made.id(), OptionalLong.of(1), List.of("one")));
        refused(ErrorKind.CONFLICT, () -> buckets.destroy(made.id()));
        blobs.destroy(made.id(), "one");
        buckets.destroy(made.id());
        assertThat(buckets.find(made.id())).isEmpty();
        refused(ErrorKind.NOT_FOUND, () -> buckets.destroy(made.id()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"no", "a--b", "-ab", "under_score", "a/b", "..", "ü<&\"'>/..", "a b", "x?comp=list"})
    void aNameThatAzureDoesNotTakeIsInvalidAndNobodysBucket(String name) {
        refused(ErrorKind.INVALID, () -> buckets.create(name, Optional.empty()));
        assertThat(buckets.find(name)).isEmpty();
        refused(ErrorKind.NOT_FOUND, () -> buckets.destroy(name));
        assertThat(blobs.find(name, "b")).isEmpty();
        refused(ErrorKind.NOT_FOUND, () -> blobs.write(name, "b", text("1")));
        refused(ErrorKind.NOT_FOUND, () -> blobs.read(name, "b", Optional.empty()));
    }

    @Test
    void listsAreWholeAndCostACallAPage() {
        for (int i = 0; i < 3 * TestSettings.PAGE_SIZE + 1; i++) {
            blobs.write(bucket, "blob " + i, text(""));
        }
        long asked = calls("ListBlobs");
        assertThat(buckets.find(bucket).orElseThrow().blobIds()).hasSize(3 * TestSettings.PAGE_SIZE + 1);
        assertThat(calls("ListBlobs") - asked).isEqualTo(4);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "plain",
                "with space",
                "a/b/c",
                "a//b",
                "ü日本😀",
                "a%2Fb%20",
                "q?a=b&c#d",
                "+*~'()!$,;:@",
                "<&>\"",
                "x/../y",
                "dots...end"
            })
    void aBlobKeepsItsName(String name) throws IOException {
        blobs.write(bucket, name, text(name));
        assertThat(read(name, Optional.empty())).asString(UTF_8).isEqualTo(name);
        assertThat(buckets.find(bucket).orElseThrow().blobIds()).containsExactly(name);
        blobs.destroy(bucket, name);
        assertThat(blobs.find(bucket, name)).isEmpty();
    }

    /** Azure would store it as {@code a/b}, over what is called so. */
    @Test
    void aNameThatAzureChangesIsInvalidAndNobodysBlob() {
        blobs.write(bucket, "a/b", text("kept"));
        refused(ErrorKind.INVALID, () -> blobs.write(bucket, "a\\b", text("1")));
        refused(ErrorKind.INVALID, () -> segments.begin(bucket, "a\\b", "", Map.of()));
        assertThat(blobs.find(bucket, "a\\b")).isEmpty();
        refused(ErrorKind.NOT_FOUND, () -> blobs.read(bucket, "a\\b", Optional.empty()));
        refused(ErrorKind.NOT_FOUND, () -> blobs.updateMetadata(bucket, "a\\b", Map.of()));
        refused(ErrorKind.NOT_FOUND, () -> blobs.destroy(bucket, "a\\b"));
        assertThat(buckets.find(bucket).orElseThrow().blobIds()).containsExactly("a/b");
    }

    /** They would lead to the bucket, or to the account. */
    @ParameterizedTest
    @ValueSource(strings = {".", ".."})
    void dotsAloneAreNobodysBlob(String name) {
        refused(ErrorKind.INVALID, () -> blobs.write(bucket, name, text("1")));
        assertThat(blobs.find(bucket, name)).isEmpty();
        refused(ErrorKind.NOT_FOUND, () -> blobs.read(bucket, name, Optional.empty()));
        refused(ErrorKind.NOT_FOUND, () -> blobs.destroy(bucket, name));
    }

    @Test
    void contentsOfAnySizeComeBackWhetherTheirLengthIsToldOrNot() throws IOException {
        for (int size : new int[] {0, 1, BLOCK - 1, BLOCK, BLOCK + 1, 2 * BLOCK, 3 * BLOCK + 7}) {
            for (boolean known : new boolean[] {true, false}) {
                byte[] content = random(size);
                Blob written = blobs.write(bucket, "sized", upload(content, known, Map.of("size", "" + size)));
                assertThat(written.contentLength()).isEqualTo(size);
                assertThat(written.lastModified()).isPresent();
                assertThat(blobs.find(bucket, "sized")).contains(written);
                assertThat(Arrays.equals(read("sized", Optional.empty()), content))
                        .as("%s, length known: %s", size, known)
                        .isTrue();
            }
        }
    }

    @Test
    void aPartIsRead() throws IOException {
        byte[] content = random(2 * BLOCK + 10);
        blobs.write(bucket, "parts", upload(content, false, Map.of()));
        for (Slice slice : List.of(
                new Slice(0, 1),
                new Slice(5, BLOCK),
                new Slice(BLOCK - 1, BLOCK + 5),
                new Slice(2 * BLOCK + 9, 1),
                new Slice(0, content.length))) {
            byte[] expected =
                    Arrays.copyOfRange(content, (int) slice.offset(), (int) (slice.offset() + slice.length()));
            assertThat(Arrays.equals(read("parts", Optional.of(slice)), expected))
                    .as(slice.toString())
                    .isTrue();
        }
    }

    @Test
    void aBlobThatIsReplacedWhileItIsReadEndsTheStreamWithAnError() throws IOException {
        blobs.write(bucket, "changing", upload(random(BLOCK + 1), true, Map.of()));
        try (BlobContent content = blobs.read(bucket, "changing", Optional.empty())) {
            blobs.write(bucket, "changing", upload(new byte[BLOCK + 1], true, Map.of()));
            assertThatThrownBy(() -> content.stream().readAllBytes()).isInstanceOf(IOException.class);
        }
    }

    @Test
    void metadataIsKeptAndReplacedAsAWhole() {
        // The signature wants them in Azure's own order
        Map<String, String> metadata = Map.of("a_b", "1.0", "a1", "two words", "ab", "", "my_key", "x:y/z=");
        blobs.write(bucket, "described", upload(random(3), true, metadata));
        assertThat(blobs.find(bucket, "described").orElseThrow().metadata()).isEqualTo(metadata);
        blobs.updateMetadata(bucket, "described", Map.of("only", "this"));
        Blob changed = blobs.find(bucket, "described").orElseThrow();
        assertThat(changed.metadata()).isEqualTo(Map.of("only", "this"));
        assertThat(changed.contentType()).isEqualTo("text/plain");
        assertThat(changed.contentLength()).isEqualTo(3);
        refused(ErrorKind.NOT_FOUND, () -> blobs.updateMetadata(bucket, "nosuch", Map.of("a", "b")));
        refused(ErrorKind.INVALID, () -> blobs.updateMetadata(bucket, "described", Map.of("1st", "b")));
        refused(ErrorKind.INVALID, () -> blobs.updateMetadata(bucket, "described", Map.of("a", "line\r\nx-evil: 1")));
        refused(ErrorKind.INVALID, () -> blobs.updateMetadata(bucket, "described", Map.of("a", "ü")));
    }

    @Test
    void whatIsNotThereIsNotFound() {
        assertThat(blobs.find(bucket, "nosuch")).isEmpty();
        refused(ErrorKind.NOT_FOUND, () -> blobs.read(bucket, "nosuch", Optional.empty()));
        refused(ErrorKind.NOT_FOUND, () -> blobs.destroy(bucket, "nosuch"));
        refused(ErrorKind.NOT_FOUND, () -> blobs.write("nosuch", "b", text("1")));
        refused(ErrorKind.NOT_FOUND, () -> segments.begin("nosuch", "b", "", Map.of()));
        assertThatThrownBy(() -> blobs.destroy(bucket, "nosuch")).hasMessageContaining(bucket + "/nosuch");
    }

    @Test
    void aContentThatBreaksOffOrIsNotAsLongAsAnnouncedIsNotStored() {
        blobs.write(bucket, "kept", text("old"));
        InputStream broken = new InputStream() {
            private int left = BLOCK + 5;

            @Override
            public int read() throws IOException {
                if (left-- <= 0) {
                    throw new IOException("the client went away");
                }
                return 'x';
            }
        };
        for (BlobUpload upload : List.of(
                new BlobUpload(broken, OptionalLong.empty(), "", Map.of()),
                new BlobUpload(new ByteArrayInputStream(new byte[9]), OptionalLong.of(10), "", Map.of()),
                new BlobUpload(new ByteArrayInputStream(new byte[11]), OptionalLong.of(10), "", Map.of()))) {
            refused(ErrorKind.INVALID, () -> blobs.write(bucket, "kept", upload));
        }
        assertThat(blobs.find(bucket, "kept").orElseThrow().contentLength()).isEqualTo(3);
    }

    @Test
    void segmentsBecomeABlobInTheirOrder() throws IOException {
        String upload = segments.begin(bucket, "seg/mented", "text/csv", Map.of("version", "1.0"));
        assertThat(upload).matches("\\w+");
        byte[] first = random(2 * BLOCK + 3);
        String two = segments.writeSegment(bucket, "seg/mented", upload, 2, text("end"));
        segments.writeSegment(bucket, "seg/mented", upload, 1, text("replaced"));
        String one = segments.writeSegment(bucket, "seg/mented", upload, 1, upload(first, false, Map.of()));
        assertThat(List.of(one, two)).allMatch(id -> id.matches("\\w+"));
        assertThat(blobs.find(bucket, "seg/mented")).isEmpty();

        Blob blob = segments.complete(bucket, "seg/mented", upload, new TreeMap<>(Map.of(2, two, 1, one)));
        assertThat(blob.contentLength()).isEqualTo(first.length + 3);
        assertThat(blob.contentType()).isEqualTo("text/csv");
        assertThat(blob.metadata()).isEqualTo(Map.of("version", "1.0"));
        byte[] read = read("seg/mented", Optional.empty());
        assertThat(Arrays.equals(read, 0, first.length, first, 0, first.length)).isTrue();
        assertThat(new String(read, first.length, 3, UTF_8)).isEqualTo("end");
    }

    @Test
    void anUploadIsOfOneBlobAndItsSegmentsAreItsOwn() {
        String upload = segments.begin(bucket, "one", "", Map.of());
        for (String unknown : List.of("", "x", "0123456789abcdef", upload + "00")) {
            refused(ErrorKind.NOT_FOUND, () -> segments.writeSegment(bucket, "one", unknown, 1, text("1")));
        }
        refused(ErrorKind.NOT_FOUND, () -> segments.writeSegment(bucket, "two", upload, 1, text("1")));
        for (String unknown : List.of("", "x", "0123456789abcdef_1")) {
            refused(
                    ErrorKind.INVALID,
                    () -> segments.complete(bucket, "one", upload, new TreeMap<>(Map.of(1, unknown))));
        }
    }

    @Test
    void aWrongKeyIsUnauthenticatedAndNothingOfItIsTold() {
        String wrong = "Y2FuYXJ5LWNhbmFyeS1jYW5hcnk=";
        for (Credentials credentials : List.of(
                new Credentials(AzuriteServer.ACCOUNT, wrong),
                new Credentials(AzuriteServer.ACCOUNT, "canary, no base64"),
                new Credentials(AzuriteServer.ACCOUNT, ""),
                new Credentials("evil.example:80", AzuriteServer.KEY),
                new Credentials("", ""))) {
            Cloud stranger = cloud(credentials);
            for (ThrowingCallable call : List.<ThrowingCallable>of(
                    stranger::verifyCredentials,
                    () -> stranger.require(BucketOperations.class).list(),
                    () -> stranger.require(BlobOperations.class).find(bucket, "b"),
                    () -> stranger.require(BlobOperations.class).write(bucket, "b", text("1")))) {
                refused(ErrorKind.UNAUTHENTICATED, call);
                assertThatThrownBy(call).hasMessageNotContaining(wrong).hasMessageNotContaining("canary");
            }
        }
        Cloud nowhere = cloud(new Credentials("nosuchaccount", AzuriteServer.KEY));
        refused(ErrorKind.UNAUTHENTICATED, nowhere::verifyCredentials);
        refused(
                ErrorKind.UNAUTHENTICATED,
                () -> nowhere.require(BucketOperations.class).list());
        cloud.verifyCredentials();
    }
}

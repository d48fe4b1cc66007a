package org.alluvium.driver.azure;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.TreeMap;
import org.alluvium.capability.BlobContent;
import org.alluvium.capability.BlobOperations;
import org.alluvium.capability.BlobOperations.Slice;
import org.alluvium.capability.BlobUpload;
import org.alluvium.capability.BucketOperations;
import org.alluvium.capability.SegmentedBlobOperations;
import org.alluvium.driver.BackendCalls;
import org.alluvium.driver.Cloud;
import org.alluvium.driver.Credentials;
import org.alluvium.model.Blob;
import org.junit.jupiter.api.Test;

/** Microsoft's own client reads what the driver wrote, and the other way round. */
class AzureVendorClientTest {
    private static final String BUCKET = "shared";
    private static final Map<String, String> METADATA = Map.of("a_b", "two words", "version", "1.0");

    @Test
    void microsoftsClientAndTheDriverReadEachOthersBlobs() throws Exception {
        try (AzuriteServer azurite = AzuriteServer.start()) {
            Cloud cloud = new AzureDriver(new BackendCalls(), "1.0.0", TestSettings.of(azurite.blobUrl()))
                    .connect(Optional.empty(), Optional.of(new Credentials(AzuriteServer.ACCOUNT, AzuriteServer.KEY)));
            BucketOperations buckets = cloud.require(BucketOperations.class);
            BlobOperations blobs = cloud.require(BlobOperations.class);
            buckets.create(BUCKET, Optional.empty());
            TreeMap<String, byte[]> written = new TreeMap<>(Map.of(
                    "empty", new byte[0],
                    "a folder/ü日本😀", "small".getBytes(UTF_8),
                    "q?a=b&c#d %2F+~'", random(100),
                    "<&>\"", random(AzureBlockReader.BLOCK),
                    "in blocks", random(2 * AzureBlockReader.BLOCK + 7)));
            written.forEach((name, content) -> blobs.write(BUCKET, name, upload(content)));
            written.put("in segments", segmented(cloud.require(SegmentedBlobOperations.class)));

            assertThat(VendorClient.read(azurite, BUCKET))
                    .containsExactlyInAnyOrderElementsOf(written.entrySet().stream()
                            .map(e -> List.of(
                                    e.getKey(),
                                    String.valueOf(e.getValue().length),
                                    digest(e.getValue()),
                                    "text/x-driver",
                                    "a_b=two words,version=1.0"))
                            .toList());

            assertThat(buckets.find(BUCKET).orElseThrow().blobIds())
                    .containsExactlyInAnyOrderElementsOf(
                            concat(written.keySet(), List.of("vendor/appended ü", "vendor/paged")));
            Blob appended = blobs.find(BUCKET, "vendor/appended ü").orElseThrow();
            assertThat(appended.metadata()).isEqualTo(Map.of("kind", "append"));
            assertThat(appended.contentType()).isEqualTo("text/x-vendor");
            assertThat(read(blobs, appended.id(), Optional.empty())).isEqualTo("one,two");
            assertThat(read(blobs, "vendor/paged", Optional.of(new Slice(511, 2))))
                    .isEqualTo("\0p");
        }
    }

    private static byte[] segmented(SegmentedBlobOperations segments) throws IOException {
        byte[] first = random(AzureBlockReader.BLOCK + 1);
        byte[] second = random(12);
        String id = segments.begin(BUCKET, "in segments", "text/x-driver", METADATA);
        TreeMap<Integer, String> ids = new TreeMap<>();
        ids.put(2, segments.writeSegment(BUCKET, "in segments", id, 2, upload(second)));
        ids.put(1, segments.writeSegment(BUCKET, "in segments", id, 1, upload(first)));
        segments.complete(BUCKET, "in segments", id, ids);
        byte[] whole = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, whole, first.length, second.length);
        return whole;
    }

    private static List<String> concat(Iterable<String> some, List<String> others) {
        List<String> all = new ArrayList<>(others);
        some.forEach(all::add);
        return all;
    }

    private static BlobUpload upload(byte[] content) {
        return new BlobUpload(
                new ByteArrayInputStream(content), OptionalLong.of(content.length), "text/x-driver", METADATA);
    }

    private static String read(BlobOperations blobs, String id, Optional<Slice> slice) throws IOException {
        try (BlobContent content = blobs.read(BUCKET, id, slice)) {
            return new String(content.stream().readAllBytes(), UTF_8);
        }
    }

    private static byte[] random(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }

    private static String digest(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}

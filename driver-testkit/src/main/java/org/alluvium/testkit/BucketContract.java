package org.alluvium.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.alluvium.capability.BlobContent;
import org.alluvium.capability.BlobOperations;
import org.alluvium.capability.BlobOperations.Slice;
import org.alluvium.capability.BlobUpload;
import org.alluvium.capability.BucketOperations;
import org.alluvium.driver.ErrorKind;
import org.alluvium.driver.Features;
import org.alluvium.model.Blob;
import org.alluvium.model.Bucket;
import org.junit.jupiter.api.Test;

/** Buckets and the blobs in them. */
public interface BucketContract extends Contract {
    @Test
    default void aBucketIsMadeAndDestroyed() {
        declared(BucketOperations.class).ifPresent(buckets -> {
            Bucket made = buckets.create(newName(), Optional.empty());
            assertThat(buckets.find(made.id()).map(Bucket::id)).contains(made.id());
            assertThat(buckets.list()).extracting(Bucket::id).contains(made.id());
            buckets.destroy(made.id());
            assertThat(buckets.find(made.id())).isEmpty();
        });
    }

    @Test
    default void aBucketIsMadeInTheLocationThatIsAskedFor() {
        declared(BucketOperations.class).ifPresent(buckets -> {
            if (!has(Features.BUCKET_LOCATION)) {
                return;
            }
            String location = fixture()
                    .bucketLocation()
                    .orElseGet(() -> abort("not examined: the fixture tells no location for buckets"));
            String id = buckets.create(newName(), Optional.of(location)).id();
            Optional<String> kept = fixture().kept(Features.BUCKET_LOCATION, id);
            assertThat(buckets.find(id).map(Bucket::id)).contains(id);
            buckets.destroy(id);
            assertKept(Features.BUCKET_LOCATION, kept, location);
        });
    }

    /** As clients are used to (contract 01, section 7). */
    @Test
    default void aLocationIsIgnoredWhereBucketsHaveNone() {
        declared(BucketOperations.class).ifPresent(buckets -> {
            if (has(Features.BUCKET_LOCATION)) {
                return;
            }
            String id = buckets.create(newName(), Optional.of("nosuch")).id();
            assertThat(buckets.find(id).map(Bucket::id)).contains(id);
            buckets.destroy(id);
        });
    }

    @Test
    default void bucketsThatAreNotThereAreNotFound() {
        declared(BucketOperations.class).ifPresent(buckets -> {
            assertListAndFindAgree(buckets.list(), Bucket::id, buckets::find);
            assertFails(() -> buckets.destroy("nosuchbucket"), ErrorKind.NOT_FOUND);
        });
    }

    @Test
    default void aBlobKeepsItsContentTypeAndMetadata() {
        declared(BlobOperations.class)
                .ifPresent(blobs -> declared(BucketOperations.class).ifPresent(buckets -> {
                    String bucket = buckets.create(newName(), Optional.empty()).id();
                    String id = "a folder/grüße & more?x=1.txt";
                    blobs.write(bucket, id, upload("0123456789", Map.of("colour", "blue")));
                    Blob blob = blobs.find(bucket, id).orElseThrow();
                    assertThat(blob.contentLength()).isEqualTo(10);
                    assertThat(blob.contentType()).isEqualTo("text/x-kit");
                    assertThat(blob.metadata()).containsEntry("colour", "blue");
                    assertThat(read(blobs, bucket, id, Optional.empty())).isEqualTo("0123456789");
                    assertThat(read(blobs, bucket, id, Optional.of(new Slice(2, 3))))
                            .isEqualTo("234");
                    blobs.updateMetadata(bucket, id, Map.of("shape", "round"));
                    assertThat(blobs.find(bucket, id).orElseThrow().metadata())
                            .containsEntry("shape", "round")
                            .doesNotContainKey("colour");
                    assertThat(read(blobs, bucket, id, Optional.empty())).isEqualTo("0123456789");
                    assertFails(() -> buckets.destroy(bucket), ErrorKind.CONFLICT);
                    blobs.destroy(bucket, id);
                    assertThat(blobs.find(bucket, id)).isEmpty();
                    buckets.destroy(bucket);
                }));
    }

    @Test
    default void blobsThatAreNotThereAreNotFound() {
        declared(BlobOperations.class).ifPresent(blobs -> {
            assertThat(blobs.find("nosuchbucket", "nosuch")).isEmpty();
            assertFails(() -> blobs.destroy("nosuchbucket", "nosuch"), ErrorKind.NOT_FOUND);
            assertFails(() -> blobs.read("nosuchbucket", "nosuch", Optional.empty()), ErrorKind.NOT_FOUND);
            assertFails(() -> blobs.write("nosuchbucket", "nosuch", upload("x", Map.of())), ErrorKind.NOT_FOUND);
        });
    }

    private static BlobUpload upload(String content, Map<String, String> metadata) {
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        return new BlobUpload(new ByteArrayInputStream(bytes), OptionalLong.of(bytes.length), "text/x-kit", metadata);
    }

    private static String read(BlobOperations blobs, String bucket, String id, Optional<Slice> slice) {
        try (BlobContent content = blobs.read(bucket, id, slice)) {
            return new String(content.stream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

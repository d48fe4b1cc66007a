package org.alluvium.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.alluvium.capability.BlobContent;
import org.alluvium.capability.BlobOperations;
import org.alluvium.capability.BlobOperations.Slice;
import org.alluvium.capability.BlobUpload;
import org.alluvium.capability.BucketOperations;
import org.alluvium.capability.SegmentedBlobOperations;
import org.alluvium.driver.CloudException;
import org.alluvium.driver.ErrorKind;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

/** The contents of blobs: of any size, replaced whole or not at all, read in parts, uploaded in segments. */
public interface BlobContract extends Contract {
    /** Stores want a segment that is not the last to be at least as large. */
    int SEGMENT = 5 << 20;

    @Test
    default void aContentOfUnknownLengthIsStoredAndReadInParts() {
        inABucket((blobs, bucket) -> {
            byte[] content = bytes(3_000_000, 1);
            blobs.write(bucket, "large", upload(new ByteArrayInputStream(content), OptionalLong.empty()));
            assertThat(blobs.find(bucket, "large").orElseThrow().contentLength())
                    .isEqualTo(content.length);
            assertThat(read(blobs, bucket, "large", Optional.empty())).isEqualTo(content);
            for (Slice slice :
                    new Slice[] {new Slice(0, 1), new Slice(content.length - 1L, 1), new Slice(1_234_567, 1_000_000)}) {
                assertThat(read(blobs, bucket, "large", Optional.of(slice)))
                        .as(slice.toString())
                        .isEqualTo(Arrays.copyOfRange(
                                content, (int) slice.offset(), (int) (slice.offset() + slice.length())));
            }
            blobs.destroy(bucket, "large");
        });
    }

    @Test
    default void anEmptyContentIsAContent() {
        inABucket((blobs, bucket) -> {
            blobs.write(bucket, "empty", upload(InputStream.nullInputStream(), OptionalLong.of(0)));
            assertThat(blobs.find(bucket, "empty").orElseThrow().contentLength())
                    .isZero();
            assertThat(read(blobs, bucket, "empty", Optional.empty())).isEmpty();
            blobs.destroy(bucket, "empty");
        });
    }

    @Test
    default void anUploadThatBreaksOffLeavesTheOldContent() {
        inABucket((blobs, bucket) -> {
            byte[] old = bytes(100, 2);
            blobs.write(bucket, "kept", upload(new ByteArrayInputStream(old), OptionalLong.of(old.length)));
            for (OptionalLong length : new OptionalLong[] {OptionalLong.of(200_000), OptionalLong.empty()}) {
                Assertions.assertThatThrownBy(() -> blobs.write(bucket, "kept", upload(breakingOff(100_000), length)))
                        .isInstanceOf(CloudException.class);
                assertThat(read(blobs, bucket, "kept", Optional.empty())).isEqualTo(old);
            }
            blobs.destroy(bucket, "kept");
        });
    }

    @Test
    default void segmentsBecomeOneBlobInTheirOrder() {
        declared(SegmentedBlobOperations.class)
                .ifPresent(segments -> inABucket((blobs, bucket) -> {
                    byte[] first = bytes(SEGMENT, 3);
                    byte[] second = bytes(1000, 4);
                    String upload = segments.begin(bucket, "whole", "text/x-kit", Map.of("colour", "blue"));
                    assertThat(blobs.find(bucket, "whole")).isEmpty();
                    TreeMap<Integer, String> ids = new TreeMap<>();
                    ids.put(2, segments.writeSegment(bucket, "whole", upload, 2, segment(second)));
                    segments.writeSegment(bucket, "whole", upload, 1, segment(bytes(SEGMENT, 5)));
                    ids.put(1, segments.writeSegment(bucket, "whole", upload, 1, segment(first)));
                    segments.complete(bucket, "whole", upload, ids);
                    byte[] content = read(blobs, bucket, "whole", Optional.empty());
                    assertThat(content)
                            .hasSize(first.length + second.length)
                            .startsWith(first)
                            .endsWith(second);
                    assertThat(blobs.find(bucket, "whole").orElseThrow().metadata())
                            .containsEntry("colour", "blue");
                    blobs.destroy(bucket, "whole");
                }));
    }

    @Test
    default void segmentsOfAnUnknownUploadAreRefused() {
        declared(SegmentedBlobOperations.class)
                .ifPresent(segments -> inABucket((blobs, bucket) -> {
                    TreeMap<Integer, String> ids = new TreeMap<>(Map.of(1, "nosuch"));
                    assertFails(
                            () -> segments.complete(bucket, "whole", "nosuch", ids),
                            ErrorKind.NOT_FOUND,
                            ErrorKind.INVALID);
                    assertThat(blobs.find(bucket, "whole")).isEmpty();
                }));
    }

    private void inABucket(BiConsumer<BlobOperations, String> test) {
        declared(BlobOperations.class)
                .ifPresent(blobs -> declared(BucketOperations.class).ifPresent(buckets -> {
                    String bucket = buckets.create(newName(), Optional.empty()).id();
                    test.accept(blobs, bucket);
                    buckets.destroy(bucket);
                }));
    }

    private static BlobUpload segment(byte[] content) {
        return upload(new ByteArrayInputStream(content), OptionalLong.of(content.length));
    }

    private static BlobUpload upload(InputStream content, OptionalLong length) {
        return new BlobUpload(content, length, "application/x-kit", Map.of());
    }

    private static byte[] bytes(int length, int seed) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    /** What a server reads of a client that goes away. */
    private static InputStream breakingOff(int length) {
        return new SequenceInputStream(new ByteArrayInputStream(bytes(length, 6)), new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("the client went away");
            }
        });
    }

    private static byte[] read(BlobOperations blobs, String bucket, String id, Optional<Slice> slice) {
        try (BlobContent content = blobs.read(bucket, id, slice)) {
            byte[] bytes = content.stream().readAllBytes();
            assertThat(bytes.length).as("told and given length").isEqualTo((int) content.length());
            return bytes;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

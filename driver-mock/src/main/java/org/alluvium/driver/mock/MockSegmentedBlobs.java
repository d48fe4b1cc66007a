package org.alluvium.driver.mock;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Enumeration;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.UUID;
import org.alluvium.capability.BlobUpload;
import org.alluvium.capability.SegmentedBlobOperations;
import org.alluvium.driver.CloudException;
import org.alluvium.driver.ErrorKind;
import org.alluvium.model.Blob;

/** Uploads in segments. Each segment is a content of its own until all of them are copied into the blob's. */
final class MockSegmentedBlobs implements SegmentedBlobOperations {
    private final MockStore store;
    private final MockBlobs blobs;

    MockSegmentedBlobs(MockStore store) {
        this.store = requireNonNull(store);
        blobs = new MockBlobs(store);
    }

    /**
     * An upload on disk; gone when it is complete, or with its bucket.
     *
     * @param segments by ascending order
     */
    record Upload(
            String id,
            String bucketId,
            String blobId,
            String contentType,
            Map<String, String> metadata,
            List<Segment> segments) {}

    /**
     * One segment of an upload.
     *
     * @param order its place
     * @param content the file that holds it; also what the client knows it by
     */
    record Segment(int order, String content) {}

    @Override
    public String begin(String bucketId, String blobId, String contentType, Map<String, String> metadata) {
        blobs.checkTarget(bucketId, blobId);
        // Clients find the id in a query only if it is one word.
        String id = UUID.randomUUID().toString().replace("-", "");
        store.execute(() -> {
            store.buckets.require(bucketId);
            store.uploads.create(new Upload(id, bucketId, blobId, contentType, metadata, List.of()));
        });
        return id;
    }

    @Override
    public String writeSegment(String bucketId, String blobId, String uploadId, int order, BlobUpload segment) {
        require(bucketId, blobId, uploadId);
        MockContents.Content content = store.contents.write(segment.content(), segment.length());
        Optional<Segment> replaced = store.change(() -> {
            Upload upload = require(bucketId, blobId, uploadId);
            List<Segment> segments = new ArrayList<>(upload.segments());
            Optional<Segment> former =
                    segments.stream().filter(s -> s.order() == order).findFirst();
            former.ifPresent(segments::remove);
            segments.add(new Segment(order, content.file()));
            store.uploads.put(
                    new Upload(upload.id(), bucketId, blobId, upload.contentType(), upload.metadata(), segments));
            return former;
        });
        replaced.ifPresent(former -> store.contents.delete(former.content()));
        return content.file();
    }

    @Override
    public Blob complete(String bucketId, String blobId, String uploadId, SortedMap<Integer, String> segmentIds) {
        Upload upload = require(bucketId, blobId, uploadId);
        segmentIds.forEach((order, id) -> {
            if (!upload.segments().contains(new Segment(order, id))) {
                throw new CloudException(
                        ErrorKind.INVALID, "Segment " + order + " '" + id + "' is not part of this upload.");
            }
        });
        MockContents.Content content;
        try (InputStream whole = new SequenceInputStream(opened(segmentIds.values()))) {
            content = store.contents.write(whole, OptionalLong.empty());
        } catch (IOException | UncheckedIOException e) {
            throw new CloudException(ErrorKind.UNAVAILABLE, "The segments cannot be read.", e);
        }
        Blob blob = blobs.put(bucketId, blobId, content, upload.contentType(), upload.metadata());
        abandon(store, upload);
        return blob;
    }

    /** Forgets the uploads into a bucket that goes. */
    static void abandonAll(MockStore store, String bucketId) {
        store.uploads.all().stream()
                .filter(upload -> upload.bucketId().equals(bucketId))
                .forEach(upload -> {
                    store.uploads.remove(upload.id());
                    deleteContents(store, upload);
                });
    }

    private static void abandon(MockStore store, Upload upload) {
        store.execute(() -> {
            if (store.uploads.find(upload.id()).isPresent()) {
                store.uploads.remove(upload.id());
            }
        });
        deleteContents(store, upload);
    }

    private static void deleteContents(MockStore store, Upload upload) {
        upload.segments().forEach(segment -> store.contents.delete(segment.content()));
    }

    /** The contents one after the other, each opened when it is its turn. */
    private Enumeration<InputStream> opened(Collection<String> files) {
        Iterator<String> left = files.iterator();
        return new Enumeration<>() {
            @Override
            public boolean hasMoreElements() {
                return left.hasNext();
            }

            @Override
            public InputStream nextElement() {
                try {
                    return store.contents.open(left.next(), 0, Long.MAX_VALUE);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        };
    }

    private Upload require(String bucketId, String blobId, String uploadId) {
        store.buckets.require(bucketId);
        return store.uploads
                .find(uploadId)
                .filter(upload ->
                        upload.bucketId().equals(bucketId) && upload.blobId().equals(blobId))
                .orElseThrow(() -> CloudException.notFound("Upload", uploadId));
    }
}

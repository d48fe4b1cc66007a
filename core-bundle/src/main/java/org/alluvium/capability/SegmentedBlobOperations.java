package org.alluvium.capability;

import java.util.Map;
import java.util.SortedMap;
import org.alluvium.model.Blob;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Uploading a blob in parts (contract 03, segmented upload). Apart from {@link BlobOperations} because not every store
 * has it. The package's rules hold.
 */
@ConsumerType
@Capability("buckets")
public interface SegmentedBlobOperations {
    /** Begins an upload; the answer names it in the calls that follow. Nobody sees the blob yet. */
    String begin(String bucketId, String blobId, String contentType, Map<String, String> metadata);

    /**
     * Stores one segment; the same order again replaces it.
     *
     * @param order its place, from 1
     * @return what {@link #complete} wants to hear of it
     */
    String writeSegment(String bucketId, String blobId, String uploadId, int order, BlobUpload segment);

    /**
     * Makes the blob of its segments, in ascending order.
     *
     * @param segmentIds order to segment id, as {@link #writeSegment} told them
     */
    Blob complete(String bucketId, String blobId, String uploadId, SortedMap<Integer, String> segmentIds);
}

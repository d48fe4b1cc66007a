package org.alluvium.capability;

import java.util.Map;
import java.util.Optional;
import org.alluvium.model.Blob;
import org.osgi.annotation.versioning.ConsumerType;

/** The blobs in buckets. The package's rules hold; contents are streamed, whatever their size. */
@ConsumerType
@Capability("buckets")
public interface BlobOperations {
    /** What is known of a blob. */
    Optional<Blob> find(String bucketId, String blobId);

    /**
     * Opens a blob's content. The caller closes what it gets.
     *
     * @param slice which part; empty means all of it. It lies inside the length that {@link #find} told
     */
    BlobContent read(String bucketId, String blobId, Optional<Slice> slice);

    /**
     * Makes or replaces a blob. What others read stays the old content until the new one is whole.
     *
     * @param upload its content stream is read to the end, but not closed
     */
    Blob write(String bucketId, String blobId, BlobUpload upload);

    /** Replaces all metadata of a blob; keys are in lower case. */
    void updateMetadata(String bucketId, String blobId, Map<String, String> metadata);

    /** Removes a blob. */
    void destroy(String bucketId, String blobId);

    /**
     * A part of a content.
     *
     * @param offset of the first byte, from 0
     * @param length in bytes, at least 1
     */
    record Slice(long offset, long length) {}
}

package org.alluvium.driver.ec2;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.alluvium.capability.BlobUpload;
import org.alluvium.capability.SegmentedBlobOperations;
import org.alluvium.driver.CloudException;
import org.alluvium.driver.ErrorKind;
import org.alluvium.model.Blob;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.UploadPartRequest;

/**
 * Uploads in segments: S3's multipart uploads; a segment's id is its entity tag. A segment of known length is passed on as it
 * comes and sent once; one of unknown length is held in memory and must be small.
 */
final class Ec2Segments implements SegmentedBlobOperations {
    private static final int MAX_UNKNOWN = 32 << 20;

    private final Ec2Calls calls;

    Ec2Segments(Ec2Calls calls) {
        this.calls = requireNonNull(calls);
    }

    @Override
    public String begin(String bucketId, String blobId, String contentType, Map<String, String> metadata) {
        return new Ec2Upload(calls, bucketId, blobId, Ec2Blobs.type(contentType), Ec2Blobs.metadata(metadata)).begin();
    }

    @Override
    public String writeSegment(String bucketId, String blobId, String uploadId, int order, BlobUpload segment) {
        RequestBody body = segment.length().isPresent()
                ? RequestBody.fromInputStream(
                        segment.content(), segment.length().getAsLong())
                : RequestBody.fromBytes(held(segment.content()));
        return calls.once(
                        Ec2Service.S3,
                        UploadPartRequest.builder()
                                .bucket(bucketId)
                                .key(blobId)
                                .uploadId(uploadId)
                                .partNumber(order)
                                .build(),
                        (client, q) -> client.uploadPart(q, body))
                .eTag();
    }

    @Override
    public Blob complete(String bucketId, String blobId, String uploadId, SortedMap<Integer, String> segmentIds) {
        List<CompletedPart> parts = segmentIds.entrySet().stream()
                .map(e -> CompletedPart.builder()
                        .partNumber(e.getKey())
                        .eTag(e.getValue())
                        .build())
                .toList();
        new Ec2Upload(calls, bucketId, blobId, "", Map.of()).complete(uploadId, parts);
        return new Ec2Blobs(calls).find(bucketId, blobId).orElseThrow(() -> CloudException.notFound("Blob", blobId));
    }

    private static byte[] held(InputStream content) {
        try {
            byte[] bytes = content.readNBytes(MAX_UNKNOWN + 1);
            if (bytes.length > MAX_UNKNOWN) {
                throw new CloudException(
                        ErrorKind.TOO_LARGE,
                        "A segment of more than " + MAX_UNKNOWN + " bytes must tell its length (Content-Length).");
            }
            return bytes;
        } catch (IOException broken) {
            throw new CloudException(ErrorKind.INVALID, "The segment ended before it was whole.", broken);
        }
    }
}

package org.alluvium.driver.ec2;

import static java.util.Objects.requireNonNull;

import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Optional;
import org.alluvium.capability.BlobContent;
import org.alluvium.capability.BlobOperations;
import org.alluvium.capability.BlobUpload;
import org.alluvium.driver.CloudException;
import org.alluvium.driver.ErrorKind;
import org.alluvium.model.Blob;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.MetadataDirective;

/** Blobs: S3's objects, by their keys (contract drivers, ec2, blobs). How contents get there is in {@link Ec2Upload}. */
final class Ec2Blobs implements BlobOperations {
    private static final String ANY_TYPE = "application/octet-stream";

    private final Ec2Calls calls;

    Ec2Blobs(Ec2Calls calls) {
        this.calls = requireNonNull(calls);
    }

    @Override
    public Optional<Blob> find(String bucketId, String blobId) {
        return head(bucketId, blobId)
                .map(head -> new Blob(
                        blobId,
                        bucketId,
                        head.contentLength(),
                        type(head.contentType()),
                        Optional.ofNullable(head.lastModified())
                                .map(at -> DateTimeFormatter.RFC_1123_DATE_TIME.format(at.atOffset(ZoneOffset.UTC))),
                        head.metadata(),
                        Optional.empty()));
    }

    private Optional<HeadObjectResponse> head(String bucketId, String blobId) {
        if (bucketId.isEmpty() || blobId.isEmpty()) {
            return Optional.empty();
        }
        return Ec2Calls.ifThere(() -> Optional.of(calls.call(
                Ec2Service.S3,
                HeadObjectRequest.builder().bucket(bucketId).key(blobId).build(),
                (client, q) -> client.headObject(q))));
    }

    @Override
    public BlobContent read(String bucketId, String blobId, Optional<Slice> slice) {
        GetObjectRequest.Builder request =
                GetObjectRequest.builder().bucket(bucketId).key(blobId);
        slice.ifPresent(part -> request.range("bytes=" + part.offset() + "-" + (part.offset() + part.length() - 1)));
        Ec2Download content = calls.open(request.build());
        return new BlobContent(
                content, content.head().contentLength(), type(content.head().contentType()));
    }

    @Override
    public Blob write(String bucketId, String blobId, BlobUpload upload) {
        Map<String, String> metadata = metadata(upload.metadata());
        String type = type(upload.contentType());
        long length = new Ec2Upload(calls, bucketId, blobId, type, metadata).send(upload);
        return new Blob(blobId, bucketId, length, type, Optional.empty(), metadata, Optional.empty());
    }

    @Override
    public void updateMetadata(String bucketId, String blobId, Map<String, String> metadata) {
        HeadObjectResponse now = head(bucketId, blobId).orElseThrow(() -> CloudException.notFound("Blob", blobId));
        calls.call(
                Ec2Service.S3,
                CopyObjectRequest.builder()
                        .sourceBucket(bucketId)
                        .sourceKey(blobId)
                        .destinationBucket(bucketId)
                        .destinationKey(blobId)
                        // Nobody's newer content is undone
                        .copySourceIfMatch(now.eTag())
                        .metadataDirective(MetadataDirective.REPLACE)
                        .contentType(now.contentType())
                        .metadata(metadata(metadata))
                        .build(),
                (client, q) -> client.copyObject(q));
    }

    @Override
    public void destroy(String bucketId, String blobId) {
        // DeleteObject would succeed for any key
        if (head(bucketId, blobId).isEmpty()) {
            throw CloudException.notFound("Blob", blobId);
        }
        calls.call(
                Ec2Service.S3,
                DeleteObjectRequest.builder().bucket(bucketId).key(blobId).build(),
                (client, q) -> client.deleteObject(q));
    }

    static String type(@Nullable String type) {
        return type == null || type.isBlank() ? ANY_TYPE : type;
    }

    /**
     * The entries, which become header fields.
     *
     * @throws CloudException INVALID for what no header field can be
     */
    static Map<String, String> metadata(Map<String, String> entries) {
        entries.forEach((key, value) -> {
            if (!key.matches("[A-Za-z0-9!#$&+.^_`|~-]+") || !value.matches("[\\x20-\\x7E]*")) {
                throw new CloudException(
                        ErrorKind.INVALID, "S3 takes printable ASCII only as metadata; entry '" + key + "' is not.");
            }
        });
        return entries;
    }
}

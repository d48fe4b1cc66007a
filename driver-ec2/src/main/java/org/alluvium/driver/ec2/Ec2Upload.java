package org.alluvium.driver.ec2;

import static java.util.Objects.requireNonNull;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.alluvium.capability.BlobUpload;
import org.alluvium.driver.CloudException;
import org.alluvium.driver.ErrorKind;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.AbortMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.UploadPartRequest;

/**
 * One object on its way to S3, part by part: a part is read whole before it is sent, so that it can be sent again and a slow
 * client holds no connection. What fits one part is stored with one call, everything else becomes a multipart upload, which is
 * ended without a trace when anything fails. Memory: one part.
 */
final class Ec2Upload {
    private static final int PART = 8 << 20;
    /** S3 takes 10,000 parts. The later ones of a very large object are larger, which makes 266 GB. */
    private static final int MAX_PARTS = 10_000;

    private static final int SMALL_PARTS = 2_000;
    private static final int LARGE_PART = 32 << 20;

    private final Ec2Calls calls;
    private final String bucket;
    private final String key;
    private final String type;
    private final Map<String, String> metadata;

    Ec2Upload(Ec2Calls calls, String bucket, String key, String type, Map<String, String> metadata) {
        this.calls = requireNonNull(calls);
        this.bucket = requireNonNull(bucket);
        this.key = requireNonNull(key);
        this.type = requireNonNull(type);
        this.metadata = Map.copyOf(metadata);
    }

    /**
     * Stores a content.
     *
     * @return how many bytes it has
     */
    long send(BlobUpload upload) {
        byte[] buffer = new byte[(int) Math.min(PART, upload.length().orElse(PART))];
        int first = fill(upload.content(), buffer);
        boolean whole = upload.length().isPresent() && upload.length().getAsLong() <= PART || first < PART;
        if (whole) {
            check(upload, first);
            RequestBody body = body(buffer, first);
            calls.call(
                    Ec2Service.S3,
                    PutObjectRequest.builder()
                            .bucket(bucket)
                            .key(key)
                            .contentType(type)
                            .metadata(metadata)
                            .build(),
                    (client, q) -> client.putObject(q, body));
            return first;
        }
        String id = begin();
        try {
            return parts(upload, id, buffer);
        } catch (RuntimeException failure) {
            abort(id, failure);
            throw failure;
        }
    }

    /** Begins a multipart upload. */
    String begin() {
        return calls.call(
                        Ec2Service.S3,
                        CreateMultipartUploadRequest.builder()
                                .bucket(bucket)
                                .key(key)
                                .contentType(type)
                                .metadata(metadata)
                                .build(),
                        (client, q) -> client.createMultipartUpload(q))
                .uploadId();
    }

    /** Makes the object of its parts. */
    void complete(String id, List<CompletedPart> parts) {
        calls.call(
                Ec2Service.S3,
                CompleteMultipartUploadRequest.builder()
                        .bucket(bucket)
                        .key(key)
                        .uploadId(id)
                        .multipartUpload(m -> m.parts(parts))
                        .build(),
                (client, q) -> client.completeMultipartUpload(q));
    }

    private long parts(BlobUpload upload, String id, byte[] firstPart) {
        List<CompletedPart> parts = new ArrayList<>();
        byte[] buffer = firstPart;
        int count = firstPart.length;
        long length = 0;
        while (count > 0) {
            if (parts.size() == MAX_PARTS) {
                throw new CloudException(
                        ErrorKind.TOO_LARGE, "Blob '" + key + "' is too large for one upload; send it in segments.");
            }
            parts.add(part(id, parts.size() + 1, buffer, count));
            length += count;
            if (parts.size() == SMALL_PARTS) {
                buffer = new byte[LARGE_PART];
            }
            count = fill(upload.content(), buffer);
        }
        check(upload, length);
        complete(id, parts);
        return length;
    }

    private CompletedPart part(String id, int number, byte[] buffer, int count) {
        RequestBody body = body(buffer, count);
        String tag = calls.call(
                        Ec2Service.S3,
                        UploadPartRequest.builder()
                                .bucket(bucket)
                                .key(key)
                                .uploadId(id)
                                .partNumber(number)
                                .build(),
                        (client, q) -> client.uploadPart(q, body))
                .eTag();
        return CompletedPart.builder().partNumber(number).eTag(tag).build();
    }

    private void abort(String id, RuntimeException failure) {
        try {
            calls.call(
                    Ec2Service.S3,
                    AbortMultipartUploadRequest.builder()
                            .bucket(bucket)
                            .key(key)
                            .uploadId(id)
                            .build(),
                    (client, q) -> client.abortMultipartUpload(q));
        } catch (RuntimeException alsoFailed) {
            failure.addSuppressed(alsoFailed);
        }
    }

    private RequestBody body(byte[] buffer, int count) {
        return RequestBody.fromContentProvider(() -> new ByteArrayInputStream(buffer, 0, count), count, type);
    }

    private static int fill(InputStream content, byte[] buffer) {
        try {
            return content.readNBytes(buffer, 0, buffer.length);
        } catch (IOException broken) {
            throw new CloudException(ErrorKind.INVALID, "The content ended before it was whole.", broken);
        }
    }

    private static void check(BlobUpload upload, long length) {
        if (upload.length().orElse(length) != length) {
            throw new CloudException(ErrorKind.INVALID, "The content ended before it was whole.");
        }
    }
}

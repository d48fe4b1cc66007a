package org.alluvium.driver.azure;

import static java.util.Objects.requireNonNull;

import java.io.InputStream;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.alluvium.capability.BlobContent;
import org.alluvium.capability.BlobOperations;
import org.alluvium.capability.BlobUpload;
import org.alluvium.driver.CloudException;
import org.alluvium.driver.ErrorKind;
import org.alluvium.model.Blob;

/** Blobs: written as block blobs, read whatever kind they are. */
final class AzureBlobs implements BlobOperations {
    private static final String METADATA = "x-ms-meta-";

    private final AzureCalls calls;
    private final AzureStorage storage;

    AzureBlobs(AzureCalls calls, AzureStorage storage) {
        this.calls = requireNonNull(calls);
        this.storage = requireNonNull(storage);
    }

    @Override
    public Optional<Blob> find(String bucketId, String blobId) {
        if (!AzureBuckets.isName(bucketId) || !isName(blobId)) {
            return Optional.empty();
        }
        AzureRequest request = new AzureRequest(
                "GetBlobProperties", "HEAD", storage.uri(Map.of(), bucketId, blobId), Map.of(), new byte[0], true);
        return calls.find(storage, request).map(answer -> blob(bucketId, blobId, answer));
    }

    @Override
    public BlobContent read(String bucketId, String blobId, Optional<Slice> slice) {
        AzureBuckets.require(bucketId);
        require(blobId);
        try {
            AzureBlobStream stream =
                    new AzureBlobStream(calls, storage, storage.uri(Map.of(), bucketId, blobId), slice);
            return new BlobContent(stream, stream.length(), stream.contentType());
        } catch (CloudException refused) {
            // An empty blob has no first byte to ask for
            if (refused.kind() == ErrorKind.INVALID && slice.isEmpty()) {
                Optional<Blob> blob = find(bucketId, blobId).filter(found -> found.contentLength() == 0);
                if (blob.isPresent()) {
                    return new BlobContent(
                            InputStream.nullInputStream(), 0, blob.get().contentType());
                }
            }
            throw refused;
        }
    }

    /** What fits into one block is put at once, anything else as a list of blocks: nobody sees it before it is whole. */
    @Override
    public Blob write(String bucketId, String blobId, BlobUpload upload) {
        AzureBuckets.require(bucketId);
        requireNew(blobId);
        Map<String, String> headers = headers(upload.contentType(), upload.metadata());
        AzureBlockReader reader = new AzureBlockReader(upload.content(), upload.length());
        byte[] first = reader.next();
        HttpResponse<byte[]> answer;
        if (reader.isAtEnd()) {
            headers.put("x-ms-blob-type", "BlockBlob");
            answer = calls.call(
                    storage,
                    new AzureRequest("PutBlob", "PUT", storage.uri(Map.of(), bucketId, blobId), headers, first, true));
        } else {
            AzureBlocks blocks = new AzureBlocks(calls, storage, bucketId, blobId);
            answer = blocks.commit(blocks.stage(first, reader).ids(), headers);
        }
        return new Blob(
                blobId,
                bucketId,
                reader.count(),
                upload.contentType().isEmpty() ? "application/octet-stream" : upload.contentType(),
                answer.headers().firstValue("Last-Modified"),
                upload.metadata(),
                Optional.empty());
    }

    @Override
    public void updateMetadata(String bucketId, String blobId, Map<String, String> metadata) {
        calls.call(
                storage,
                new AzureRequest(
                        "SetBlobMetadata",
                        "PUT",
                        storage.uri(Map.of("comp", "metadata"), AzureBuckets.require(bucketId), require(blobId)),
                        headers("", metadata),
                        new byte[0],
                        true));
    }

    @Override
    public void destroy(String bucketId, String blobId) {
        calls.call(
                storage,
                new AzureRequest(
                        "DeleteBlob",
                        "DELETE",
                        storage.uri(Map.of(), AzureBuckets.require(bucketId), require(blobId)),
                        Map.of(),
                        new byte[0],
                        false));
    }

    /**
     * Azure takes a backslash for a slash, so that nothing is called by one, and another blob would be meant. Dots alone lead to the
     * bucket or the account.
     */
    private static boolean isName(String blobId) {
        return blobId.indexOf('\\') < 0 && !blobId.equals(".") && !blobId.equals("..");
    }

    /**
     * What a blob can be called.
     *
     * @throws CloudException NOT_FOUND for what it cannot
     */
    private static String require(String blobId) {
        if (!isName(blobId)) {
            throw CloudException.notFound("Blob", blobId);
        }
        return blobId;
    }

    /**
     * Checks a new blob's name.
     *
     * @throws CloudException INVALID for one that Azure changes
     */
    static void requireNew(String blobId) {
        if (!isName(blobId)) {
            throw new CloudException(
                    ErrorKind.INVALID,
                    "Azure takes a backslash in a blob's name for a slash, and dots alone for a folder; '" + blobId
                            + "' cannot be one.");
        }
    }

    /**
     * The header fields that describe a blob to Azure; can be changed.
     *
     * @throws CloudException INVALID for what a header field or Azure does not take
     */
    static Map<String, String> headers(String contentType, Map<String, String> metadata) {
        Map<String, String> headers = new HashMap<>();
        if (!contentType.isBlank()) {
            headers.put("x-ms-blob-content-type", text("The content type", contentType));
        }
        metadata.forEach((key, value) -> {
            if (!key.matches("[A-Za-z_][A-Za-z0-9_]*")) {
                throw new CloudException(
                        ErrorKind.INVALID,
                        "Azure does not take '" + key + "' as a name of metadata: letters, digits and underscores are"
                                + " expected, and no digit first.");
            }
            headers.put(METADATA + key.toLowerCase(Locale.ROOT), text("The metadata '" + key + "'", value));
        });
        return headers;
    }

    private static String text(String what, String value) {
        if (value.chars().anyMatch(c -> c < ' ' || c > '~')) {
            throw new CloudException(
                    ErrorKind.INVALID, what + " holds characters that Azure does not take: ASCII is expected.");
        }
        return value;
    }

    private static Blob blob(String bucketId, String blobId, HttpResponse<byte[]> answer) {
        Map<String, String> metadata = new LinkedHashMap<>();
        answer.headers().map().forEach((name, values) -> {
            if (name.toLowerCase(Locale.ROOT).startsWith(METADATA)) {
                metadata.put(name.substring(METADATA.length()), String.join(",", values));
            }
        });
        return new Blob(
                blobId,
                bucketId,
                answer.headers().firstValueAsLong("Content-Length").orElse(0),
                answer.headers().firstValue("Content-Type").orElse(""),
                answer.headers().firstValue("Last-Modified"),
                metadata,
                Optional.empty());
    }
}

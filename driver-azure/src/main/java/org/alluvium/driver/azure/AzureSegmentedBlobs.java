package org.alluvium.driver.azure;

import static java.util.Objects.requireNonNull;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.alluvium.capability.BlobUpload;
import org.alluvium.capability.SegmentedBlobOperations;
import org.alluvium.driver.CloudException;
import org.alluvium.driver.ErrorKind;
import org.alluvium.model.Blob;

/**
 * Uploads in segments, as lists of blocks. Azure knows no upload before its list comes, and takes type and metadata with the
 * list only; so the upload's id holds them, and any server can go on with it. Ids are words, since clients may send them in a
 * query (contract 03).
 */
final class AzureSegmentedBlobs implements SegmentedBlobOperations {
    private static final int DIGEST = 16;
    /** Header fields are bounded, and the id travels in one. */
    private static final int MAX_ID = 4096;

    private static final Pattern SEGMENT = Pattern.compile("([0-9a-f]{16})_([1-9][0-9]{0,4})");

    private final AzureCalls calls;
    private final AzureStorage storage;
    private final AzureBlobs blobs;

    AzureSegmentedBlobs(AzureCalls calls, AzureStorage storage, AzureBlobs blobs) {
        this.calls = requireNonNull(calls);
        this.storage = requireNonNull(storage);
        this.blobs = requireNonNull(blobs);
    }

    @Override
    public String begin(String bucketId, String blobId, String contentType, Map<String, String> metadata) {
        AzureBlobs.requireNew(blobId);
        AzureBlobs.headers(contentType, metadata);
        AzureRequest bucket = new AzureRequest(
                "GetContainerProperties",
                "HEAD",
                storage.uri(Map.of("restype", "container"), AzureBuckets.require(bucketId)),
                Map.of(),
                new byte[0],
                true);
        calls.call(storage, bucket);
        List<String> fields = new ArrayList<>();
        fields.add(contentType);
        metadata.forEach((key, value) -> {
            fields.add(key);
            fields.add(value);
        });
        String description = HexFormat.of().formatHex(String.join("\n", fields).getBytes(StandardCharsets.UTF_8));
        String id = digest(bucketId, blobId, description) + description;
        if (id.length() > MAX_ID) {
            throw new CloudException(ErrorKind.INVALID, "The metadata is too large for an upload in segments.");
        }
        return id;
    }

    @Override
    public String writeSegment(String bucketId, String blobId, String uploadId, int order, BlobUpload segment) {
        fields(bucketId, blobId, uploadId);
        AzureBlockReader reader = new AzureBlockReader(segment.content(), segment.length());
        byte[] first = reader.next();
        if (first.length == 0) {
            throw new CloudException(ErrorKind.INVALID, "Segment " + order + " is empty.");
        }
        AzureBlocks.Staged staged = new AzureBlocks(calls, storage, bucketId, blobId).stage(first, reader);
        return HexFormat.of().toHexDigits(staged.token()) + "_" + staged.count();
    }

    @Override
    public Blob complete(String bucketId, String blobId, String uploadId, SortedMap<Integer, String> segmentIds) {
        String[] fields = fields(bucketId, blobId, uploadId);
        Map<String, String> metadata = new LinkedHashMap<>();
        for (int i = 1; i + 1 < fields.length; i += 2) {
            metadata.put(fields[i], fields[i + 1]);
        }
        List<String> blocks = new ArrayList<>();
        segmentIds.forEach((order, id) -> blocks.addAll(staged(order, id).ids()));
        new AzureBlocks(calls, storage, bucketId, blobId).commit(blocks, AzureBlobs.headers(fields[0], metadata));
        return blobs.find(bucketId, blobId).orElseThrow(() -> CloudException.notFound("Blob", blobId));
    }

    private static AzureBlocks.Staged staged(int order, String id) {
        Matcher segment = SEGMENT.matcher(id);
        if (!segment.matches()) {
            throw new CloudException(
                    ErrorKind.INVALID, "Segment " + order + " '" + id + "' is not part of this upload.");
        }
        return new AzureBlocks.Staged(
                HexFormat.fromHexDigitsToLong(segment.group(1)), Integer.parseInt(segment.group(2)));
    }

    /** The content type, and names and values of metadata in turn. */
    private static String[] fields(String bucketId, String blobId, String uploadId) {
        String description = uploadId.substring(Math.min(DIGEST, uploadId.length()));
        if (!uploadId.equals(digest(AzureBuckets.require(bucketId), blobId, description) + description)) {
            throw CloudException.notFound("Upload", uploadId);
        }
        return new String(HexFormat.of().parseHex(description), StandardCharsets.UTF_8).split("\n", -1);
    }

    /** Finds confusion, not forgery: who holds the account's key may write whatever he likes anyway. */
    private static String digest(String bucketId, String blobId, String description) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest((bucketId + "\n" + blobId + "\n" + description).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, DIGEST / 2);
        } catch (NoSuchAlgorithmException e) {
            throw new CloudException(ErrorKind.INTERNAL, "This Java knows no SHA-256.", e);
        }
    }
}

package org.alluvium.driver.openstack;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.UUID;
import org.alluvium.capability.BlobUpload;
import org.alluvium.capability.SegmentedBlobOperations;
import org.alluvium.driver.CloudException;
import org.alluvium.driver.ErrorKind;
import org.alluvium.model.Blob;

/**
 * Swift's static large objects. An upload lives in the container {@code BUCKET_segments}: an object called by the upload's
 * id, which holds the blob's name and is described as the blob will be, and the segments below it. The blob's manifest
 * names each segment with its checksum.
 */
final class OpenstackSegmentedBlobs implements SegmentedBlobOperations {
    private final OpenstackObjects objects;

    OpenstackSegmentedBlobs(OpenstackCalls calls) {
        this.objects = new OpenstackObjects(requireNonNull(calls));
    }

    @Override
    public String begin(String bucketId, String blobId, String contentType, Map<String, String> metadata) {
        OpenstackObjects.target(bucketId, blobId);
        String bucket = OpenstackContainers.path(bucketId);
        try {
            // Not HEAD, whose answer has a length of nothing, which Java's client takes for a fault
            objects.send("GetContainer", "GET", bucket + "?format=json&limit=1", Map.of());
        } catch (CloudException refused) {
            throw refused.kind() == ErrorKind.NOT_FOUND ? CloudException.notFound("Bucket", bucketId) : refused;
        }
        objects.send("CreateContainer", "PUT", OpenstackContainers.path(segments(bucketId)), Map.of());
        // Clients find the id in a query only if it is one word
        String id = UUID.randomUUID().toString().replace("-", "");
        objects.put(
                "PutUpload",
                OpenstackObjects.target(segments(bucketId), id),
                OpenstackObjects.description(contentType, metadata),
                blobId.getBytes(StandardCharsets.UTF_8));
        return id;
    }

    @Override
    public String writeSegment(String bucketId, String blobId, String uploadId, int order, BlobUpload segment) {
        require(bucketId, blobId, uploadId);
        return objects.put(segments(bucketId), segment(uploadId, order), segment)
                .etag();
    }

    @Override
    public Blob complete(String bucketId, String blobId, String uploadId, SortedMap<Integer, String> segmentIds) {
        HttpHeaders upload = require(bucketId, blobId, uploadId);
        List<Map<String, String>> manifest = segmentIds.entrySet().stream()
                .map(entry -> Map.of(
                        "path",
                        "/" + segments(bucketId) + "/" + segment(uploadId, entry.getKey()),
                        "etag",
                        entry.getValue()))
                .toList();
        try {
            objects.put(
                    "PutManifest",
                    OpenstackObjects.target(bucketId, blobId) + "?multipart-manifest=put",
                    OpenstackObjects.description(
                            upload.firstValue("Content-Type").orElse(""), OpenstackMetadata.of(upload)),
                    OpenstackCalls.JSON.writeValueAsBytes(manifest));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Maps of texts are JSON", e);
        } catch (CloudException refused) {
            throw refused.kind() == ErrorKind.INVALID
                    ? new CloudException(
                            ErrorKind.INVALID,
                            "A listed segment is not part of this upload, or not of that id.",
                            refused)
                    : refused;
        }
        objects.send("DeleteUpload", "DELETE", OpenstackObjects.path(segments(bucketId), uploadId), Map.of());
        return objects.head(bucketId, blobId)
                .map(headers -> OpenstackObjects.blob(bucketId, blobId, headers))
                .orElseThrow(() -> CloudException.notFound("Blob", blobId));
    }

    /** The description of an upload that is under way, of that very blob. */
    private HttpHeaders require(String bucketId, String blobId, String uploadId) {
        if (!uploadId.matches("[0-9a-f]{32}")) {
            throw CloudException.notFound("Upload", uploadId);
        }
        String path = OpenstackObjects.path(segments(bucketId), uploadId);
        Optional<HttpResponse<InputStream>> upload =
                OpenstackCalls.ifThere(() -> objects.send("GetUpload", "GET", path, Map.of()));
        return upload.filter(answer -> text(answer).equals(blobId))
                .map(HttpResponse::headers)
                .orElseThrow(() -> CloudException.notFound("Upload", uploadId));
    }

    private static String text(HttpResponse<InputStream> answer) {
        try {
            return new String(answer.body().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException("The answer is in memory", e);
        }
    }

    private static String segments(String bucketId) {
        return bucketId + "_segments";
    }

    private static String segment(String uploadId, int order) {
        return uploadId + "/" + String.format("%08d", order);
    }
}

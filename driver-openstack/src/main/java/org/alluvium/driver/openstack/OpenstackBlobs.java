package org.alluvium.driver.openstack;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.InputStream;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.alluvium.capability.BlobContent;
import org.alluvium.capability.BlobOperations;
import org.alluvium.capability.BlobUpload;
import org.alluvium.driver.CloudException;
import org.alluvium.driver.ErrorKind;
import org.alluvium.model.Blob;

/** Swift's objects, large ones included: Swift shows those as one (contract drivers, openstack, blobs). */
final class OpenstackBlobs implements BlobOperations {
    /** What a new description of an object drops unless it is told again. */
    private static final List<String> KEPT =
            List.of("X-Object-Manifest", "Content-Encoding", "Content-Disposition", "X-Delete-At");

    private final OpenstackCalls calls;
    private final OpenstackObjects objects;

    OpenstackBlobs(OpenstackCalls calls) {
        this.calls = requireNonNull(calls);
        this.objects = new OpenstackObjects(calls);
    }

    @Override
    public Optional<Blob> find(String bucketId, String blobId) {
        return objects.head(bucketId, blobId).map(headers -> OpenstackObjects.blob(bucketId, blobId, headers));
    }

    @Override
    public BlobContent read(String bucketId, String blobId, Optional<Slice> slice) {
        Map<String, String> range = slice.map(
                        s -> Map.of("Range", "bytes=" + s.offset() + "-" + (s.offset() + s.length() - 1)))
                .orElse(Map.of());
        String path = OpenstackObjects.path(bucketId, blobId);
        HttpResponse<InputStream> answer = OpenstackCalls.ifThere(() -> objects.open(path, range))
                .orElseThrow(() -> CloudException.notFound("Blob", blobId));
        return new BlobContent(
                answer.body(),
                answer.headers()
                        .firstValueAsLong("Content-Length")
                        .orElseThrow(() -> new CloudException(
                                ErrorKind.PROVIDER_ERROR, "Swift does not tell the length of blob '" + blobId + "'.")),
                answer.headers().firstValue("Content-Type").orElse(""));
    }

    /** Segments of a blob that it replaces stay in their container. */
    @Override
    public Blob write(String bucketId, String blobId, BlobUpload upload) {
        OpenstackObjects.Stored stored = objects.put(bucketId, blobId, upload);
        return new Blob(
                blobId,
                bucketId,
                stored.length(),
                upload.contentType(),
                stored.lastModified(),
                upload.metadata(),
                Optional.empty());
    }

    @Override
    public void updateMetadata(String bucketId, String blobId, Map<String, String> metadata) {
        HttpHeaders now = require(bucketId, blobId);
        Map<String, String> headers = new LinkedHashMap<>(OpenstackMetadata.headers(metadata));
        KEPT.forEach(field -> now.firstValue(field).ifPresent(value -> headers.put(field, value)));
        objects.send("PostObject", "POST", OpenstackObjects.path(bucketId, blobId), headers);
    }

    /** With its segments, where a manifest of its own lists them. */
    @Override
    public void destroy(String bucketId, String blobId) {
        boolean listed = require(bucketId, blobId)
                .firstValue("X-Static-Large-Object")
                .filter("true"::equalsIgnoreCase)
                .isPresent();
        String path = OpenstackObjects.path(bucketId, blobId);
        if (!listed) {
            objects.send("DeleteObject", "DELETE", path, Map.of());
            return;
        }
        // A 200 whatever became of the segments
        JsonNode failed = calls.delete(
                        OpenstackService.OBJECT_STORE, "DeleteObject", path + "?multipart-manifest=delete")
                .path("Errors");
        if (!failed.isEmpty()) {
            throw new CloudException(
                    ErrorKind.PROVIDER_ERROR,
                    "Swift could not remove all of blob '" + blobId + "': "
                            + failed.path(0).path(1).asText() + " for "
                            + failed.path(0).path(0).asText() + ".");
        }
    }

    private HttpHeaders require(String bucketId, String blobId) {
        return objects.head(bucketId, blobId).orElseThrow(() -> CloudException.notFound("Blob", blobId));
    }
}

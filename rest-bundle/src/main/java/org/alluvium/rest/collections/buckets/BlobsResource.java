package org.alluvium.rest.collections.buckets;

import static java.util.Objects.requireNonNull;

import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import org.alluvium.capability.BlobOperations;
import org.alluvium.capability.SegmentedBlobOperations;
import org.alluvium.driver.CloudException;
import org.alluvium.rest.Api;
import org.alluvium.rest.Handler;
import org.alluvium.rest.description.Operation;
import org.alluvium.rest.http.Answer;
import org.alluvium.rest.http.ApiRequest;

/** The blobs in a bucket. */
@Path("/api/buckets/{bucket}/{blob}")
public final class BlobsResource {
    private final Api api;

    /** The resource over the API's shared steps. */
    public BlobsResource(Api api) {
        this.api = requireNonNull(api);
    }

    private Response call(ApiRequest request, Operation operation, Handler<BlobOperations> handler) {
        return api.call(request, BlobView.BLOBS, operation, BlobOperations.class, handler);
    }

    /** A HEAD asks for the metadata instead: it has an answer of its own (contract 03). */
    @GET
    public Response show(
            @Context ApiRequest request, @PathParam("bucket") String bucket, @PathParam("blob") String id) {
        if (request.method().equals("HEAD")) {
            return metadata(request, bucket, id);
        }
        return call(
                request,
                BlobView.SHOW,
                (blobs, call) ->
                        Answer.ok(BlobView.show(call.found("Blob", id, blobs.find(bucket, id)), call.links())));
    }

    @GET
    @Path("content")
    public Response content(
            @Context ApiRequest request, @PathParam("bucket") String bucket, @PathParam("blob") String id) {
        return api.open(
                request,
                BlobView.BLOBS,
                BlobView.CONTENT,
                BlobOperations.class,
                (blobs, call) -> Download.of(request, blobs, call.found("Blob", id, blobs.find(bucket, id))));
    }

    /** An old alias of HEAD (contract 03). */
    @GET
    @Path("metadata")
    public Response metadata(
            @Context ApiRequest request, @PathParam("bucket") String bucket, @PathParam("blob") String id) {
        return call(
                request,
                BlobView.METADATA,
                (blobs, call) -> told(blobs.find(bucket, id)
                        .orElseThrow(() -> CloudException.notFound("Blob", id))
                        .metadata()));
    }

    @POST
    public Response update(
            @Context ApiRequest request, @PathParam("bucket") String bucket, @PathParam("blob") String id) {
        return call(request, BlobView.UPDATE, (blobs, call) -> {
            Map<String, String> metadata = BlobForm.metadata(request.servletRequest());
            blobs.updateMetadata(bucket, id, metadata);
            return told(metadata);
        });
    }

    private static Answer told(Map<String, String> metadata) {
        Answer answer = Answer.noContent();
        for (Map.Entry<String, String> entry : metadata.entrySet()) {
            String key = entry.getKey().replaceAll("[^A-Za-z0-9!#$&+.^_`|~-]", "_");
            // A value may hold what a header cannot: line ends above all.
            String value = entry.getValue().replaceAll("[\\x00-\\x1F\\x7F]+", " ");
            answer = answer.header("X-Deltacloud-Blobmeta-" + key, value);
        }
        return answer;
    }

    @PUT
    public Response write(
            @Context ApiRequest request, @PathParam("bucket") String bucket, @PathParam("blob") String id) {
        Map<String, String> metadata = BlobForm.metadata(request.servletRequest());
        if (SegmentedUpload.isAskedFor(request)) {
            return api.call(
                    request,
                    BlobView.BLOBS,
                    BlobView.SEGMENT,
                    SegmentedBlobOperations.class,
                    (segments, call) -> SegmentedUpload.step(segments, call, bucket, id, metadata));
        }
        return call(
                request,
                BlobView.STREAM,
                (blobs, call) -> Answer.ok(BlobView.show(
                        BlobForm.body(request, metadata, upload -> blobs.write(bucket, id, upload)), call.links())));
    }

    @DELETE
    public Response destroy(
            @Context ApiRequest request, @PathParam("bucket") String bucket, @PathParam("blob") String id) {
        return call(request, BlobView.DESTROY, (blobs, call) -> {
            blobs.destroy(bucket, id);
            return Answer.noContent().orPage(call.links().member("buckets", bucket));
        });
    }
}

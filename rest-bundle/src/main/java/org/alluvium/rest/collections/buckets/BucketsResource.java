package org.alluvium.rest.collections.buckets;

import static java.util.Objects.requireNonNull;

import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import org.alluvium.capability.BlobOperations;
import org.alluvium.capability.BucketOperations;
import org.alluvium.model.Blob;
import org.alluvium.model.Bucket;
import org.alluvium.rest.Api;
import org.alluvium.rest.Handler;
import org.alluvium.rest.description.Operation;
import org.alluvium.rest.http.Answer;
import org.alluvium.rest.http.ApiRequest;

/** The collection {@code buckets}. */
@Path("/api/buckets")
public final class BucketsResource {
    private final Api api;

    /** The resource over the API's shared steps. */
    public BucketsResource(Api api) {
        this.api = requireNonNull(api);
    }

    private Response call(ApiRequest request, Operation operation, Handler<BucketOperations> handler) {
        return api.call(request, BucketView.COLLECTION, operation, BucketOperations.class, handler);
    }

    @GET
    public Response index(@Context ApiRequest request) {
        return call(
                request,
                BucketView.INDEX,
                (buckets, call) ->
                        Answer.ok(BucketView.index(call.members(buckets::list, buckets::find), call.links())));
    }

    @GET
    @Path("{id}")
    public Response show(@Context ApiRequest request, @PathParam("id") String id) {
        return call(
                request,
                BucketView.SHOW,
                (buckets, call) ->
                        Answer.ok(BucketView.show(call.found("Bucket", id, buckets.find(id)), call.links())));
    }

    @POST
    public Response create(@Context ApiRequest request) {
        return call(request, BucketView.CREATE, (buckets, call) -> {
            Bucket bucket = buckets.create(
                    call.parameters().required("name"), call.parameters().filled("location"));
            String location = call.links().member("buckets", bucket.id());
            return Answer.created(BucketView.created(bucket, call.links()), location)
                    .orPage(location);
        });
    }

    /** A blob of a form (contract 03). */
    @POST
    @Path("{id}")
    public Response createBlob(@Context ApiRequest request, @PathParam("id") String id) {
        return api.call(request, BlobView.BLOBS, BlobView.CREATE, BlobOperations.class, (blobs, call) -> {
            Blob blob = BlobForm.upload(
                    request, upload -> blobs.write(id, call.parameters().required("blob_id"), upload));
            return Answer.of(201, BlobView.show(blob, call.links()));
        });
    }

    @DELETE
    @Path("{id}")
    public Response destroy(@Context ApiRequest request, @PathParam("id") String id) {
        return call(request, BucketView.DESTROY, (buckets, call) -> {
            buckets.destroy(id);
            return Answer.noContent().orPage(call.links().collection("buckets"));
        });
    }
}

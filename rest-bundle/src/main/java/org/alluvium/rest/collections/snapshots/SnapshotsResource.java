package org.alluvium.rest.collections.snapshots;

import static java.util.Objects.requireNonNull;

import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import org.alluvium.capability.SnapshotOperations;
import org.alluvium.model.Snapshot;
import org.alluvium.rest.Api;
import org.alluvium.rest.http.Answer;
import org.alluvium.rest.http.ApiRequest;
import org.alluvium.rest.http.Parameters;

/** The collection {@code storage_snapshots}. */
@Path("/api/storage_snapshots")
public final class SnapshotsResource {
    private final Api api;

    /** The resource over the API's shared steps. */
    public SnapshotsResource(Api api) {
        this.api = requireNonNull(api);
    }

    @GET
    public Response index(@Context ApiRequest request) {
        return api.call(
                request,
                SnapshotView.COLLECTION,
                SnapshotView.INDEX,
                SnapshotOperations.class,
                (snapshots, call) ->
                        Answer.ok(SnapshotView.index(call.members(snapshots::list, snapshots::find), call.links())));
    }

    @GET
    @Path("{id}")
    public Response show(@Context ApiRequest request, @PathParam("id") String id) {
        return api.call(
                request,
                SnapshotView.COLLECTION,
                SnapshotView.SHOW,
                SnapshotOperations.class,
                (snapshots, call) ->
                        Answer.ok(SnapshotView.show(call.found("Snapshot", id, snapshots.find(id)), call.links())));
    }

    @POST
    public Response create(@Context ApiRequest request) {
        return api.call(
                request, SnapshotView.COLLECTION, SnapshotView.CREATE, SnapshotOperations.class, (snapshots, call) -> {
                    Parameters parameters = call.parameters();
                    Snapshot snapshot = snapshots.create(
                            parameters.required("volume_id"),
                            parameters.filled("name"),
                            parameters.filled("description"));
                    return Answer.created(
                            SnapshotView.show(snapshot, call.links()),
                            call.links().member("storage_snapshots", snapshot.id()));
                });
    }

    @DELETE
    @Path("{id}")
    public Response destroy(@Context ApiRequest request, @PathParam("id") String id) {
        return api.call(
                request, SnapshotView.COLLECTION, SnapshotView.DESTROY, SnapshotOperations.class, (snapshots, call) -> {
                    snapshots.destroy(id);
                    return Answer.noContent().orPage(call.links().collection("storage_snapshots"));
                });
    }
}

package org.alluvium.rest.collections.volumes;

import static java.util.Objects.requireNonNull;

import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import org.alluvium.capability.VolumeOperations;
import org.alluvium.capability.VolumeRequest;
import org.alluvium.model.Volume;
import org.alluvium.rest.Api;
import org.alluvium.rest.Call;
import org.alluvium.rest.Handler;
import org.alluvium.rest.description.Operation;
import org.alluvium.rest.http.Answer;
import org.alluvium.rest.http.ApiRequest;
import org.alluvium.rest.http.Parameters;

/** The collection {@code storage_volumes}. */
@Path("/api/storage_volumes")
public final class VolumesResource {
    private final Api api;

    /** The resource over the API's shared steps. */
    public VolumesResource(Api api) {
        this.api = requireNonNull(api);
    }

    private Response call(ApiRequest request, Operation operation, Handler<VolumeOperations> handler) {
        return api.call(request, VolumeView.COLLECTION, operation, VolumeOperations.class, handler);
    }

    @GET
    public Response index(@Context ApiRequest request) {
        return call(
                request,
                VolumeView.INDEX,
                (volumes, call) ->
                        Answer.ok(VolumeView.index(call.members(volumes::list, volumes::find), call.links())));
    }

    @GET
    @Path("{id}")
    public Response show(@Context ApiRequest request, @PathParam("id") String id) {
        return call(
                request,
                VolumeView.SHOW,
                (volumes, call) ->
                        Answer.ok(VolumeView.show(call.found("Volume", id, volumes.find(id)), call.links())));
    }

    @POST
    public Response create(@Context ApiRequest request) {
        return call(request, VolumeView.CREATE, (volumes, call) -> {
            Parameters parameters = call.parameters();
            Volume volume = volumes.create(new VolumeRequest(
                    parameters.filled("capacity"),
                    parameters.filled("snapshot_id"),
                    parameters.filled("realm_id"),
                    parameters.filled("name"),
                    parameters.filled("description")));
            return Answer.created(
                    VolumeView.show(volume, call.links()), call.links().member("storage_volumes", volume.id()));
        });
    }

    @POST
    @Path("{id}/attach")
    public Response attach(@Context ApiRequest request, @PathParam("id") String id) {
        return call(
                request,
                VolumeView.ATTACH,
                (volumes, call) -> accepted(
                        volumes.attach(
                                id,
                                call.parameters().required("instance_id"),
                                call.parameters().required("device")),
                        call));
    }

    @POST
    @Path("{id}/detach")
    public Response detach(@Context ApiRequest request, @PathParam("id") String id) {
        return call(request, VolumeView.DETACH, (volumes, call) -> accepted(volumes.detach(id), call));
    }

    private static Answer accepted(Volume volume, Call call) {
        return Answer.accepted(VolumeView.show(volume, call.links()))
                .orPage(call.links().member("storage_volumes", volume.id()));
    }

    @DELETE
    @Path("{id}")
    public Response destroy(@Context ApiRequest request, @PathParam("id") String id) {
        return call(request, VolumeView.DESTROY, (volumes, call) -> {
            volumes.destroy(id);
            return Answer.noContent().orPage(call.links().collection("storage_volumes"));
        });
    }
}

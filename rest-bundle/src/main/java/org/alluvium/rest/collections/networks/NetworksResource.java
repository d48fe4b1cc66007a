package org.alluvium.rest.collections.networks;

import static java.util.Objects.requireNonNull;

import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import org.alluvium.capability.NetworkOperations;
import org.alluvium.model.Network;
import org.alluvium.rest.Api;
import org.alluvium.rest.Handler;
import org.alluvium.rest.description.Operation;
import org.alluvium.rest.http.Answer;
import org.alluvium.rest.http.ApiRequest;

/** The collection {@code networks}. */
@Path("/api/networks")
public final class NetworksResource {
    private final Api api;

    /** The resource over the API's shared steps. */
    public NetworksResource(Api api) {
        this.api = requireNonNull(api);
    }

    @GET
    public Response index(@Context ApiRequest request) {
        return call(
                request,
                NetworkView.INDEX,
                (networks, call) ->
                        Answer.ok(NetworkView.index(call.members(networks::list, networks::find), call.links())));
    }

    @GET
    @Path("{id}")
    public Response show(@Context ApiRequest request, @PathParam("id") String id) {
        return call(
                request,
                NetworkView.SHOW,
                (networks, call) ->
                        Answer.ok(NetworkView.show(call.found("Network", id, networks.find(id)), call.links())));
    }

    @DELETE
    @Path("{id}")
    public Response destroy(@Context ApiRequest request, @PathParam("id") String id) {
        return call(request, NetworkView.DESTROY, (networks, call) -> {
            networks.destroy(id);
            return Answer.noContent().orPage(call.links().collection("networks"));
        });
    }

    @POST
    public Response create(@Context ApiRequest request) {
        return call(request, NetworkView.CREATE, (networks, call) -> {
            Network network = networks.create(
                    call.parameters().filled("name"), call.parameters().filled("address_block"));
            return Answer.created(
                    NetworkView.show(network, call.links()), call.links().member("networks", network.id()));
        });
    }

    private Response call(ApiRequest request, Operation operation, Handler<NetworkOperations> handler) {
        return api.call(request, NetworkView.COLLECTION, operation, NetworkOperations.class, handler);
    }
}

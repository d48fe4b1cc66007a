package org.alluvium.rest.collections.addresses;

import static java.util.Objects.requireNonNull;

import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import org.alluvium.capability.AddressOperations;
import org.alluvium.model.Address;
import org.alluvium.rest.Api;
import org.alluvium.rest.Handler;
import org.alluvium.rest.description.Operation;
import org.alluvium.rest.http.Answer;
import org.alluvium.rest.http.ApiRequest;

/** The collection {@code addresses}. */
@Path("/api/addresses")
public final class AddressesResource {
    private final Api api;

    /** The resource over the API's shared steps. */
    public AddressesResource(Api api) {
        this.api = requireNonNull(api);
    }

    @GET
    public Response index(@Context ApiRequest request) {
        return call(
                request,
                AddressView.INDEX,
                (addresses, call) ->
                        Answer.ok(AddressView.index(call.members(addresses::list, addresses::find), call.links())));
    }

    @GET
    @Path("{id}")
    public Response show(@Context ApiRequest request, @PathParam("id") String id) {
        return call(
                request,
                AddressView.SHOW,
                (addresses, call) ->
                        Answer.ok(AddressView.show(call.found("Address", id, addresses.find(id)), call.links())));
    }

    @DELETE
    @Path("{id}")
    public Response destroy(@Context ApiRequest request, @PathParam("id") String id) {
        return call(request, AddressView.DESTROY, (addresses, call) -> {
            addresses.destroy(id);
            return Answer.noContent().orPage(call.links().collection("addresses"));
        });
    }

    @POST
    public Response create(@Context ApiRequest request) {
        return call(request, AddressView.CREATE, (addresses, call) -> {
            Address address = addresses.create();
            return Answer.created(
                    AddressView.show(address, call.links()).withoutIndentation(),
                    call.links().member("addresses", address.id()));
        });
    }

    @POST
    @Path("{id}/associate")
    public Response associate(@Context ApiRequest request, @PathParam("id") String id) {
        return call(request, AddressView.ASSOCIATE, (addresses, call) -> {
            addresses.associate(id, call.parameters().required("instance_id"));
            return Answer.accepted().orPage(call.links().member("addresses", id));
        });
    }

    @POST
    @Path("{id}/disassociate")
    public Response disassociate(@Context ApiRequest request, @PathParam("id") String id) {
        return call(request, AddressView.DISASSOCIATE, (addresses, call) -> {
            addresses.disassociate(id);
            return Answer.accepted().orPage(call.links().member("addresses", id));
        });
    }

    private Response call(ApiRequest request, Operation operation, Handler<AddressOperations> handler) {
        return api.call(request, AddressView.COLLECTION, operation, AddressOperations.class, handler);
    }
}

package org.alluvium.rest.collections.subnets;

import static java.util.Objects.requireNonNull;

import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import org.alluvium.capability.SubnetOperations;
import org.alluvium.model.Subnet;
import org.alluvium.rest.Api;
import org.alluvium.rest.Handler;
import org.alluvium.rest.description.Operation;
import org.alluvium.rest.http.Answer;
import org.alluvium.rest.http.ApiRequest;

/** The collection {@code subnets}. */
@Path("/api/subnets")
public final class SubnetsResource {
    private final Api api;

    /** The resource over the API's shared steps. */
    public SubnetsResource(Api api) {
        this.api = requireNonNull(api);
    }

    @GET
    public Response index(@Context ApiRequest request) {
        return call(
                request,
                SubnetView.INDEX,
                (subnets, call) ->
                        Answer.ok(SubnetView.index(call.members(subnets::list, subnets::find), call.links())));
    }

    @GET
    @Path("{id}")
    public Response show(@Context ApiRequest request, @PathParam("id") String id) {
        return call(
                request,
                SubnetView.SHOW,
                (subnets, call) ->
                        Answer.ok(SubnetView.show(call.found("Subnet", id, subnets.find(id)), call.links())));
    }

    @DELETE
    @Path("{id}")
    public Response destroy(@Context ApiRequest request, @PathParam("id") String id) {
        return call(request, SubnetView.DESTROY, (subnets, call) -> {
            subnets.destroy(id);
            return Answer.noContent().orPage(call.links().collection("subnets"));
        });
    }

    @POST
    public Response create(@Context ApiRequest request) {
        return call(request, SubnetView.CREATE, (subnets, call) -> {
            Subnet subnet = subnets.create(
                    call.parameters().required("network_id"),
                    call.parameters().required("address_block"),
                    call.parameters().filled("name"));
            return Answer.created(
                    SubnetView.show(subnet, call.links()), call.links().member("subnets", subnet.id()));
        });
    }

    private Response call(ApiRequest request, Operation operation, Handler<SubnetOperations> handler) {
        return api.call(request, SubnetView.COLLECTION, operation, SubnetOperations.class, handler);
    }
}

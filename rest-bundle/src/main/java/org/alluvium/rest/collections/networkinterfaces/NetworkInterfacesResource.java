package org.alluvium.rest.collections.networkinterfaces;

import static java.util.Objects.requireNonNull;

import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import org.alluvium.capability.NetworkInterfaceOperations;
import org.alluvium.model.NetworkInterface;
import org.alluvium.rest.Api;
import org.alluvium.rest.Handler;
import org.alluvium.rest.description.Operation;
import org.alluvium.rest.http.Answer;
import org.alluvium.rest.http.ApiRequest;

/** The collection {@code network_interfaces}. */
@Path("/api/network_interfaces")
public final class NetworkInterfacesResource {
    private final Api api;

    /** The resource over the API's shared steps. */
    public NetworkInterfacesResource(Api api) {
        this.api = requireNonNull(api);
    }

    @GET
    public Response index(@Context ApiRequest request) {
        return call(
                request,
                NetworkInterfaceView.INDEX,
                (interfaces, call) -> Answer.ok(NetworkInterfaceView.index(
                        call.members(interfaces::list, interfaces::find), call.links(), call.driver())));
    }

    @GET
    @Path("{id}")
    public Response show(@Context ApiRequest request, @PathParam("id") String id) {
        return call(
                request,
                NetworkInterfaceView.SHOW,
                (interfaces, call) -> Answer.ok(NetworkInterfaceView.show(
                        call.found("Network interface", id, interfaces.find(id)), call.links(), call.driver())));
    }

    @DELETE
    @Path("{id}")
    public Response destroy(@Context ApiRequest request, @PathParam("id") String id) {
        return call(request, NetworkInterfaceView.DESTROY, (interfaces, call) -> {
            interfaces.destroy(id);
            return Answer.noContent().orPage(call.links().collection("network_interfaces"));
        });
    }

    @POST
    public Response create(@Context ApiRequest request) {
        return call(request, NetworkInterfaceView.CREATE, (interfaces, call) -> {
            NetworkInterface nic = interfaces.create(
                    call.parameters().required("instance"),
                    call.parameters()
                            .filled("subnet")
                            .orElseGet(() -> call.parameters().required("network")),
                    call.parameters().filled("name"));
            return Answer.created(
                    NetworkInterfaceView.show(nic, call.links(), call.driver()),
                    call.links().member("network_interfaces", nic.id()));
        });
    }

    private Response call(ApiRequest request, Operation operation, Handler<NetworkInterfaceOperations> handler) {
        return api.call(request, NetworkInterfaceView.COLLECTION, operation, NetworkInterfaceOperations.class, handler);
    }
}

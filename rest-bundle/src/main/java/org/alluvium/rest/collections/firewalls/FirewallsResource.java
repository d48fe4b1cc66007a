package org.alluvium.rest.collections.firewalls;

import static java.util.Objects.requireNonNull;

import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import org.alluvium.capability.FirewallOperations;
import org.alluvium.capability.RuleRequest;
import org.alluvium.model.Firewall;
import org.alluvium.rest.Api;
import org.alluvium.rest.Handler;
import org.alluvium.rest.description.Operation;
import org.alluvium.rest.http.Answer;
import org.alluvium.rest.http.ApiRequest;
import org.alluvium.rest.http.Parameters;

/** The collection {@code firewalls}. */
@Path("/api/firewalls")
public final class FirewallsResource {
    private final Api api;

    /** The resource over the API's shared steps. */
    public FirewallsResource(Api api) {
        this.api = requireNonNull(api);
    }

    @GET
    public Response index(@Context ApiRequest request) {
        return call(
                request,
                FirewallView.INDEX,
                (firewalls, call) ->
                        Answer.ok(FirewallView.index(call.members(firewalls::list, firewalls::find), call.links())));
    }

    @GET
    @Path("{id}")
    public Response show(@Context ApiRequest request, @PathParam("id") String id) {
        return call(
                request,
                FirewallView.SHOW,
                (firewalls, call) ->
                        Answer.ok(FirewallView.show(call.found("Firewall", id, firewalls.find(id)), call.links())));
    }

    @DELETE
    @Path("{id}")
    public Response destroy(@Context ApiRequest request, @PathParam("id") String id) {
        return call(request, FirewallView.DESTROY, (firewalls, call) -> {
            firewalls.destroy(id);
            return Answer.noContent().orPage(call.links().collection("firewalls"));
        });
    }

    @POST
    public Response create(@Context ApiRequest request) {
        return call(request, FirewallView.CREATE, (firewalls, call) -> {
            Firewall firewall = firewalls.create(
                    call.parameters().required("name"), call.parameters().required("description"));
            return Answer.created(
                    FirewallView.show(firewall, call.links()), call.links().member("firewalls", firewall.id()));
        });
    }

    @POST
    @Path("{id}/rules")
    public Response addRule(@Context ApiRequest request, @PathParam("id") String id) {
        return call(request, FirewallView.ADD_RULE, (firewalls, call) -> {
            Parameters sent = call.parameters();
            Firewall firewall = firewalls.addRule(
                    id,
                    new RuleRequest(
                            sent.filled("protocol"),
                            sent.filled("port_from"),
                            sent.filled("port_to"),
                            RuleSources.of(sent)));
            return Answer.of(201, FirewallView.show(firewall, call.links()));
        });
    }

    @DELETE
    @Path("{id}/{rule}")
    public Response removeRule(
            @Context ApiRequest request, @PathParam("id") String id, @PathParam("rule") String ruleId) {
        return call(request, FirewallView.REMOVE_RULE, (firewalls, call) -> {
            firewalls.removeRule(id, ruleId);
            return Answer.noContent().orPage(call.links().member("firewalls", id));
        });
    }

    private Response call(ApiRequest request, Operation operation, Handler<FirewallOperations> handler) {
        return api.call(request, FirewallView.COLLECTION, operation, FirewallOperations.class, handler);
    }
}

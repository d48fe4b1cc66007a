package org.alluvium.rest.collections.loadbalancers;

import static java.util.Objects.requireNonNull;

import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.alluvium.capability.InstanceFilter;
import org.alluvium.capability.InstanceOperations;
import org.alluvium.capability.LoadBalancerOperations;
import org.alluvium.model.Instance;
import org.alluvium.model.LoadBalancer;
import org.alluvium.rest.Api;
import org.alluvium.rest.Call;
import org.alluvium.rest.Handler;
import org.alluvium.rest.collections.instances.InstanceView;
import org.alluvium.rest.description.Operation;
import org.alluvium.rest.document.Node;
import org.alluvium.rest.document.Rows;
import org.alluvium.rest.http.Answer;
import org.alluvium.rest.http.ApiRequest;
import org.alluvium.rest.http.Parameters;

/** The collection {@code load_balancers}. */
@Path("/api/load_balancers")
public final class LoadBalancersResource {
    private final Api api;

    /** The resource over the API's shared steps. */
    public LoadBalancersResource(Api api) {
        this.api = requireNonNull(api);
    }

    @GET
    public Response index(@Context ApiRequest request) {
        return call(
                request,
                LoadBalancerView.INDEX,
                (balancers, call) -> Answer.ok(LoadBalancerView.index(
                        call.members(balancers::list, balancers::find), call.links(), instances(call))));
    }

    @GET
    @Path("{id}")
    public Response show(@Context ApiRequest request, @PathParam("id") String id) {
        return call(
                request,
                LoadBalancerView.SHOW,
                (balancers, call) -> Answer.ok(LoadBalancerView.show(
                        call.found("Load balancer", id, balancers.find(id)), call.links(), instances(call))));
    }

    @DELETE
    @Path("{id}")
    public Response destroy(@Context ApiRequest request, @PathParam("id") String id) {
        return call(request, LoadBalancerView.DESTROY, (balancers, call) -> {
            balancers.destroy(id);
            return Answer.noContent().orPage(call.links().collection("load_balancers"));
        });
    }

    @POST
    public Response create(@Context ApiRequest request) {
        return call(request, LoadBalancerView.CREATE, (balancers, call) -> {
            Parameters sent = call.parameters();
            LoadBalancer balancer = balancers.create(
                    sent.required("name"),
                    sent.required("realm_id"),
                    new LoadBalancer.Listener(
                            sent.required("listener_protocol"),
                            sent.required("listener_balancer_port"),
                            sent.required("listener_instance_port")));
            String href = call.links().member("load_balancers", balancer.id());
            return Answer.created(LoadBalancerView.show(balancer, call.links(), instances(call)), href)
                    .orPage(href);
        });
    }

    @POST
    @Path("{id}/register")
    public Response register(@Context ApiRequest request, @PathParam("id") String id) {
        return call(
                request,
                LoadBalancerView.REGISTER,
                (balancers, call) ->
                        changed(balancers.register(id, call.parameters().required("instance_id")), call));
    }

    @POST
    @Path("{id}/unregister")
    public Response unregister(@Context ApiRequest request, @PathParam("id") String id) {
        return call(
                request,
                LoadBalancerView.UNREGISTER,
                (balancers, call) ->
                        changed(balancers.unregister(id, call.parameters().required("instance_id")), call));
    }

    private static Answer changed(LoadBalancer balancer, Call call) {
        return Answer.ok(LoadBalancerView.show(balancer, call.links(), instances(call)))
                .orPage(call.links().member("load_balancers", balancer.id()));
    }

    /** JSON shows whole instances: one list serves all load balancers, and is asked for only once it is written. */
    private static Function<List<String>, Iterable<Node>> instances(Call call) {
        InstanceView view = new InstanceView(call.driver(), call.links());
        Map<String, Instance> known = new HashMap<>();
        AtomicBoolean listed = new AtomicBoolean();
        return ids -> {
            if (!ids.isEmpty() && !listed.getAndSet(true)) {
                call.cloud()
                        .find(InstanceOperations.class)
                        .ifPresent(instances -> instances
                                .list(InstanceFilter.ALL)
                                .forEach(instance -> known.put(instance.id(), instance)));
            }
            return Rows.each(
                    ids.stream().filter(known::containsKey).toList(), id -> view.group(requireNonNull(known.get(id))));
        };
    }

    private Response call(ApiRequest request, Operation operation, Handler<LoadBalancerOperations> handler) {
        return api.call(request, LoadBalancerView.COLLECTION, operation, LoadBalancerOperations.class, handler);
    }
}

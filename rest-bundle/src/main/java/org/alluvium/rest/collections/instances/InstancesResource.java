package org.alluvium.rest.collections.instances;

import static java.util.Objects.requireNonNull;

import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.alluvium.capability.CommandOperations;
import org.alluvium.capability.CommandRequest;
import org.alluvium.capability.InstanceFilter;
import org.alluvium.capability.InstanceOperations;
import org.alluvium.model.Instance;
import org.alluvium.model.InstanceAction;
import org.alluvium.rest.Api;
import org.alluvium.rest.Call;
import org.alluvium.rest.Handler;
import org.alluvium.rest.description.Operation;
import org.alluvium.rest.http.Answer;
import org.alluvium.rest.http.ApiRequest;
import org.alluvium.rest.http.Parameters;
import org.alluvium.rest.http.Problem;

/** The collection {@code instances}. */
@Path("/api/instances")
public final class InstancesResource {
    private final Api api;

    /** The resource over the API's shared steps. */
    public InstancesResource(Api api) {
        this.api = requireNonNull(api);
    }

    private Response call(ApiRequest request, Operation operation, Handler<InstanceOperations> handler) {
        return api.call(request, InstanceCollection.COLLECTION, operation, InstanceOperations.class, handler);
    }

    private static InstanceView view(Call call) {
        return new InstanceView(call.driver(), call.links());
    }

    @GET
    public Response index(@Context ApiRequest request) {
        return call(request, InstanceCollection.INDEX, (instances, call) -> {
            Parameters sent = call.parameters();
            InstanceFilter filter = new InstanceFilter(sent.filled("state"), sent.filled("realm_id"));
            List<Instance> members = call.members(() -> instances.list(filter), instances::find).stream()
                    .filter(filter::admits)
                    .toList();
            return Answer.ok(view(call).index(members));
        });
    }

    @GET
    @Path("{id}")
    public Response show(@Context ApiRequest request, @PathParam("id") String id) {
        return call(
                request,
                InstanceCollection.SHOW,
                (instances, call) -> Answer.ok(view(call).show(call.found("Instance", id, instances.find(id)))));
    }

    @POST
    public Response create(@Context ApiRequest request) {
        return call(request, InstanceCollection.CREATE, (instances, call) -> {
            List<Instance> created = instances.create(InstanceForm.read(request));
            if (created.size() > 1) {
                return Answer.of(201, view(call).index(created));
            }
            Instance instance = created.get(0);
            return Answer.created(view(call).show(instance), call.links().member("instances", instance.id()));
        });
    }

    @POST
    @Path("{id}/start")
    public Response start(@Context ApiRequest request, @PathParam("id") String id) {
        return act(request, InstanceCollection.START, id, InstanceAction.START);
    }

    @POST
    @Path("{id}/stop")
    public Response stop(@Context ApiRequest request, @PathParam("id") String id) {
        return act(request, InstanceCollection.STOP, id, InstanceAction.STOP);
    }

    @POST
    @Path("{id}/reboot")
    public Response reboot(@Context ApiRequest request, @PathParam("id") String id) {
        return act(request, InstanceCollection.REBOOT, id, InstanceAction.REBOOT);
    }

    private Response act(ApiRequest request, Operation operation, String id, InstanceAction action) {
        return call(request, operation, (instances, call) -> {
            // Nothing but POST is ever allowed there, and that only in another state.
            requireAllowed(call.found("Instance", id, instances.find(id)), action, "OPTIONS");
            return instances
                    .perform(id, action)
                    // The contract's quirk: these three answer the bare object in JSON.
                    .map(instance -> Answer.accepted(view(call).show(instance).bare()))
                    .orElseGet(() -> Answer.seeOther(call.links().member("instances", id)));
        });
    }

    @DELETE
    @Path("{id}")
    public Response destroy(@Context ApiRequest request, @PathParam("id") String id) {
        return call(request, InstanceCollection.DESTROY, (instances, call) -> {
            requireAllowed(
                    call.found("Instance", id, instances.find(id)), InstanceAction.DESTROY, "OPTIONS, GET, HEAD");
            instances.perform(id, InstanceAction.DESTROY);
            return Answer.noContent().orPage(call.links().collection("instances"));
        });
    }

    private static void requireAllowed(Instance instance, InstanceAction action, String allow) {
        if (instance.actions().contains(action)) {
            return;
        }
        String state = instance.state().map(Enum::name).orElse("in an unknown state");
        String possible =
                instance.actions().stream().map(InstancesResource::word).collect(Collectors.joining(", "));
        throw new Problem(
                405,
                "Instance '" + instance.id() + "' is " + state + ", which does not allow to " + word(action)
                        + " it. Possible now: " + (possible.isEmpty() ? "nothing" : possible) + ".",
                Map.of("Allow", allow));
    }

    private static String word(InstanceAction action) {
        return action.name().toLowerCase(Locale.ROOT);
    }

    @POST
    @Path("{id}/run")
    public Response run(@Context ApiRequest request, @PathParam("id") String id) {
        return api.call(
                request,
                InstanceCollection.COLLECTION,
                InstanceCollection.RUN,
                CommandOperations.class,
                (commands, call) -> {
                    Parameters sent = call.parameters();
                    CommandRequest command = new CommandRequest(
                            sent.required("cmd"),
                            sent.filled("private_key"),
                            sent.filled("password"),
                            sent.filled("ip"),
                            port(sent));
                    return Answer.ok(view(call).output(commands.run(id, command)));
                });
    }

    private static int port(Parameters sent) {
        int port = sent.filled("port").map(Integer::parseInt).orElse(22);
        if (port < 1) {
            throw new Problem(
                    400, "Parameter 'port' must be a port, a whole number from 1 to 65535, not '" + port + "'.");
        }
        return port;
    }
}

package org.alluvium.rest.collections.instancestates;

import static java.util.Objects.requireNonNull;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.alluvium.driver.DriverInfo;
import org.alluvium.model.StateMachine;
import org.alluvium.rest.Api;
import org.alluvium.rest.http.Answer;
import org.alluvium.rest.http.ApiRequest;
import org.alluvium.rest.page.Page;

/** The collection {@code instance_states}: what the driver knows without asking its cloud, so for everybody. */
@Path("/api/instance_states")
public final class InstanceStatesResource {
    private final Api api;

    /** The resource over the API's shared steps. */
    public InstanceStatesResource(Api api) {
        this.api = requireNonNull(api);
    }

    @GET
    public Response index(@Context ApiRequest request) {
        request.collection(InstanceStateView.COLLECTION.name());
        DriverInfo driver = api.driver(request).info();
        StateMachine machine = driver.stateMachine().orElseThrow(() -> Api.missing("instance_states", driver));
        return api.respond(
                request,
                Answer.ok(InstanceStateView.index(machine)),
                () -> new Page(
                        request,
                        api.drivers(request),
                        Optional.of(driver),
                        Optional.of(InstanceStateView.COLLECTION),
                        Optional.of(InstanceStateView.INDEX)));
    }
}

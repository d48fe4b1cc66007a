package org.alluvium.rest.collections.realms;

import static java.util.Objects.requireNonNull;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import org.alluvium.capability.RealmOperations;
import org.alluvium.rest.Api;
import org.alluvium.rest.http.Answer;
import org.alluvium.rest.http.ApiRequest;

/** The collection {@code realms}. */
@Path("/api/realms")
public final class RealmsResource {
    private final Api api;

    /** The resource over the API's shared steps. */
    public RealmsResource(Api api) {
        this.api = requireNonNull(api);
    }

    @GET
    public Response index(@Context ApiRequest request) {
        return api.call(
                request,
                RealmView.COLLECTION,
                RealmView.INDEX,
                RealmOperations.class,
                (realms, call) -> Answer.ok(RealmView.index(call.members(realms::list, realms::find), call.links())));
    }

    @GET
    @Path("{id}")
    public Response show(@Context ApiRequest request, @PathParam("id") String id) {
        return api.call(
                request,
                RealmView.COLLECTION,
                RealmView.SHOW,
                RealmOperations.class,
                (realms, call) -> Answer.ok(RealmView.show(call.found("Realm", id, realms.find(id)), call.links())));
    }
}

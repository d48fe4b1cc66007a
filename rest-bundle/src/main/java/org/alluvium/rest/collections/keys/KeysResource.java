package org.alluvium.rest.collections.keys;

import static java.util.Objects.requireNonNull;

import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import org.alluvium.capability.KeyOperations;
import org.alluvium.model.Key;
import org.alluvium.rest.Api;
import org.alluvium.rest.http.Answer;
import org.alluvium.rest.http.ApiRequest;

/** The collection {@code keys}. */
@Path("/api/keys")
public final class KeysResource {
    private final Api api;

    /** The resource over the API's shared steps. */
    public KeysResource(Api api) {
        this.api = requireNonNull(api);
    }

    @GET
    public Response index(@Context ApiRequest request) {
        return api.call(
                request,
                KeyView.COLLECTION,
                KeyView.INDEX,
                KeyOperations.class,
                (keys, call) -> Answer.ok(KeyView.index(call.members(keys::list, keys::find), call.links())));
    }

    @GET
    @Path("{id}")
    public Response show(@Context ApiRequest request, @PathParam("id") String id) {
        return api.call(
                request,
                KeyView.COLLECTION,
                KeyView.SHOW,
                KeyOperations.class,
                (keys, call) -> Answer.ok(KeyView.show(call.found("Key", id, keys.find(id)), call.links())));
    }

    @POST
    public Response create(@Context ApiRequest request) {
        return api.call(request, KeyView.COLLECTION, KeyView.CREATE, KeyOperations.class, (keys, call) -> {
            Key key = keys.create(
                    call.parameters().required("name"), call.parameters().filled("public_key"));
            return Answer.created(
                    KeyView.show(key, call.links()).withoutIndentation(),
                    call.links().member("keys", key.id()));
        });
    }

    @DELETE
    @Path("{id}")
    public Response destroy(@Context ApiRequest request, @PathParam("id") String id) {
        return api.call(request, KeyView.COLLECTION, KeyView.DESTROY, KeyOperations.class, (keys, call) -> {
            keys.destroy(id);
            return Answer.noContent().orPage(call.links().collection("keys"));
        });
    }
}

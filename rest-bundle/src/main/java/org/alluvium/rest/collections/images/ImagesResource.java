package org.alluvium.rest.collections.images;

import static java.util.Objects.requireNonNull;

import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.alluvium.capability.ImageFilter;
import org.alluvium.capability.ImageOperations;
import org.alluvium.model.Image;
import org.alluvium.rest.Api;
import org.alluvium.rest.http.Answer;
import org.alluvium.rest.http.ApiRequest;
import org.alluvium.rest.http.Parameters;

/** The collection {@code images}. */
@Path("/api/images")
public final class ImagesResource {
    private final Api api;

    /** The resource over the API's shared steps. */
    public ImagesResource(Api api) {
        this.api = requireNonNull(api);
    }

    @GET
    public Response index(@Context ApiRequest request) {
        return api.call(request, ImageView.COLLECTION, ImageView.INDEX, ImageOperations.class, (images, call) -> {
            Parameters parameters = call.parameters();
            ImageFilter filter = new ImageFilter(parameters.filled("owner_id"), parameters.filled("architecture"));
            List<Image> members = call.members(() -> images.list(filter), images::find).stream()
                    .filter(filter::admitsArchitecture)
                    .toList();
            return Answer.ok(ImageView.index(members, call.links()));
        });
    }

    @GET
    @Path("{id}")
    public Response show(@Context ApiRequest request, @PathParam("id") String id) {
        return api.call(
                request,
                ImageView.COLLECTION,
                ImageView.SHOW,
                ImageOperations.class,
                (images, call) -> Answer.ok(ImageView.show(call.found("Image", id, images.find(id)), call.links())));
    }

    @POST
    public Response create(@Context ApiRequest request) {
        return api.call(request, ImageView.COLLECTION, ImageView.CREATE, ImageOperations.class, (images, call) -> {
            Parameters parameters = call.parameters();
            Image image = images.create(
                    parameters.required("instance_id"), parameters.filled("name"), parameters.filled("description"));
            return Answer.created(
                    ImageView.show(image, call.links()), call.links().member("images", image.id()));
        });
    }

    @DELETE
    @Path("{id}")
    public Response destroy(@Context ApiRequest request, @PathParam("id") String id) {
        return api.call(request, ImageView.COLLECTION, ImageView.DESTROY, ImageOperations.class, (images, call) -> {
            images.destroy(id);
            return Answer.noContent().orPage(call.links().collection("images"));
        });
    }
}

package org.alluvium.rest.collections.hardwareprofiles;

import static java.util.Objects.requireNonNull;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Optional;
import org.alluvium.capability.HardwareProfileOperations;
import org.alluvium.model.HardwareProfile;
import org.alluvium.rest.Api;
import org.alluvium.rest.http.Answer;
import org.alluvium.rest.http.ApiRequest;

/** The collection {@code hardware_profiles}. */
@Path("/api/hardware_profiles")
public final class HardwareProfilesResource {
    private final Api api;

    /** The resource over the API's shared steps. */
    public HardwareProfilesResource(Api api) {
        this.api = requireNonNull(api);
    }

    @GET
    public Response index(@Context ApiRequest request) {
        return api.call(
                request,
                HardwareProfileView.COLLECTION,
                HardwareProfileView.INDEX,
                HardwareProfileOperations.class,
                (profiles, call) -> {
                    Optional<String> architecture = call.parameters().filled("architecture");
                    List<HardwareProfile> members = call.members(profiles::list, profiles::find).stream()
                            .filter(p -> architecture.isEmpty() || admits(p, architecture.get()))
                            .toList();
                    return Answer.ok(HardwareProfileView.index(members, call.links()));
                });
    }

    private static boolean admits(HardwareProfile profile, String architecture) {
        return profile.property("architecture").map(p -> p.admits(architecture)).orElse(false);
    }

    @GET
    @Path("{id}")
    public Response show(@Context ApiRequest request, @PathParam("id") String id) {
        return api.call(
                request,
                HardwareProfileView.COLLECTION,
                HardwareProfileView.SHOW,
                HardwareProfileOperations.class,
                (profiles, call) -> Answer.ok(
                        HardwareProfileView.show(call.found("Hardware profile", id, profiles.find(id)), call.links())));
    }
}

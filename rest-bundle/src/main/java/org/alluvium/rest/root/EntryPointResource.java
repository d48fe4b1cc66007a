package org.alluvium.rest.root;

import static java.util.Objects.requireNonNull;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.alluvium.driver.Capabilities;
import org.alluvium.driver.Cloud;
import org.alluvium.driver.DriverInfo;
import org.alluvium.registry.Lease;
import org.alluvium.rest.Api;
import org.alluvium.rest.http.Answer;
import org.alluvium.rest.http.ApiRequest;
import org.alluvium.rest.http.Links;
import org.alluvium.rest.isolation.Pass;
import org.alluvium.rest.page.Page;

/** The entry point. */
@Path("/api")
public final class EntryPointResource {
    private static final Pattern CHOSEN_DRIVER = Pattern.compile(";driver=([A-Za-z0-9-]+)");

    private final Api api;

    /** The resource over the API's shared steps. */
    public EntryPointResource(Api api) {
        this.api = requireNonNull(api);
    }

    @GET
    public Response show(@Context ApiRequest request) {
        Lease driver = api.driver(request);
        DriverInfo info = driver.info();
        boolean verify = request.parameters().get("force_auth").isPresent();
        if (verify && request.credentials().isEmpty()) {
            throw Api.unauthorized(request);
        }
        Set<String> collections = info.collections();
        if (request.credentials().isPresent()) {
            Cloud cloud = api.connect(request, driver, info, request.credentials());
            if (verify) {
                cloud.verifyCredentials();
            }
            collections = collections(info, cloud);
            if (!verify) {
                // Most drivers know what their cloud has.
                request.pass().ifPresent(Pass::askedNothing);
            }
        }
        return api.respond(
                request,
                Answer.ok(EntryPointView.document(info, collections, request.provider(), request.links())),
                () -> new Page(request, api.drivers(request), Optional.of(info), Optional.empty(), Optional.empty()));
    }

    /** What the driver has, without what the client's own cloud lacks. */
    private static Set<String> collections(DriverInfo info, Cloud cloud) {
        Set<String> collections = new TreeSet<>(info.collections());
        info.capabilities().forEach(type -> collections.remove(Capabilities.collection(type)));
        cloud.capabilities().types().forEach(type -> collections.add(Capabilities.collection(type)));
        collections.add("drivers");
        return collections;
    }

    /** Takes a browser to another driver or provider (contract 01, section 1). */
    @POST
    public Response choose(@Context ApiRequest request) {
        String address = request.origin() + "/api";
        Optional<String> driver = request.parameters().filled("driver");
        Optional<String> provider = request.parameters().filled("provider").filter(p -> !p.equals("default"));
        if (driver.isPresent()) {
            address += ";driver=" + Links.encode(driver.get())
                    + provider.map(p -> ";provider=" + Links.encode(p)).orElse("");
        } else if (provider.isPresent()) {
            Matcher before = CHOSEN_DRIVER.matcher(request.header("Referer").orElse(""));
            address +=
                    (before.find() ? ";driver=" + before.group(1) : "") + ";provider=" + Links.encode(provider.get());
        } else {
            address += "/";
        }
        return Response.status(301).header("Location", address).build();
    }
}

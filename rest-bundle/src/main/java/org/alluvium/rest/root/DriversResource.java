package org.alluvium.rest.root;

import static java.util.Objects.requireNonNull;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.alluvium.capability.ProviderOperations;
import org.alluvium.driver.CloudException;
import org.alluvium.driver.DriverInfo;
import org.alluvium.model.Provider;
import org.alluvium.registry.Lease;
import org.alluvium.rest.Api;
import org.alluvium.rest.description.Operation;
import org.alluvium.rest.document.Document;
import org.alluvium.rest.http.Answer;
import org.alluvium.rest.http.ApiRequest;
import org.alluvium.rest.http.Links;
import org.alluvium.rest.page.Page;

/** The collection {@code drivers}: for everybody, whichever driver the request chooses. */
@Path("/api/drivers")
public final class DriversResource {
    private final Api api;
    private final DriverEvents events;

    /** The resource over the API's shared steps. */
    public DriversResource(Api api) {
        this.api = requireNonNull(api);
        this.events = new DriverEvents(api);
    }

    @GET
    public Response index(@Context ApiRequest request) {
        return respond(
                request, DriverView.INDEX, DriverView.index(api.drivers(request), api.revisions(), request.links()));
    }

    @GET
    @Path("{id}")
    public Response show(@Context ApiRequest request, @PathParam("id") String id) {
        DriverInfo driver = api.info(request, id).orElseThrow(() -> CloudException.notFound("Driver", id));
        return respond(request, DriverView.SHOW, DriverView.show(driver, providers(request, driver), request.links()));
    }

    @GET
    @Path("events")
    public Response events(@Context ApiRequest request) {
        request.collection("drivers");
        return events.answer(request);
    }

    /** Of the current driver the cloud itself is asked, once the client may ask it. */
    private List<Provider> providers(ApiRequest request, DriverInfo driver) {
        if (!driver.id().equals(request.driver())
                || !driver.capabilities().contains(ProviderOperations.class)
                || request.credentials().isEmpty()) {
            return driver.providers();
        }
        Lease lease = api.driver(request);
        return api.connect(request, lease, lease.info(), request.credentials())
                .find(ProviderOperations.class)
                .map(operations -> operations.list().stream()
                        .map(provider -> reachable(request, provider))
                        .toList())
                .orElse(driver.providers());
    }

    /** A region without an address of its own is reached through this server (contract drivers, ec2). */
    private static Provider reachable(ApiRequest request, Provider provider) {
        if (!provider.entrypoints().isEmpty()) {
            return provider;
        }
        String host = request.origin().replaceFirst("^https?://", "");
        String driver = request.hasDefaultDriver() ? "" : ";driver=" + Links.encode(request.driver());
        return new Provider(
                provider.id(),
                Map.of(provider.id(), host + "/api" + driver + ";provider=" + Links.encode(provider.id())));
    }

    private Response respond(ApiRequest request, Operation operation, Document document) {
        request.collection("drivers");
        return api.respond(
                request,
                Answer.ok(document),
                () -> new Page(
                        request,
                        api.drivers(request),
                        Optional.empty(),
                        Optional.of(DriverView.COLLECTION),
                        Optional.of(operation)));
    }
}

package org.alluvium.rest.root;

import static java.util.Objects.requireNonNull;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.alluvium.driver.CloudException;
import org.alluvium.registry.Conformance;
import org.alluvium.rest.Api;
import org.alluvium.rest.description.CollectionDescription;
import org.alluvium.rest.description.Operation;
import org.alluvium.rest.document.Body;
import org.alluvium.rest.document.JsonWriter;
import org.alluvium.rest.http.ApiRequest;
import org.alluvium.rest.http.Format;
import org.alluvium.rest.http.Problem;
import org.alluvium.rest.page.ConformancePage;
import org.alluvium.rest.page.DocsPages;
import org.alluvium.rest.page.Page;

/** The documentation: HTML whatever is accepted, for everybody (contract 01, section 1); what is proven of a driver in JSON too. */
@Path("/api/docs")
public final class DocsResource {
    private final Api api;

    /** The documentation of this API. */
    public DocsResource(Api api) {
        this.api = requireNonNull(api);
    }

    @GET
    public Response index(@Context ApiRequest request) {
        Body body = new Body();
        DocsPages.index(page(request, Optional.empty(), Optional.empty()), body);
        return respond(body);
    }

    /** What is proven of a driver: a page, or JSON for who asks for it. */
    @GET
    @Path("conformance/{driver}")
    public Response conformance(@Context ApiRequest request, @PathParam("driver") String driver) {
        Conformance conformance =
                api.conformance(request, driver).orElseThrow(() -> CloudException.notFound("Driver", driver));
        Body body = new Body();
        if (request.format() == Format.JSON) {
            JsonWriter.write(ConformanceView.document(conformance), body);
            return respond(body, Format.JSON);
        }
        ConformancePage.write(page(request, Optional.empty(), Optional.empty()), conformance, body);
        return respond(body);
    }

    @GET
    @Path("{collection}")
    public Response collection(@Context ApiRequest request, @PathParam("collection") String name) {
        CollectionDescription collection = DocsPages.find(name).orElseThrow(() -> Problem.nothingAt(request.path()));
        Body body = new Body();
        DocsPages.details(page(request, Optional.of(collection), Optional.empty()), body);
        return respond(body);
    }

    @GET
    @Path("{collection}/{operation}")
    public Response operation(
            @Context ApiRequest request,
            @PathParam("collection") String name,
            @PathParam("operation") String operationName) {
        CollectionDescription collection = DocsPages.find(name).orElseThrow(() -> Problem.nothingAt(request.path()));
        Operation operation = collection.operation(operationName).orElseThrow(() -> Problem.nothingAt(request.path()));
        Body body = new Body();
        DocsPages.details(page(request, Optional.of(collection), Optional.of(operation)), body);
        return respond(body);
    }

    private Page page(ApiRequest request, Optional<CollectionDescription> collection, Optional<Operation> operation) {
        return new Page(request, api.drivers(request), Optional.empty(), collection, operation);
    }

    private static Response respond(Body body) {
        return respond(body, Format.HTML);
    }

    private static Response respond(Body body, Format format) {
        return Response.ok(body)
                .header("Content-Type", format == Format.HTML ? "text/html;charset=utf-8" : format.contentType())
                .build();
    }
}

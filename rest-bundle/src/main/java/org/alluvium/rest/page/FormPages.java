package org.alluvium.rest.page;

import static java.util.Objects.requireNonNull;

import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.alluvium.driver.DriverInfo;
import org.alluvium.rest.Api;
import org.alluvium.rest.document.Body;
import org.alluvium.rest.http.ApiRequest;
import org.alluvium.rest.http.Format;

/**
 * Answers for the pages that are a form and nothing else, such as {@code /api/keys/new} (contract 02 to 04). Each is made of
 * its operation's description; what the query tells is filled in. Credentials are asked for when the form is sent.
 */
public final class FormPages {
    private final Api api;

    /** Forms for the drivers of this API. */
    public FormPages(Api api) {
        this.api = requireNonNull(api);
    }

    /**
     * The page of a form.
     *
     * @return empty when there is no form at the request's path
     * @throws org.alluvium.rest.http.Problem 406 for other formats than HTML, 412 when the driver lacks the operation
     */
    public Optional<Response> answer(ApiRequest request) {
        boolean reading = request.method().equals("GET") || request.method().equals("HEAD");
        if (!reading || !request.path().startsWith("/api/")) {
            return Optional.empty();
        }
        return Route.ofForm(request.path().substring("/api".length())).map(route -> answer(request, route));
    }

    private Response answer(ApiRequest request, Route route) {
        request.collection(route.collection().name());
        DriverInfo driver = api.driver(request).info();
        if (!route.operation().capability().map(driver.capabilities()::contains).orElse(true)) {
            throw Api.missing(route.operation().requirement(), driver);
        }
        if (request.format() != Format.HTML) {
            throw ApiRequest.notAcceptable(request.format().contentType());
        }
        Page page = new Page(
                request, api.drivers(request), Optional.of(driver), Optional.of(route.collection()), Optional.empty());
        Body body = new Body();
        PageWriter.form(page, route, driver, body);
        return Response.ok(body)
                .header("Content-Type", Format.HTML.contentType())
                .build();
    }
}

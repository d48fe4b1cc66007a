package org.alluvium.rest.root;

import static java.util.Objects.requireNonNull;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.alluvium.rest.document.Body;
import org.alluvium.rest.http.ApiRequest;
import org.alluvium.rest.http.Problem;

/** The few addresses beside the API. */
@Path("/")
public final class HomeResource {
    private static final String ROBOTS = "User-Agent: *\nDisallow: /\n";
    private static final String HOME = """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>Alluvium</title>
            <link rel="stylesheet" href="/stylesheets/alluvium.css">
            </head>
            <body>
            <main>
            <h1>Alluvium</h1>
            <p>One REST API for every cloud.</p>
            <ul>
            <li><a href='/api'>deltacloud</a></li>
            </ul>
            </main>
            </body>
            </html>
            """;

    private final byte[] stylesheet;

    /** The resource with its stylesheet, read once. */
    public HomeResource() {
        try (InputStream in = requireNonNull(HomeResource.class.getResourceAsStream("alluvium.css"))) {
            stylesheet = in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A page for people, whatever is accepted (contract 01, section 1). */
    @GET
    public Response home(@Context ApiRequest request) {
        return text("text/html;charset=utf-8", HOME.getBytes(StandardCharsets.UTF_8));
    }

    @GET
    @Path("robots.txt")
    public Response robots() {
        return text("text/plain", ROBOTS.getBytes(StandardCharsets.UTF_8));
    }

    @GET
    @Path("stylesheets/{name}")
    public Response stylesheet(@Context ApiRequest request, @PathParam("name") String name) {
        if (!name.equals("alluvium.css")) {
            throw Problem.nothingAt(request.path());
        }
        return Response.fromResponse(text("text/css;charset=utf-8", stylesheet))
                .header("Cache-Control", "max-age=3600")
                .build();
    }

    private static Response text(String type, byte[] bytes) {
        Body body = new Body();
        body.write(bytes, 0, bytes.length);
        return Response.ok(body)
                .header("Content-Type", type)
                .header("Content-Length", bytes.length)
                .build();
    }
}

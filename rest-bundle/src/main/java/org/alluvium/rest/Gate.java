package org.alluvium.rest;

import static java.util.Objects.requireNonNull;

import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.core.Response;
import org.alluvium.rest.http.ApiRequest;
import org.alluvium.rest.root.Options;

/** Lets no request through to the resources that is wrong in itself. */
@PreMatching
public final class Gate implements ContainerRequestFilter {
    private final Options options;

    /** A gate that answers OPTIONS by itself. */
    public Gate(Options options) {
        this.options = requireNonNull(options);
    }

    @Override
    public void filter(ContainerRequestContext context) {
        ApiRequest request = RequestContext.current();
        request.problem().ifPresent(problem -> {
            throw problem;
        });
        if (request.method().equals("OPTIONS")) {
            String allow = options.allow(request).orElseThrow(NotFoundException::new);
            context.abortWith(Response.ok().header("Allow", allow).build());
        }
    }
}

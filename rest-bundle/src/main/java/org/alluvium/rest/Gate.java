package org.alluvium.rest;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;

/** Lets no request through to the resources that is wrong in itself. */
@PreMatching
public final class Gate implements ContainerRequestFilter {
    @Override
    public void filter(ContainerRequestContext context) {
        RequestContext.current().problem().ifPresent(problem -> {
            throw problem;
        });
    }
}

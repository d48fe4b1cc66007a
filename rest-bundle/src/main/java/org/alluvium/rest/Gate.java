package org.alluvium.rest;

import static java.util.Objects.requireNonNull;

import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.core.Response;
import org.alluvium.rest.http.ApiRequest;
import org.alluvium.rest.page.FormPages;
import org.alluvium.rest.root.Options;

/** Lets no request through to the resources that is wrong in itself. */
@PreMatching
public final class Gate implements ContainerRequestFilter {
    private final Options options;

    private final FormPages forms;

    /** A gate that answers by itself what is read from the descriptions: OPTIONS, and the pages of forms. */
    public Gate(Options options, FormPages forms) {
        this.options = requireNonNull(options);
        this.forms = requireNonNull(forms);
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
        } else {
            forms.answer(request).ifPresent(context::abortWith);
        }
    }
}

package org.alluvium.rest;

import static java.util.Objects.requireNonNull;

import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.alluvium.rest.http.ApiRequest;
import org.alluvium.rest.http.Problem;
import org.alluvium.rest.page.FormPages;
import org.alluvium.rest.root.Options;

/** Lets no request through to the resources that is wrong in itself. */
final class Gate {
    private final Options options;
    private final FormPages forms;

    /** A gate that answers by itself what is read from the descriptions: OPTIONS, and the pages of forms. */
    Gate(Options options, FormPages forms) {
        this.options = requireNonNull(options);
        this.forms = requireNonNull(forms);
    }

    /** The answer to what is no resource's business; empty for the rest. Throws what is wrong with the request. */
    Optional<Response> answer(ApiRequest request) {
        request.problem().ifPresent(problem -> {
            throw problem;
        });
        if (request.method().equals("OPTIONS")) {
            String allow = options.allow(request).orElseThrow(() -> Problem.nothingAt(request.path()));
            return Optional.of(Response.ok().header("Allow", allow).build());
        }
        return forms.answer(request);
    }
}

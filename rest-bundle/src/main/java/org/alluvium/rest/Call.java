package org.alluvium.rest;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.alluvium.driver.Cloud;
import org.alluvium.driver.CloudException;
import org.alluvium.driver.DriverInfo;
import org.alluvium.rest.http.ApiRequest;
import org.alluvium.rest.http.Links;
import org.alluvium.rest.http.Parameters;

/**
 * A request with its driver: what a handler works with.
 *
 * @param request what the client wants
 * @param driver what the driver says of itself
 * @param cloud the connection on the client's behalf
 * @param links for the answer
 */
public record Call(ApiRequest request, DriverInfo driver, Cloud cloud, Links links) {
    public Call {
        requireNonNull(request);
        requireNonNull(driver);
        requireNonNull(cloud);
        requireNonNull(links);
    }

    /** What the client sent along. */
    public Parameters parameters() {
        return request.parameters();
    }

    /** The members of an index: all, or with the parameter {@code id} the one of that id, if it is there. */
    public <M> List<M> members(Supplier<List<M>> list, Function<String, Optional<M>> find) {
        return parameters()
                .filled("id")
                .map(id -> find.apply(id).stream().toList())
                .orElseGet(list);
    }

    /** What a show found. */
    public <M> M found(String noun, String id, Optional<M> member) {
        return member.orElseThrow(() -> CloudException.notFound(noun, id));
    }
}

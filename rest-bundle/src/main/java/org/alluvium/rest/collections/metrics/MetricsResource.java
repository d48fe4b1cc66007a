package org.alluvium.rest.collections.metrics;

import static java.util.Objects.requireNonNull;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import org.alluvium.capability.MetricOperations;
import org.alluvium.rest.Api;
import org.alluvium.rest.http.Answer;
import org.alluvium.rest.http.ApiRequest;

/** The collection {@code metrics}. */
@Path("/api/metrics")
public final class MetricsResource {
    private final Api api;

    /** The resource over the API's shared steps. */
    public MetricsResource(Api api) {
        this.api = requireNonNull(api);
    }

    @GET
    public Response index(@Context ApiRequest request) {
        return api.call(
                request,
                MetricView.COLLECTION,
                MetricView.INDEX,
                MetricOperations.class,
                (metrics, call) ->
                        Answer.ok(MetricView.index(call.members(metrics::list, metrics::find), call.links())));
    }

    @GET
    @Path("{id}")
    public Response show(@Context ApiRequest request, @PathParam("id") String id) {
        return api.call(
                request,
                MetricView.COLLECTION,
                MetricView.SHOW,
                MetricOperations.class,
                (metrics, call) ->
                        Answer.ok(MetricView.show(call.found("Metric", id, metrics.find(id)), call.links())));
    }
}

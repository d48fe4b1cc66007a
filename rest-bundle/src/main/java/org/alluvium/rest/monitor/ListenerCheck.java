package org.alluvium.rest.monitor;

import static java.util.Objects.requireNonNull;

import org.alluvium.rest.server.ApiServer;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Ready needs an address on which the API listens. */
@Component(
        service = HealthCheck.class,
        property = {HealthCheck.NAME + "=Listener", HealthCheck.TAGS + "=ready"})
public final class ListenerCheck implements HealthCheck {
    private final ApiServer server;

    @Activate
    public ListenerCheck(@Reference ApiServer server) {
        this.server = requireNonNull(server);
    }

    @Override
    public Result execute() {
        return server.listening()
                ? new Result(Result.Status.OK, "The API listens on port " + server.port() + ".")
                : new Result(Result.Status.CRITICAL, "The API does not listen; the log tells why.");
    }
}

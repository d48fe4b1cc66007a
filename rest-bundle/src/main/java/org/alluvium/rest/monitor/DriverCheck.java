package org.alluvium.rest.monitor;

import static java.util.Objects.requireNonNull;

import java.util.List;
import org.alluvium.driver.DriverInfo;
import org.alluvium.registry.DriverRegistry;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Ready needs a driver: without one no request can be answered. */
@Component(
        service = HealthCheck.class,
        property = {HealthCheck.NAME + "=Drivers", HealthCheck.TAGS + "=ready"})
public final class DriverCheck implements HealthCheck {
    private final DriverRegistry registry;

    @Activate
    public DriverCheck(@Reference DriverRegistry registry) {
        this.registry = requireNonNull(registry);
    }

    @Override
    public Result execute() {
        List<String> present = registry.drivers().stream().map(DriverInfo::id).toList();
        return present.isEmpty()
                ? new Result(Result.Status.CRITICAL, "No driver is installed.")
                : new Result(Result.Status.OK, "Drivers present: " + String.join(", ", present) + ".");
    }
}

package ${package};

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.alluvium.capability.KeyOperations;
import org.alluvium.driver.BackendCalls;
import org.alluvium.driver.Cloud;
import org.alluvium.driver.CloudDriver;
import org.alluvium.driver.Credentials;
import org.alluvium.driver.DriverInfo;
import org.alluvium.driver.DriverInfo.CredentialLabels;
import org.alluvium.model.Provider;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** The driver for ${driverName}. A change of its settings makes a new one. */
@Component(service = CloudDriver.class, configurationPid = ${driverName}Driver.PID)
@Designate(ocd = ${driverName}Driver.Config.class)
public final class ${driverName}Driver implements CloudDriver {
    static final String ID = "${driverName.toLowerCase()}";
    static final String PID = "org.alluvium.driver." + ID;

    /** The settings, in {@code etc/org.alluvium.driver.${driverName.toLowerCase()}.cfg}. */
    @ObjectClassDefinition(name = "Alluvium driver ${driverName}")
    public @interface Config {
        @AttributeDefinition(name = "Endpoint", description = "Where the cloud is.")
        String endpoint() default "http://127.0.0.1:8080";

        @AttributeDefinition(name = "Time-out", description = "For how many milliseconds to wait for the cloud.")
        int timeoutMillis() default 30000;
    }

    private final DriverInfo info;
    private final ${driverName}Calls calls;

    /** The driver as the container makes it. */
    @Activate
    public ${driverName}Driver(@Reference BackendCalls counts, BundleContext context, Config config) {
        this(counts, context.getBundle().getVersion().toString(), config.endpoint(), config.timeoutMillis());
    }

    /** A driver outside of a container. */
    ${driverName}Driver(BackendCalls counts, String version, String endpoint, int timeoutMillis) {
        calls = new ${driverName}Calls(counts, endpoint, timeoutMillis);
        info = new DriverInfo(
                ID,
                "${driverName}",
                version,
                List.of(new Provider("default", Map.of("keys", endpoint))),
                // What the cloud has: an interface of org.alluvium.capability for each collection
                Set.of(KeyOperations.class),
                // What of it needs no credentials
                Set.of(),
                // What it offers beyond that: org.alluvium.driver.Features
                List.of(),
                // The life of its instances, if it has instances
                Optional.empty(),
                new CredentialLabels("User", "Password"));
    }

    @Override
    public DriverInfo info() {
        return info;
    }

    /** No network call here. */
    @Override
    public Cloud connect(Optional<String> provider, Optional<Credentials> credentials) {
        return new ${driverName}Cloud(calls, credentials);
    }
}

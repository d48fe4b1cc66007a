package org.alluvium.driver.mock;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.alluvium.capability.HardwareProfileOperations;
import org.alluvium.driver.Cloud;
import org.alluvium.driver.CloudDriver;
import org.alluvium.driver.Credentials;
import org.alluvium.driver.DriverInfo;
import org.alluvium.driver.DriverInfo.CredentialLabels;
import org.alluvium.driver.Features;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/**
 * The driver of the mock cloud. Any provider will do; the one account is {@code mockuser} with {@code mockpassword}.
 *
 * <p>The folder is opened at the first request, so that a folder that cannot be used fails requests with a sentence, and
 * does not make the driver vanish.
 */
@Component(service = CloudDriver.class, configurationPid = "org.alluvium.driver.mock")
@Designate(ocd = MockDriver.Config.class)
public final class MockDriver implements CloudDriver {
    /** The account that owns everything. */
    static final String USER = "mockuser";

    private static final Credentials ACCOUNT = new Credentials(USER, "mockpassword");

    /** The settings, {@code etc/org.alluvium.driver.mock.cfg}. */
    @ObjectClassDefinition(name = "Alluvium mock cloud")
    public @interface Config {
        @AttributeDefinition(
                name = "Storage",
                description = "The folder that holds the cloud's state; made and filled when it is not there.")
        String storage() default "data/mock";
    }

    private final MockStore store;
    private final Cloud cloud;
    private final Cloud cloudForStrangers;
    private final DriverInfo info;

    /** The driver as the container makes it. */
    @Activate
    public MockDriver(Config config, BundleContext context) {
        this(Path.of(config.storage()), context.getBundle().getVersion().toString());
    }

    /**
     * A driver outside of a container.
     *
     * @param storage the folder that holds the cloud's state
     * @param version what the driver says its version is
     */
    public MockDriver(Path storage, String version) {
        store = new MockStore(storage);
        cloud = MockCloud.ofOwner(store);
        cloudForStrangers = MockCloud.ofStranger();
        info = new DriverInfo(
                "mock",
                "Mock",
                requireNonNull(version),
                List.of(),
                cloud.capabilities().types(),
                Set.of(HardwareProfileOperations.class),
                List.of(
                        Features.INSTANCE_METRICS,
                        Features.INSTANCE_REALM_FILTER,
                        Features.INSTANCE_USER_NAME,
                        Features.INSTANCE_AUTHENTICATION_KEY),
                Optional.of(MockInstances.STATES),
                new CredentialLabels("User name", "Password"));
    }

    @Override
    public DriverInfo info() {
        return info;
    }

    @Override
    public Cloud connect(Optional<String> provider, Optional<Credentials> credentials) {
        return credentials.filter(ACCOUNT::equals).isPresent() ? cloud : cloudForStrangers;
    }

    /** Closes the folder. */
    @Deactivate
    public void close() {
        store.close();
    }
}

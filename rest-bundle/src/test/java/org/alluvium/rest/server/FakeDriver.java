package org.alluvium.rest.server;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.alluvium.driver.Capabilities;
import org.alluvium.driver.Cloud;
import org.alluvium.driver.CloudDriver;
import org.alluvium.driver.Credentials;
import org.alluvium.driver.DriverInfo;
import org.alluvium.driver.Feature;
import org.alluvium.model.StateMachine;

/** The driver {@code fake}: its cloud has the operations that a test passes. */
public final class FakeDriver implements CloudDriver {
    private final Capabilities capabilities;
    private final DriverInfo info;

    /** A driver with these features and operations, and without a state machine. */
    public FakeDriver(List<Feature> features, Object... operations) {
        this("1.0.0", features, operations);
    }

    /** The same of another version. */
    public FakeDriver(String version, List<Feature> features, Object... operations) {
        capabilities = Capabilities.of(operations);
        info = new DriverInfo(
                "fake",
                "Fake",
                version,
                List.of(),
                capabilities.types(),
                Set.of(),
                features,
                Optional.<StateMachine>empty(),
                new DriverInfo.CredentialLabels("User", "Password"));
    }

    @Override
    public DriverInfo info() {
        return info;
    }

    @Override
    public Cloud connect(Optional<String> provider, Optional<Credentials> credentials) {
        return new Cloud() {
            @Override
            public Capabilities capabilities() {
                return capabilities;
            }

            @Override
            public void verifyCredentials() {}
        };
    }
}

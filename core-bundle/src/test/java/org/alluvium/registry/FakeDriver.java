package org.alluvium.registry;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.alluvium.driver.Cloud;
import org.alluvium.driver.CloudDriver;
import org.alluvium.driver.Credentials;
import org.alluvium.driver.DriverInfo;

/** A driver that is nothing but its name and version. */
final class FakeDriver implements CloudDriver {
    private final DriverInfo info;

    FakeDriver(String id, String version) {
        info = new DriverInfo(
                id,
                id,
                version,
                List.of(),
                Set.of(),
                Set.of(),
                List.of(),
                Optional.empty(),
                new DriverInfo.CredentialLabels("user", "password"));
    }

    @Override
    public DriverInfo info() {
        return info;
    }

    @Override
    public Cloud connect(Optional<String> provider, Optional<Credentials> credentials) {
        throw new UnsupportedOperationException();
    }
}

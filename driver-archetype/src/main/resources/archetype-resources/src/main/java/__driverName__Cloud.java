package ${package};

import java.util.Optional;
import org.alluvium.driver.Capabilities;
import org.alluvium.driver.Cloud;
import org.alluvium.driver.Credentials;

/** One connection, for one request. What it can do is which interfaces its operations implement. */
final class ${driverName}Cloud implements Cloud {
    private final Optional<${driverName}Keys> keys;

    ${driverName}Cloud(${driverName}Calls calls, Optional<Credentials> credentials) {
        keys = credentials.map(present -> new ${driverName}Keys(calls, present));
    }

    @Override
    public Capabilities capabilities() {
        return keys.map(operations -> Capabilities.of(operations)).orElseGet(Capabilities::of);
    }

    /** Asks something that every account may ask. */
    @Override
    public void verifyCredentials() {
        keys.ifPresent(${driverName}Keys::list);
    }
}

package org.alluvium.driver.mock;

import java.util.List;
import java.util.Optional;
import org.alluvium.capability.RealmOperations;
import org.alluvium.driver.CloudException;
import org.alluvium.driver.ErrorKind;
import org.alluvium.model.Realm;

/** The two realms of the mock cloud, and four that fail, for clients to test themselves on. */
final class MockRealms implements RealmOperations {
    static final String DEFAULT = "us";

    private static final List<Realm> REALMS = List.of(
            new Realm(DEFAULT, "United States", "AVAILABLE", Optional.empty()),
            new Realm("eu", "Europe", "AVAILABLE", Optional.empty()));

    @Override
    public List<Realm> list() {
        return REALMS;
    }

    @Override
    public Optional<Realm> find(String id) {
        return switch (id) {
            case "500" -> throw new CloudException(ErrorKind.INTERNAL, "DeltacloudErrorMessage");
            case "501" -> throw new CloudException(ErrorKind.UNSUPPORTED, "NotImplementedMessage");
            case "502" -> throw new CloudException(ErrorKind.PROVIDER_ERROR, "ProviderErrorMessage");
            case "504" -> throw new CloudException(ErrorKind.PROVIDER_TIMEOUT, "ProviderTimeoutMessage");
            default -> REALMS.stream().filter(r -> r.id().equals(id)).findFirst();
        };
    }

    /** The realm that a request names; INVALID when there is none of that id. */
    static String check(String id) {
        if (REALMS.stream().noneMatch(r -> r.id().equals(id))) {
            throw new CloudException(ErrorKind.INVALID, "Realm '" + id + "' does not exist.");
        }
        return id;
    }
}

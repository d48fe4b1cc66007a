package org.alluvium.shell.lifecycle;

import static java.util.Objects.requireNonNull;

import java.util.Map;
import java.util.Optional;
import org.alluvium.driver.Credentials;

/** An account of the operator's to try a driver with. */
record Probe(Optional<String> provider, Credentials credentials) {
    Probe {
        requireNonNull(provider);
        requireNonNull(credentials);
    }

    /** The account for a driver, if the settings have one. */
    static Optional<Probe> of(Map<String, ?> settings, String driver) {
        String prefix = "probe." + driver + ".";
        return value(settings, prefix + "user")
                .map(user -> new Probe(
                        value(settings, prefix + "provider"),
                        new Credentials(
                                user, value(settings, prefix + "password").orElse(""))));
    }

    private static Optional<String> value(Map<String, ?> settings, String name) {
        return Optional.ofNullable(settings.get(name)).map(Object::toString);
    }
}

package org.alluvium.driver;

import static java.util.Objects.requireNonNull;

/**
 * Whom a request acts for; what the two parts mean is the driver's to say ({@link DriverInfo.CredentialLabels}).
 *
 * @param user may be an empty text
 * @param password the secret; never printed by {@link #toString()}
 */
public record Credentials(String user, String password) {
    public Credentials {
        requireNonNull(user);
        requireNonNull(password);
    }

    /** Hides both parts: the user is a secret on some clouds. */
    @Override
    public String toString() {
        return "Credentials[***]";
    }
}

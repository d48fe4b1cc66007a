package org.alluvium.driver.openstack;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.alluvium.driver.CloudException;
import org.alluvium.driver.Credentials;
import org.alluvium.driver.DriverInfo;
import org.alluvium.driver.ErrorKind;

/**
 * Reads credentials: {@code USER[@DOMAIN]+PROJECT[@DOMAIN]} with a password, or an application credential's id with its
 * secret. A user without a project acts in the one that Keystone has noted as the user's default.
 */
final class OpenstackIdentity {
    /** What user and password are called. */
    static final DriverInfo.CredentialLabels LABELS = new DriverInfo.CredentialLabels(
            "USER[@DOMAIN]+PROJECT[@DOMAIN], or an application credential's id", "Password or secret");

    private static final String DEFAULT_DOMAIN = "default";

    private OpenstackIdentity() {}

    /**
     * The body of Keystone's request for a token.
     *
     * @throws CloudException UNAUTHENTICATED when there are no credentials, INVALID when they cannot be told apart
     */
    static Map<String, Object> request(Optional<Credentials> credentials) {
        Credentials given = credentials
                .filter(c -> !c.user().isBlank())
                .orElseThrow(() ->
                        new CloudException(ErrorKind.UNAUTHENTICATED, "OpenStack wants USER+PROJECT and a password."));
        int plus = given.user().lastIndexOf('+');
        if (plus < 0 && given.user().matches("[0-9a-f]{32}")) {
            return Map.of(
                    "auth",
                    Map.of(
                            "identity",
                            Map.of(
                                    "methods",
                                    List.of("application_credential"),
                                    "application_credential",
                                    Map.of("id", given.user(), "secret", given.password()))));
        }
        if (plus == 0 || plus == given.user().length() - 1) {
            throw unscoped(given);
        }
        Map<String, Object> user = named(plus < 0 ? given.user() : given.user().substring(0, plus));
        user.put("password", given.password());
        Map<String, Object> auth = new LinkedHashMap<>();
        auth.put("identity", Map.of("methods", List.of("password"), "password", Map.of("user", user)));
        if (plus > 0) {
            auth.put("scope", Map.of("project", named(given.user().substring(plus + 1))));
        }
        return Map.of("auth", auth);
    }

    /** What to tell where no project is named, and none is the user's default. */
    static CloudException unscoped(Credentials given) {
        return new CloudException(
                ErrorKind.INVALID,
                "Error: expected \"username+tenantname\" as username, you provided: " + given.user());
    }

    private static Map<String, Object> named(String text) {
        int at = text.lastIndexOf('@');
        Map<String, Object> thing = new LinkedHashMap<>();
        thing.put("name", at < 0 ? text : text.substring(0, at));
        thing.put("domain", at < 0 ? Map.of("id", DEFAULT_DOMAIN) : Map.of("name", text.substring(at + 1)));
        return thing;
    }
}

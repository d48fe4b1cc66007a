package org.alluvium.driver.openstack;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.alluvium.driver.CloudException;
import org.alluvium.driver.ErrorKind;
import org.alluvium.model.Provider;

/**
 * The operator's settings, immutable.
 *
 * @param keystones the clouds that clients may name, in this order; nothing else is ever connected to
 * @param connectTimeout bounds the time until a connection is there
 * @param callTimeout bounds one call until its whole answer is there; for contents, the time without any progress
 * @param pageSize how many things are asked for at once
 */
record OpenstackSettings(List<String> keystones, Duration connectTimeout, Duration callTimeout, int pageSize) {
    private static final Duration SHORTEST = Duration.ofSeconds(1);

    OpenstackSettings {
        keystones = List.copyOf(keystones);
        requireNonNull(connectTimeout);
        requireNonNull(callTimeout);
    }

    /** The settings of a configuration; values out of range are brought to the nearest that works. */
    static OpenstackSettings of(OpenstackDriver.Config config) {
        return new OpenstackSettings(
                Stream.of(config.keystones())
                        .flatMap(text -> Stream.of(text.strip().split("[\\s,]+")))
                        .filter(text -> !text.isEmpty())
                        .map(OpenstackSettings::address)
                        .toList(),
                Duration.ofSeconds(Math.max(1, config.connectTimeoutSeconds())),
                Duration.ofSeconds(Math.max(1, config.callTimeoutSeconds())),
                Math.min(1000, Math.max(1, config.pageSize())));
    }

    /** With a fifth of the time for a call, for what an answer can do without. */
    OpenstackSettings brief() {
        Duration fifth = callTimeout.dividedBy(5);
        return new OpenstackSettings(
                keystones, connectTimeout, fifth.compareTo(SHORTEST) < 0 ? SHORTEST : fifth, pageSize);
    }

    /** What is listed: an entry for each cloud. */
    List<Provider> providers() {
        return keystones.stream()
                .map(keystone -> new Provider(keystone, Map.of("identity", keystone)))
                .toList();
    }

    /**
     * Where the provider of a request is: {@code KEYSTONE_URL} or {@code KEYSTONE_URL;REGION}; the first of the operator's
     * clouds where a request names none. A client's text is never taken as an address.
     *
     * @throws CloudException INVALID for what is no address, FORBIDDEN for one that the operator has not named
     */
    OpenstackPlace place(Optional<String> provider) {
        String[] parts = provider.orElse("").strip().split("\\s*;\\s*", 2);
        Optional<String> region = parts.length == 1 || parts[1].isEmpty() ? Optional.empty() : Optional.of(parts[1]);
        if (parts[0].isEmpty()) {
            return new OpenstackPlace(
                    keystones.stream()
                            .findFirst()
                            .orElseThrow(() -> new CloudException(
                                    ErrorKind.INVALID,
                                    "The provider must be the URL of a Keystone, KEYSTONE[;REGION].")),
                    region);
        }
        String wanted = address(parts[0]);
        if (!keystones.contains(wanted)) {
            throw new CloudException(
                    ErrorKind.FORBIDDEN,
                    "Provider '" + parts[0] + "' is none of the clouds that the operator allows"
                            + " (keystones in org.alluvium.driver.openstack.cfg).");
        }
        return new OpenstackPlace(wanted, region);
    }

    /** The address of the third API, whichever the text names. */
    private static String address(String text) {
        return text.replaceFirst("/+$", "").replaceFirst("/v(2\\.0|3)$", "") + "/v3";
    }
}

package org.alluvium.rest.http;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.alluvium.driver.Credentials;
import org.alluvium.rest.isolation.Limits;

/**
 * The settings of the API, {@code etc/org.alluvium.rest.cfg}. Immutable; a change makes a new one.
 *
 * @param defaultDriver the driver of a request that names none
 * @param defaultProvider the provider of a request that names none and whose driver has none configured
 * @param allowedDrivers the only drivers that clients may use; empty allows every one
 * @param maxFormSize of an urlencoded form, a JSON object or a text field, in bytes
 * @param limits how much of the server a driver may take for which nothing else is configured
 * @param drivers what is configured for single drivers, by id
 */
public record Settings(
        String defaultDriver,
        Optional<String> defaultProvider,
        Set<String> allowedDrivers,
        int maxFormSize,
        Limits limits,
        Map<String, DriverSettings> drivers) {
    private static final Limits DEFAULT_LIMITS =
            new Limits(Duration.ofSeconds(60), 64, 32, Duration.ofSeconds(5), 50, Duration.ofSeconds(10));

    public Settings {
        requireNonNull(defaultDriver);
        requireNonNull(defaultProvider);
        allowedDrivers = Set.copyOf(allowedDrivers);
        requireNonNull(limits);
        drivers = Map.copyOf(drivers);
    }

    /**
     * What is configured for one driver.
     *
     * @param provider the provider of a request that names none
     * @param credentials used for clients that send none
     * @param limits how much of the server it may take
     */
    public record DriverSettings(Optional<String> provider, Optional<Credentials> credentials, Limits limits) {
        public DriverSettings {
            requireNonNull(provider);
            requireNonNull(credentials);
            requireNonNull(limits);
        }
    }

    /**
     * Reads the settings from a configuration's properties.
     *
     * @throws IllegalArgumentException when a value is not what it should be; the message names it
     */
    public static Settings of(Map<String, ?> properties) {
        Limits limits = limits(properties, "", DEFAULT_LIMITS);
        Map<String, DriverSettings> drivers = new LinkedHashMap<>();
        for (String key : properties.keySet()) {
            String[] parts = key.split("\\.");
            if (parts.length == 3 && parts[0].equals("driver")) {
                String prefix = "driver." + parts[1] + ".";
                Optional<String> user = text(properties, prefix + "user");
                drivers.put(
                        parts[1],
                        new DriverSettings(
                                text(properties, prefix + "provider"),
                                user.map(u -> new Credentials(
                                        u, text(properties, prefix + "password").orElse(""))),
                                limits(properties, prefix, limits)));
            }
        }
        List<String> allowed = new ArrayList<>();
        for (String id : text(properties, "allowedDrivers").orElse("").split(",")) {
            if (!id.isBlank()) {
                allowed.add(id.strip().toLowerCase(Locale.ROOT));
            }
        }
        return new Settings(
                text(properties, "defaultDriver").orElse("mock").toLowerCase(Locale.ROOT),
                text(properties, "defaultProvider"),
                Set.copyOf(allowed),
                number(properties, "maxFormSize", 1 << 20),
                limits,
                drivers);
    }

    private static Limits limits(Map<String, ?> properties, String prefix, Limits otherwise) {
        return new Limits(
                seconds(properties, prefix + "requestTimeoutSeconds", otherwise.timeout()),
                atLeastOne(properties, prefix + "maxConcurrentRequests", otherwise.maxConcurrent()),
                number(properties, prefix + "maxWaitingRequests", otherwise.maxWaiting()),
                seconds(properties, prefix + "maxWaitSeconds", otherwise.maxWait()),
                atLeastOne(properties, prefix + "breakerFailurePercent", otherwise.breakerFailures()),
                seconds(properties, prefix + "breakerPauseSeconds", otherwise.breakerPause()));
    }

    /** How much of the server the driver may take. */
    public Limits limits(String driver) {
        DriverSettings configured = drivers.get(driver);
        return configured == null ? limits : configured.limits();
    }

    /** Whether clients may use the driver. */
    public boolean allows(String driver) {
        return allowedDrivers.isEmpty() || allowedDrivers.contains(driver);
    }

    private static Optional<String> text(Map<String, ?> properties, String name) {
        Object value = properties.get(name);
        return value == null || value.toString().isBlank()
                ? Optional.empty()
                : Optional.of(value.toString().strip());
    }

    private static int number(Map<String, ?> properties, String name, int otherwise) {
        String value = text(properties, name).orElse(Integer.toString(otherwise));
        try {
            return Integer.parseInt(value);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "org.alluvium.rest: " + name + " must be a whole number, not " + value, e);
        }
    }

    private static int atLeastOne(Map<String, ?> properties, String name, int otherwise) {
        int value = number(properties, name, otherwise);
        if (value < 1) {
            throw new IllegalArgumentException("org.alluvium.rest: " + name + " must be at least 1, not " + value);
        }
        return value;
    }

    private static Duration seconds(Map<String, ?> properties, String name, Duration otherwise) {
        return Duration.ofSeconds(atLeastOne(properties, name, (int) otherwise.toSeconds()));
    }
}

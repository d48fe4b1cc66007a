package org.alluvium.rest.http;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.alluvium.driver.Credentials;

/**
 * The settings of the API, {@code etc/org.alluvium.rest.cfg}. Immutable; a change makes a new one.
 *
 * @param defaultDriver the driver of a request that names none
 * @param defaultProvider the provider of a request that names none and whose driver has none configured
 * @param allowedDrivers the only drivers that clients may use; empty allows every one
 * @param maxFormSize of an urlencoded form, a JSON object or a text field, in bytes
 * @param drivers what is configured for single drivers, by id
 */
public record Settings(
        String defaultDriver,
        Optional<String> defaultProvider,
        Set<String> allowedDrivers,
        int maxFormSize,
        Map<String, DriverSettings> drivers) {
    public Settings {
        requireNonNull(defaultDriver);
        requireNonNull(defaultProvider);
        allowedDrivers = Set.copyOf(allowedDrivers);
        drivers = Map.copyOf(drivers);
    }

    /**
     * What is configured for one driver.
     *
     * @param provider the provider of a request that names none
     * @param credentials used for clients that send none
     */
    public record DriverSettings(Optional<String> provider, Optional<Credentials> credentials) {
        public DriverSettings {
            requireNonNull(provider);
            requireNonNull(credentials);
        }
    }

    /**
     * Reads the settings from a configuration's properties.
     *
     * @throws IllegalArgumentException when a value is not what it should be; the message names it
     */
    public static Settings of(Map<String, ?> properties) {
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
                                        u, text(properties, prefix + "password").orElse("")))));
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
                drivers);
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
}

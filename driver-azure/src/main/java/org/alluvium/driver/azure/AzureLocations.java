package org.alluvium.driver.azure;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.alluvium.driver.CloudException;
import org.alluvium.driver.ErrorKind;

/** The locations that the caller's subscription may use, remembered for a while. */
final class AzureLocations {
    private final AzureArm arm;

    AzureLocations(AzureArm arm) {
        this.arm = requireNonNull(arm);
    }

    /**
     * A location.
     *
     * @param id by which ARM knows it
     * @param name for people
     * @param zones the availability zones as this subscription numbers them
     */
    record Location(String id, String name, List<String> zones) {
        Location {
            requireNonNull(id);
            requireNonNull(name);
            zones = List.copyOf(zones);
        }
    }

    private record Locations(List<Location> all) {}

    /** All of them, as ARM orders them, and as far as the provider covers them. */
    List<Location> list() {
        return arm.remember("locations", Locations.class, arm.settings().catalogueAge(), this::ask).all().stream()
                .filter(location -> arm.place().covers(location.id()))
                .toList();
    }

    /**
     * Where the client wants something; without a realm, where the provider or the operator says.
     *
     * @throws CloudException INVALID for a realm that is none, or that the provider leaves out
     */
    AzureRealm require(Optional<String> realm) {
        String wanted = realm.map(String::strip).filter(id -> !id.isEmpty()).orElseGet(arm::home);
        AzureRealm parsed = AzureRealm.parse(wanted);
        boolean there = list().stream()
                .anyMatch(location -> location.id().equals(parsed.location())
                        && parsed.zone().map(location.zones()::contains).orElse(true));
        if (!there) {
            throw new CloudException(
                    ErrorKind.INVALID, "Realm '" + wanted + "' does not exist here; /api/realms lists those that do.");
        }
        return parsed;
    }

    private Locations ask() {
        String path = arm.path() + "/locations";
        return new Locations(arm.list(AzureApi.SUBSCRIPTIONS, "locations/list", path, Map.of()).stream()
                .filter(AzureLocations::isPhysical)
                .map(AzureLocations::location)
                .toList());
    }

    /** A logical location, as {@code europe}, holds other locations and nothing else. */
    private static boolean isPhysical(JsonNode location) {
        return !location.path("metadata").path("regionType").asText().equals("Logical");
    }

    private static Location location(JsonNode location) {
        String id = AzurePlace.plain(location.path("name").asText());
        return new Location(
                id,
                AzureJson.text(location, "displayName").orElse(id),
                AzureJson.elements(location.path("availabilityZoneMappings")).stream()
                        .map(zone -> zone.path("logicalZone").asText())
                        .sorted()
                        .toList());
    }
}

package org.alluvium.driver.azure;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.alluvium.driver.CloudException;
import org.alluvium.driver.ErrorKind;

/**
 * Where something lies: a location, {@code westeurope}, or one of its availability zones, {@code westeurope:1}.
 *
 * @param location as ARM has it
 * @param zone as the subscription numbers it; empty for what is not bound to one
 */
record AzureRealm(String location, Optional<String> zone) {
    private static final Pattern ID = Pattern.compile("([a-z0-9]{1,40})(?::([0-9]{1,2}))?");

    AzureRealm {
        requireNonNull(location);
        requireNonNull(zone);
    }

    /**
     * Reads a realm's id; whether there is such a location is ARM's to say.
     *
     * @throws CloudException INVALID for what can be none
     */
    static AzureRealm parse(String id) {
        Matcher realm = ID.matcher(id);
        if (!realm.matches()) {
            throw new CloudException(ErrorKind.INVALID, "Realm '" + id + "' does not exist.");
        }
        return new AzureRealm(realm.group(1), Optional.ofNullable(realm.group(2)));
    }

    /** Where a resource lies. */
    static AzureRealm of(JsonNode resource) {
        return new AzureRealm(
                AzurePlace.plain(resource.path("location").asText()),
                Optional.of(resource.path("zones").path(0).asText("")).filter(zone -> !zone.isEmpty()));
    }

    /** Adds the place to the body of what is to lie here. */
    void into(Map<String, Object> body) {
        body.put("location", location);
        zone.ifPresent(number -> body.put("zones", List.of(number)));
    }

    /** The realm's id. */
    @Override
    public String toString() {
        return location + zone.map(number -> ":" + number).orElse("");
    }
}

package org.alluvium.driver.openstack;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.alluvium.driver.CloudException;
import org.alluvium.driver.ErrorKind;

/**
 * What a token opens.
 *
 * @param token the secret
 * @param expires when Keystone no longer takes it
 * @param user the id of the user it belongs to
 * @param project the id of the project that it acts in
 * @param regions those that have a service which the driver speaks to
 * @param services the services that the place has, with their addresses
 */
record OpenstackSession(
        String token,
        Instant expires,
        String user,
        String project,
        Set<String> regions,
        Map<OpenstackService, String> services) {
    OpenstackSession {
        requireNonNull(token);
        requireNonNull(expires);
        requireNonNull(user);
        requireNonNull(project);
        regions = Collections.unmodifiableSet(new TreeSet<>(regions));
        services = Map.copyOf(services);
    }

    /** Reads Keystone's answer. Of each service the public address is taken. */
    static OpenstackSession of(OpenstackPlace place, String token, JsonNode answer) {
        JsonNode node = answer.path("token");
        Map<OpenstackService, String> services = new EnumMap<>(OpenstackService.class);
        services.put(OpenstackService.IDENTITY, place.keystone());
        for (OpenstackService service : OpenstackService.values()) {
            if (service != OpenstackService.IDENTITY) {
                service.types().stream()
                        .flatMap(type -> address(place, node, type).stream())
                        .findFirst()
                        .ifPresent(url -> services.put(service, service.base(url)));
            }
        }
        Set<String> regions = regions(node);
        place.region().filter(region -> !regions.contains(region)).ifPresent(region -> {
            throw new CloudException(
                    ErrorKind.UNSUPPORTED,
                    "No API endpoint for region '" + region + "'; " + place.keystone() + " has "
                            + (regions.isEmpty() ? "none" : String.join(", ", regions)) + ".");
        });
        return new OpenstackSession(
                token,
                Instant.parse(node.path("expires_at").asText()),
                node.path("user").path("id").asText(),
                node.path("project").path("id").asText(),
                regions,
                services);
    }

    private static Set<String> regions(JsonNode token) {
        Set<String> regions = new TreeSet<>();
        for (JsonNode service : token.path("catalog")) {
            boolean spoken = Stream.of(OpenstackService.values())
                    .filter(known -> known != OpenstackService.IDENTITY)
                    .anyMatch(
                            known -> known.types().contains(service.path("type").asText()));
            if (spoken) {
                service.path("endpoints")
                        .forEach(endpoint ->
                                OpenstackCalls.text(endpoint, "region_id").ifPresent(regions::add));
            }
        }
        return regions;
    }

    private static Optional<String> address(OpenstackPlace place, JsonNode token, String type) {
        for (JsonNode service : token.path("catalog")) {
            if (!service.path("type").asText().equals(type)) {
                continue;
            }
            for (JsonNode endpoint : service.path("endpoints")) {
                String region = endpoint.path("region_id")
                        .asText(endpoint.path("region").asText());
                if (endpoint.path("interface").asText().equals("public")
                        && place.region().map(region::equals).orElse(true)) {
                    return OpenstackCalls.text(endpoint, "url");
                }
            }
        }
        return Optional.empty();
    }

    /** Hides the token. */
    @Override
    public String toString() {
        return "OpenstackSession[***]";
    }
}

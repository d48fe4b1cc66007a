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
        return new OpenstackSession(
                        token,
                        Instant.parse(node.path("expires_at").asText()),
                        node.path("user").path("id").asText(),
                        node.path("project").path("id").asText(),
                        Set.of(),
                        Map.of())
                .with(place, node.path("catalog"));
    }

    /**
     * The same token with another catalogue, as Keystone writes it.
     *
     * @throws CloudException UNSUPPORTED where it lacks the place's region
     */
    OpenstackSession with(OpenstackPlace place, JsonNode catalogue) {
        Map<OpenstackService, String> listed = new EnumMap<>(OpenstackService.class);
        listed.put(OpenstackService.IDENTITY, place.keystone());
        for (OpenstackService service : OpenstackService.values()) {
            if (service != OpenstackService.IDENTITY) {
                service.types().stream()
                        .flatMap(type -> address(place, catalogue, type).stream())
                        .findFirst()
                        .ifPresent(url -> listed.put(service, service.base(url)));
            }
        }
        Set<String> there = regions(catalogue);
        place.region().filter(region -> !there.contains(region)).ifPresent(region -> {
            throw new CloudException(
                    ErrorKind.UNSUPPORTED,
                    "No API endpoint for region '" + region + "'; " + place.keystone() + " has "
                            + (there.isEmpty() ? "none" : String.join(", ", there)) + ".");
        });
        return new OpenstackSession(token, expires, user, project, there, listed);
    }

    private static Set<String> regions(JsonNode catalogue) {
        Set<String> regions = new TreeSet<>();
        for (JsonNode service : catalogue) {
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

    private static Optional<String> address(OpenstackPlace place, JsonNode catalogue, String type) {
        for (JsonNode service : catalogue) {
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

package org.alluvium.driver.openstack;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.alluvium.capability.RealmOperations;
import org.alluvium.driver.CloudException;
import org.alluvium.driver.ErrorKind;
import org.alluvium.model.Realm;

/**
 * Nova's availability zones. The contract's one realm, {@code default}, is still found: it is whatever zone the scheduler
 * chooses, and shows the project's limits (contract drivers, openstack, realms).
 */
final class OpenstackRealms implements RealmOperations {
    /** No zone in particular. */
    static final String DEFAULT = "default";

    private final OpenstackCalls calls;

    OpenstackRealms(OpenstackCalls calls) {
        this.calls = requireNonNull(calls);
    }

    @Override
    public List<Realm> list() {
        JsonNode zones = calls.get(OpenstackService.COMPUTE, "ListAvailabilityZones", "/os-availability-zone")
                .path("availabilityZoneInfo");
        if (!zones.isArray()) {
            throw new CloudException(ErrorKind.PROVIDER_ERROR, "Nova's answer is no list (ListAvailabilityZones).");
        }
        List<Realm> realms = new ArrayList<>();
        for (JsonNode zone : zones) {
            boolean available = zone.path("zoneState").path("available").asBoolean();
            String name = zone.path("zoneName").asText();
            realms.add(new Realm(name, name, available ? "AVAILABLE" : "UNAVAILABLE", Optional.empty()));
        }
        return realms;
    }

    @Override
    public Optional<Realm> find(String id) {
        return id.equals(DEFAULT)
                ? Optional.of(new Realm(DEFAULT, DEFAULT, "AVAILABLE", Optional.of(limits())))
                : list().stream().filter(realm -> realm.id().equals(id)).findFirst();
    }

    private String limits() {
        JsonNode absolute = calls.get(OpenstackService.COMPUTE, "GetLimits", "/limits")
                .path("limits")
                .path("absolute");
        return "ABSOLUTE >> Max. Instances: "
                + absolute.path("maxTotalInstances").asText() + " Max. RAM: "
                + absolute.path("maxTotalRAMSize").asText() + "   ||   USED >> Instances: "
                + absolute.path("totalInstancesUsed").asText() + " RAM: "
                + absolute.path("totalRAMUsed").asText();
    }
}

package org.alluvium.driver.ec2;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.alluvium.capability.RealmOperations;
import org.alluvium.driver.CloudException;
import org.alluvium.driver.ErrorKind;
import org.alluvium.model.Realm;
import software.amazon.awssdk.services.ec2.model.AvailabilityZone;
import software.amazon.awssdk.services.ec2.model.DescribeAvailabilityZonesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeSubnetsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeSubnetsResponse;
import software.amazon.awssdk.services.ec2.model.Subnet;

/** Realms: the availability zones, then the subnets as {@code ZONE:SUBNET}. */
final class Ec2Realms implements RealmOperations {
    private final Ec2Calls calls;

    Ec2Realms(Ec2Calls calls) {
        this.calls = requireNonNull(calls);
    }

    @Override
    public List<Realm> list() {
        List<Realm> realms = new ArrayList<>(zones());
        calls.pages(
                        DescribeSubnetsRequest.builder()
                                .maxResults(calls.pageSize())
                                .build(),
                        (q, token) -> q.toBuilder().nextToken(token).build(),
                        (client, q) -> client.describeSubnets(q),
                        DescribeSubnetsResponse::nextToken,
                        DescribeSubnetsResponse::subnets)
                .forEach(subnet -> realms.add(realm(subnet)));
        return realms;
    }

    @Override
    public Optional<Realm> find(String id) {
        int colon = id.indexOf(':');
        return Ec2Calls.ifThere(() -> (colon < 0 ? zone(id) : subnet(id.substring(colon + 1)))
                .filter(realm -> realm.id().equals(id)));
    }

    /** The availability zones alone: one call. */
    List<Realm> zones() {
        return calls
                .call(
                        DescribeAvailabilityZonesRequest.builder().build(),
                        (client, q) -> client.describeAvailabilityZones(q))
                .availabilityZones()
                .stream()
                .map(Ec2Realms::realm)
                .toList();
    }

    /**
     * The zone for what names none.
     *
     * @throws CloudException UNAVAILABLE when no zone is available
     */
    String firstZone() {
        return calls
                .call(
                        DescribeAvailabilityZonesRequest.builder().build(),
                        (client, q) -> client.describeAvailabilityZones(q))
                .availabilityZones()
                .stream()
                .filter(zone -> zone.stateAsString().equals("available"))
                // Zones at the edge have not everything, and are listed first
                .filter(zone -> zone.zoneType() == null || zone.zoneType().equals("availability-zone"))
                .map(AvailabilityZone::zoneName)
                .findFirst()
                .orElseThrow(() -> new CloudException(
                        ErrorKind.UNAVAILABLE, "No zone of " + calls.place().name() + " is available; name a realm."));
    }

    /** The zone of a realm. */
    static String zoneOf(String realmId) {
        return realmId.split(":", 2)[0];
    }

    /** The subnet of a realm, if the realm is one. */
    static Optional<String> subnetOf(String realmId) {
        int colon = realmId.indexOf(':');
        return colon < 0 ? Optional.empty() : Optional.of(realmId.substring(colon + 1));
    }

    private Optional<Realm> zone(String name) {
        return calls
                .call(
                        DescribeAvailabilityZonesRequest.builder()
                                .zoneNames(name)
                                .build(),
                        (client, q) -> client.describeAvailabilityZones(q))
                .availabilityZones()
                .stream()
                .filter(zone -> zone.zoneName().equals(name))
                .map(Ec2Realms::realm)
                .findFirst();
    }

    private Optional<Realm> subnet(String subnetId) {
        return calls
                .call(
                        DescribeSubnetsRequest.builder().subnetIds(subnetId).build(),
                        (client, q) -> client.describeSubnets(q))
                .subnets()
                .stream()
                .map(Ec2Realms::realm)
                .findFirst();
    }

    private static Realm realm(AvailabilityZone zone) {
        return realm(zone.zoneName(), zone.stateAsString());
    }

    private static Realm realm(Subnet subnet) {
        return realm(subnet.availabilityZone() + ":" + subnet.subnetId(), subnet.stateAsString());
    }

    private static Realm realm(String id, String state) {
        return new Realm(id, id, state, state.equals("available") ? Optional.empty() : Optional.of("0"));
    }
}

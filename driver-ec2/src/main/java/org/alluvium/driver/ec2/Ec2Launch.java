package org.alluvium.driver.ec2;

import static java.util.Objects.requireNonNull;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.alluvium.capability.InstanceRequest;
import org.alluvium.driver.CloudException;
import org.alluvium.driver.ErrorKind;
import software.amazon.awssdk.services.ec2.model.DescribeSubnetsRequest;
import software.amazon.awssdk.services.ec2.model.RunInstancesRequest;

/** How new instances are asked for (contract drivers, ec2, instance create). */
final class Ec2Launch {
    private static final int MAX_TOKEN = 64;

    private final Ec2Calls calls;
    private final Ec2Groups groups;

    Ec2Launch(Ec2Calls calls, Ec2Groups groups) {
        this.calls = requireNonNull(calls);
        this.groups = requireNonNull(groups);
    }

    /** The request to EC2. Costs no call, unless firewalls are named together with a subnet. */
    RunInstancesRequest request(InstanceRequest wanted) {
        RunInstancesRequest.Builder request = RunInstancesRequest.builder()
                .imageId(wanted.imageId())
                .minCount(wanted.count())
                .maxCount(wanted.count())
                .clientToken(clientToken(wanted.idempotencyKey()));
        Optional<String> realm = given(wanted.realmId());
        Optional<String> subnet = given(Optional.ofNullable(wanted.parameters().get("subnet_id")))
                .or(() -> realm.flatMap(Ec2Realms::subnetOf));
        if (subnet.isPresent()) {
            request.subnetId(subnet.get());
        } else {
            realm.ifPresent(zone -> request.placement(p -> p.availabilityZone(zone)));
        }
        given(wanted.hardwareProfileId()).ifPresent(request::instanceType);
        given(wanted.keyName()).ifPresent(request::keyName);
        wanted.userData()
                .filter(data -> data.length > 0)
                .ifPresent(data -> request.userData(Base64.getEncoder().encodeToString(data)));
        if (wanted.metrics()) {
            request.monitoring(m -> m.enabled(true));
        }
        given(wanted.snapshotId()).ifPresent(snapshot -> attach(request, snapshot, given(wanted.deviceName())));
        guard(request, wanted.firewallIds(), subnet);
        return request.build();
    }

    private static void attach(RunInstancesRequest.Builder request, String snapshot, Optional<String> device) {
        String name = device.orElseThrow(() -> new CloudException(
                ErrorKind.INVALID, "Snapshot '" + snapshot + "' needs a device_name, for example /dev/sdf."));
        request.blockDeviceMappings(b -> b.deviceName(name).ebs(e -> e.snapshotId(snapshot)));
    }

    private void guard(RunInstancesRequest.Builder request, List<String> firewalls, Optional<String> subnet) {
        List<String> ids = firewalls.stream().filter(Ec2Id.GROUP::admits).toList();
        List<String> names =
                firewalls.stream().filter(f -> !Ec2Id.GROUP.admits(f)).toList();
        if (!names.isEmpty() && subnet.isPresent()) {
            request.securityGroupIds(Stream.concat(ids.stream(), idsOf(names, subnet.get()).stream())
                    .toList());
            return;
        }
        if (!ids.isEmpty()) {
            request.securityGroupIds(ids);
        }
        if (!names.isEmpty()) {
            request.securityGroups(names);
        }
    }

    private List<String> idsOf(List<String> names, String subnet) {
        String network = calls
                .call(
                        DescribeSubnetsRequest.builder().subnetIds(subnet).build(),
                        (client, q) -> client.describeSubnets(q))
                .subnets()
                .stream()
                .findFirst()
                .orElseThrow(() -> CloudException.notFound("Subnet", subnet))
                .vpcId();
        return groups.idsInNetwork(names, network);
    }

    /** The client's key, so that the same request again makes no second instance; EC2 takes 64 ASCII characters. */
    static String clientToken(Optional<String> idempotencyKey) {
        String key = idempotencyKey.orElseGet(() -> UUID.randomUUID().toString());
        if (key.length() <= MAX_TOKEN && key.chars().allMatch(c -> c > ' ' && c < 127)) {
            return key;
        }
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }

    private static Optional<String> given(Optional<String> text) {
        return text.filter(t -> !t.isBlank());
    }
}

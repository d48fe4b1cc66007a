package org.alluvium.driver.ec2;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.alluvium.capability.NetworkInterfaceOperations;
import org.alluvium.driver.CloudException;
import org.alluvium.driver.ErrorKind;
import org.alluvium.model.NetworkInterface;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.model.AttachNetworkInterfaceRequest;
import software.amazon.awssdk.services.ec2.model.CreateNetworkInterfaceRequest;
import software.amazon.awssdk.services.ec2.model.DeleteNetworkInterfaceRequest;
import software.amazon.awssdk.services.ec2.model.DescribeInstancesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeNetworkInterfacesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeNetworkInterfacesResponse;
import software.amazon.awssdk.services.ec2.model.DetachNetworkInterfaceRequest;
import software.amazon.awssdk.services.ec2.model.NetworkInterfaceAttachment;
import software.amazon.awssdk.services.ec2.model.ResourceType;

/** Network interfaces: the elastic ones. Each is in a subnet. */
final class Ec2NetworkInterfaces implements NetworkInterfaceOperations {
    private final Ec2Calls calls;

    Ec2NetworkInterfaces(Ec2Calls calls) {
        this.calls = requireNonNull(calls);
    }

    @Override
    public List<NetworkInterface> list() {
        return described(DescribeNetworkInterfacesRequest.builder()
                        .maxResults(calls.pageSize())
                        .build())
                .stream()
                .map(nic -> networkInterface(nic, instance(nic.attachment())))
                .toList();
    }

    @Override
    public Optional<NetworkInterface> find(String id) {
        return seek(id).map(nic -> networkInterface(nic, instance(nic.attachment())));
    }

    /**
     * {@inheritDoc} At the first place that the instance has free: EC2 makes every instance with an interface at the very
     * first. When the instance does not take it, nothing is left behind.
     */
    @Override
    public NetworkInterface create(String instanceId, String networkId, Optional<String> name) {
        int place = freePlace(Ec2Id.INSTANCE.require(instanceId));
        CreateNetworkInterfaceRequest request = CreateNetworkInterfaceRequest.builder()
                .clientToken(UUID.randomUUID().toString())
                .subnetId(Ec2Id.SUBNET.require(networkId))
                .tagSpecifications(Ec2Tags.named(ResourceType.NETWORK_INTERFACE, name))
                .build();
        var made = calls.newborns()
                .await(networkId, () -> calls.call(request, (client, q) -> client.createNetworkInterface(q)))
                .networkInterface();
        String id = made.networkInterfaceId();
        calls.newborns().add(id);
        AttachNetworkInterfaceRequest attachment = AttachNetworkInterfaceRequest.builder()
                .networkInterfaceId(id)
                .instanceId(instanceId)
                .deviceIndex(place)
                .build();
        try {
            calls.newborns().await(id, () -> calls.call(attachment, (client, q) -> client.attachNetworkInterface(q)));
        } catch (CloudException refused) {
            removeAgain(id, refused);
            throw refused;
        }
        return networkInterface(seek(id).orElse(made), Optional.of(instanceId));
    }

    /** {@inheritDoc} Waits until the instance has let it go. The first interface of an instance goes with the instance only. */
    @Override
    public void destroy(String id) {
        var nic = seek(id).orElseThrow(() -> Ec2Id.INTERFACE.unknown(id));
        NetworkInterfaceAttachment attachment = nic.attachment();
        if (attachment != null && attachment.attachmentId() != null) {
            if (attachment.instanceId() != null && Integer.valueOf(0).equals(attachment.deviceIndex())) {
                throw new CloudException(
                        ErrorKind.CONFLICT,
                        "Network interface '" + id + "' is the first one of instance '" + attachment.instanceId()
                                + "' and goes with it only.");
            }
            calls.call(
                    DetachNetworkInterfaceRequest.builder()
                            .attachmentId(attachment.attachmentId())
                            .build(),
                    (client, q) -> client.detachNetworkInterface(q));
            if (!calls.await(() -> seek(id).map(now -> now.attachment() == null).orElse(true))) {
                throw new CloudException(
                        ErrorKind.CONFLICT,
                        "Network interface '" + id + "' is still being detached; try again in a while.");
            }
        }
        delete(id);
    }

    private void delete(String id) {
        DeleteNetworkInterfaceRequest request =
                DeleteNetworkInterfaceRequest.builder().networkInterfaceId(id).build();
        calls.newborns().await(id, () -> calls.call(request, (client, q) -> client.deleteNetworkInterface(q)));
        calls.newborns().remove(id);
    }

    private void removeAgain(String id, CloudException reason) {
        try {
            delete(id);
        } catch (CloudException alsoRefused) {
            reason.addSuppressed(alsoRefused);
        }
    }

    private int freePlace(String instanceId) {
        DescribeInstancesRequest request =
                DescribeInstancesRequest.builder().instanceIds(instanceId).build();
        Set<Integer> taken = calls
                .newborns()
                .await(instanceId, () -> calls.call(request, (client, q) -> client.describeInstances(q)))
                .reservations()
                .stream()
                .flatMap(reservation -> reservation.instances().stream())
                .findFirst()
                .orElseThrow(() -> Ec2Id.INSTANCE.unknown(instanceId))
                .networkInterfaces()
                .stream()
                .filter(nic -> nic.attachment() != null && nic.attachment().deviceIndex() != null)
                .map(nic -> nic.attachment().deviceIndex())
                .collect(Collectors.toSet());
        return IntStream.iterate(0, i -> i + 1)
                .filter(i -> !taken.contains(i))
                .findFirst()
                .orElseThrow();
    }

    private Optional<software.amazon.awssdk.services.ec2.model.NetworkInterface> seek(String id) {
        if (!Ec2Id.INTERFACE.admits(id)) {
            return Optional.empty();
        }
        DescribeNetworkInterfacesRequest request = DescribeNetworkInterfacesRequest.builder()
                .networkInterfaceIds(id)
                .build();
        return Ec2Calls.ifThere(() ->
                calls.newborns().await(id, () -> described(request).stream().findFirst()));
    }

    private List<software.amazon.awssdk.services.ec2.model.NetworkInterface> described(
            DescribeNetworkInterfacesRequest request) {
        return calls.pages(
                request,
                (q, token) -> q.toBuilder().nextToken(token).build(),
                (client, q) -> client.describeNetworkInterfaces(q),
                DescribeNetworkInterfacesResponse::nextToken,
                DescribeNetworkInterfacesResponse::networkInterfaces);
    }

    private static Optional<String> instance(@Nullable NetworkInterfaceAttachment attachment) {
        return attachment == null ? Optional.empty() : Optional.ofNullable(attachment.instanceId());
    }

    private static NetworkInterface networkInterface(
            software.amazon.awssdk.services.ec2.model.NetworkInterface nic, Optional<String> instance) {
        return new NetworkInterface(
                nic.networkInterfaceId(),
                Ec2Tags.name(nic.tagSet()).orElse(nic.networkInterfaceId()),
                nic.subnetId(),
                instance,
                Optional.ofNullable(nic.privateIpAddress()));
    }
}

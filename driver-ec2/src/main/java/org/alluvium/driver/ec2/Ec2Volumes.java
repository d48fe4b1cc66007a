package org.alluvium.driver.ec2;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.alluvium.capability.VolumeOperations;
import org.alluvium.capability.VolumeRequest;
import org.alluvium.driver.CloudException;
import org.alluvium.driver.ErrorKind;
import org.alluvium.model.Volume;
import org.alluvium.model.Volume.Action;
import org.alluvium.model.Volume.Attachment;
import software.amazon.awssdk.services.ec2.model.AttachVolumeRequest;
import software.amazon.awssdk.services.ec2.model.AttachVolumeResponse;
import software.amazon.awssdk.services.ec2.model.CreateVolumeRequest;
import software.amazon.awssdk.services.ec2.model.CreateVolumeResponse;
import software.amazon.awssdk.services.ec2.model.DeleteVolumeRequest;
import software.amazon.awssdk.services.ec2.model.DescribeVolumesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeVolumesResponse;
import software.amazon.awssdk.services.ec2.model.DetachVolumeRequest;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.VolumeAttachment;
import software.amazon.awssdk.services.ec2.model.VolumeAttachmentState;

/** Volumes: EBS's (contract drivers, ec2, volumes). */
final class Ec2Volumes implements VolumeOperations {
    private static final List<Action> ACTIONS = List.of(Action.ATTACH, Action.DETACH, Action.DESTROY);

    private final Ec2Calls calls;

    Ec2Volumes(Ec2Calls calls) {
        this.calls = requireNonNull(calls);
    }

    @Override
    public List<Volume> list() {
        return calls
                .pages(
                        DescribeVolumesRequest.builder()
                                .maxResults(calls.pageSize())
                                .build(),
                        (q, token) -> q.toBuilder().nextToken(token).build(),
                        (client, q) -> client.describeVolumes(q),
                        DescribeVolumesResponse::nextToken,
                        DescribeVolumesResponse::volumes)
                .stream()
                .map(volume -> volume(volume, attachment(volume)))
                .toList();
    }

    @Override
    public Optional<Volume> find(String id) {
        return described(id).map(volume -> volume(volume, attachment(volume)));
    }

    /**
     * {@inheritDoc} Of 1 GB unless the request or its snapshot tells, in the first zone unless the request tells. Safe to
     * repeat: what was asked for once is made once.
     */
    @Override
    public Volume create(VolumeRequest request) {
        Optional<String> snapshot = request.snapshotId().filter(id -> !id.isBlank());
        CreateVolumeRequest.Builder wish = CreateVolumeRequest.builder()
                .clientToken(UUID.randomUUID().toString())
                .availabilityZone(request.realmId()
                        .filter(realm -> !realm.isBlank())
                        .map(Ec2Realms::zoneOf)
                        .orElseGet(() -> new Ec2Realms(calls).firstZone()))
                .tagSpecifications(Ec2Tags.named(ResourceType.VOLUME, request.name()));
        snapshot.ifPresent(id -> wish.snapshotId(Ec2Id.SNAPSHOT.require(id)));
        request.capacity()
                .or(() -> snapshot.isPresent() ? Optional.empty() : Optional.of("1"))
                .ifPresent(capacity -> wish.size(wholeGigabytes(capacity)));
        CreateVolumeResponse made =
                await(snapshot, () -> calls.call(wish.build(), (client, q) -> client.createVolume(q)));
        calls.newborns().add(made.volumeId());
        return new Volume(
                made.volumeId(),
                Ec2Tags.name(made.tags()),
                Optional.empty(),
                Optional.ofNullable(made.createTime()).map(Ec2InstanceView::time),
                String.valueOf(made.size()),
                Optional.ofNullable(made.volumeTypeAsString()),
                Optional.ofNullable(made.availabilityZone()),
                state(made.stateAsString()),
                Optional.empty(),
                ACTIONS);
    }

    @Override
    public void destroy(String id) {
        DeleteVolumeRequest request =
                DeleteVolumeRequest.builder().volumeId(Ec2Id.VOLUME.require(id)).build();
        calls.newborns().await(id, () -> calls.call(request, (client, q) -> client.deleteVolume(q)));
        calls.newborns().remove(id);
    }

    /** {@inheritDoc} EC2 does it later; until it tells of it, the answer shows what it promised. */
    @Override
    public Volume attach(String id, String instanceId, String device) {
        AttachVolumeRequest request = AttachVolumeRequest.builder()
                .volumeId(Ec2Id.VOLUME.require(id))
                .instanceId(Ec2Id.INSTANCE.require(instanceId))
                .device(device)
                .build();
        AttachVolumeResponse promised = calls.newborns()
                .await(
                        id,
                        () -> calls.newborns()
                                .await(instanceId, () -> calls.call(request, (client, q) -> client.attachVolume(q))));
        var now = require(id);
        return volume(
                now,
                attachment(now)
                        .or(() -> Optional.of(new Attachment(instanceId, Optional.ofNullable(promised.device())))));
    }

    /** {@inheritDoc} By force, as clients know it: they have no other way to free a volume of an instance that hangs. */
    @Override
    public Volume detach(String id) {
        List<VolumeAttachment> attachments = require(id).attachments();
        if (attachments.isEmpty()) {
            throw new CloudException(
                    ErrorKind.CONFLICT, "Storage volume '" + id + "' is not attached to any instance.");
        }
        for (VolumeAttachment attachment : attachments) {
            calls.call(
                    DetachVolumeRequest.builder()
                            .volumeId(id)
                            .instanceId(attachment.instanceId())
                            .device(attachment.device())
                            .force(true)
                            .build(),
                    (client, q) -> client.detachVolume(q));
        }
        return find(id).orElseThrow(() -> Ec2Id.VOLUME.unknown(id));
    }

    private Optional<software.amazon.awssdk.services.ec2.model.Volume> described(String id) {
        if (!Ec2Id.VOLUME.admits(id)) {
            return Optional.empty();
        }
        DescribeVolumesRequest request =
                DescribeVolumesRequest.builder().volumeIds(id).build();
        return Ec2Calls.ifThere(() -> calls.newborns()
                .await(
                        id,
                        () -> calls.call(request, (client, q) -> client.describeVolumes(q)).volumes().stream()
                                .findFirst()));
    }

    private software.amazon.awssdk.services.ec2.model.Volume require(String id) {
        return described(id).orElseThrow(() -> Ec2Id.VOLUME.unknown(id));
    }

    private <T> T await(Optional<String> maybeNew, java.util.function.Supplier<T> call) {
        return maybeNew.isPresent() ? calls.newborns().await(maybeNew.get(), call) : call.get();
    }

    private static int wholeGigabytes(String capacity) {
        if (!capacity.matches("[1-9]\\d{0,8}")) {
            throw new CloudException(
                    ErrorKind.INVALID, "The capacity must be a whole number of GB, not '" + capacity + "'.");
        }
        return Integer.parseInt(capacity);
    }

    private static Optional<Attachment> attachment(software.amazon.awssdk.services.ec2.model.Volume volume) {
        return volume.attachments().stream()
                .filter(a -> a.instanceId() != null && a.state() != VolumeAttachmentState.DETACHED)
                .map(a -> new Attachment(a.instanceId(), Optional.ofNullable(a.device())))
                .findFirst();
    }

    private static Volume volume(
            software.amazon.awssdk.services.ec2.model.Volume volume, Optional<Attachment> attachment) {
        return new Volume(
                volume.volumeId(),
                Ec2Tags.name(volume.tags()),
                Optional.empty(),
                Optional.ofNullable(volume.createTime()).map(Ec2InstanceView::time),
                String.valueOf(volume.size()),
                Optional.ofNullable(volume.volumeTypeAsString()),
                Optional.ofNullable(volume.availabilityZone()),
                state(volume.stateAsString()),
                attachment,
                ACTIONS);
    }

    private static Optional<String> state(@org.jspecify.annotations.Nullable String state) {
        return Optional.ofNullable(state).map(text -> text.toUpperCase(Locale.ROOT));
    }
}

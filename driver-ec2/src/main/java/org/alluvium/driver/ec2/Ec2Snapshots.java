package org.alluvium.driver.ec2;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;
import org.alluvium.capability.SnapshotOperations;
import org.alluvium.model.Snapshot;
import software.amazon.awssdk.services.ec2.model.CreateSnapshotRequest;
import software.amazon.awssdk.services.ec2.model.CreateSnapshotResponse;
import software.amazon.awssdk.services.ec2.model.DeleteSnapshotRequest;
import software.amazon.awssdk.services.ec2.model.DescribeSnapshotsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeSnapshotsResponse;
import software.amazon.awssdk.services.ec2.model.ResourceType;

/** Snapshots: EBS's. The caller's own are listed, because the public ones are without number; any is found by its id. */
final class Ec2Snapshots implements SnapshotOperations {
    private final Ec2Calls calls;

    Ec2Snapshots(Ec2Calls calls) {
        this.calls = requireNonNull(calls);
    }

    @Override
    public List<Snapshot> list() {
        return calls
                .pages(
                        DescribeSnapshotsRequest.builder()
                                .ownerIds("self")
                                .maxResults(calls.pageSize())
                                .build(),
                        (q, token) -> q.toBuilder().nextToken(token).build(),
                        (client, q) -> client.describeSnapshots(q),
                        DescribeSnapshotsResponse::nextToken,
                        DescribeSnapshotsResponse::snapshots)
                .stream()
                .map(Ec2Snapshots::snapshot)
                .toList();
    }

    @Override
    public Optional<Snapshot> find(String id) {
        if (!Ec2Id.SNAPSHOT.admits(id)) {
            return Optional.empty();
        }
        DescribeSnapshotsRequest request =
                DescribeSnapshotsRequest.builder().snapshotIds(id).build();
        return Ec2Calls.ifThere(() -> calls.newborns()
                .await(
                        id,
                        () -> calls.call(request, (client, q) -> client.describeSnapshots(q)).snapshots().stream()
                                .map(Ec2Snapshots::snapshot)
                                .findFirst()));
    }

    @Override
    public Snapshot create(String volumeId, Optional<String> name, Optional<String> description) {
        CreateSnapshotRequest.Builder request = CreateSnapshotRequest.builder()
                .volumeId(Ec2Id.VOLUME.require(volumeId))
                .tagSpecifications(Ec2Tags.named(ResourceType.SNAPSHOT, name));
        description.filter(text -> !text.isBlank()).ifPresent(request::description);
        CreateSnapshotResponse made = calls.newborns()
                .await(volumeId, () -> calls.call(request.build(), (client, q) -> client.createSnapshot(q)));
        calls.newborns().add(made.snapshotId());
        return new Snapshot(
                made.snapshotId(),
                Optional.ofNullable(made.stateAsString()),
                Optional.of(volumeId),
                Optional.ofNullable(made.startTime()).map(Ec2InstanceView::time));
    }

    @Override
    public void destroy(String id) {
        DeleteSnapshotRequest request = DeleteSnapshotRequest.builder()
                .snapshotId(Ec2Id.SNAPSHOT.require(id))
                .build();
        calls.newborns().await(id, () -> calls.call(request, (client, q) -> client.deleteSnapshot(q)));
        calls.newborns().remove(id);
    }

    private static Snapshot snapshot(software.amazon.awssdk.services.ec2.model.Snapshot snapshot) {
        return new Snapshot(
                snapshot.snapshotId(),
                Optional.ofNullable(snapshot.stateAsString()),
                Optional.ofNullable(snapshot.volumeId()),
                Optional.ofNullable(snapshot.startTime()).map(Ec2InstanceView::time));
    }
}

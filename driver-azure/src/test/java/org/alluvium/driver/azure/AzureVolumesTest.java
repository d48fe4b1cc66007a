package org.alluvium.driver.azure;

import static org.alluvium.driver.azure.TestCloud.await;
import static org.alluvium.driver.azure.TestCloud.fails;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.alluvium.capability.SnapshotOperations;
import org.alluvium.capability.VolumeOperations;
import org.alluvium.capability.VolumeRequest;
import org.alluvium.driver.ErrorKind;
import org.alluvium.model.Snapshot;
import org.alluvium.model.Volume;
import org.alluvium.model.Volume.Action;
import org.alluvium.model.Volume.Attachment;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Volumes and snapshots against the fake ARM. */
class AzureVolumesTest {
    private TestCloud cloud;
    private VolumeOperations volumes;
    private SnapshotOperations snapshots;

    @BeforeEach
    void start() throws Exception {
        cloud = new TestCloud();
        volumes = cloud.require(VolumeOperations.class);
        snapshots = cloud.require(SnapshotOperations.class);
    }

    @AfterEach
    void stop() {
        cloud.close();
    }

    private static VolumeRequest request(String capacity, String name) {
        return new VolumeRequest(
                Optional.of(capacity), Optional.empty(), Optional.empty(), Optional.of(name), Optional.empty());
    }

    private Volume ready(Volume made) {
        return await(() -> volumes.find(made.id()).filter(v -> v.state().equals(Optional.of("AVAILABLE"))));
    }

    @Test
    void aVolumeIsMadeWithAllThatIsAskedFor() {
        Volume made = volumes.create(new VolumeRequest(
                Optional.of("9.5"),
                Optional.empty(),
                Optional.of("westeurope:2"),
                Optional.of("Data_1"),
                Optional.of("for <tests> & more")));
        assertThat(made.id()).isEqualTo("alluvium:data_1");
        assertThat(made.state()).contains("CREATING");
        Volume volume = ready(made);
        assertThat(volume.capacity()).isEqualTo("10");
        assertThat(volume.realmId()).contains("westeurope:2");
        assertThat(volume.description()).contains("for <tests> & more");
        assertThat(volume.kind()).contains("StandardSSD_LRS");
        assertThat(volume.created()).isPresent();
        assertThat(volume.attachment()).isEmpty();
        assertThat(volume.actions()).containsExactly(Action.ATTACH, Action.DESTROY);
        assertThat(volumes.find("data_1")).contains(volume);
        fails(ErrorKind.CONFLICT, () -> volumes.create(request("1", "data_1")));
        volumes.destroy(volume.id());
        await(() -> volumes.find(volume.id()).isEmpty() ? Optional.of(volume) : Optional.empty());
    }

    @Test
    void whatAzureDoesNotTakeIsInvalid() {
        for (String capacity : List.of("0", "-1", "65537", "many", "1e99", "")) {
            fails(ErrorKind.INVALID, () -> volumes.create(request(capacity, "x")));
        }
        for (String name : List.of("a b", "../x", "ü", "-a", "a.", "a/b", "x".repeat(81), "a?b=c", "<&>")) {
            fails(ErrorKind.INVALID, () -> volumes.create(request("1", name)));
        }
        for (String realm : List.of("atlantis", "west europe", "westeurope:x", "../x")) {
            fails(
                    ErrorKind.INVALID,
                    () -> volumes.create(new VolumeRequest(
                            Optional.empty(),
                            Optional.empty(),
                            Optional.of(realm),
                            Optional.empty(),
                            Optional.empty())));
        }
        assertThat(volumes.list()).isEmpty();
    }

    @Test
    void aVolumeIsAttachedAndDetached() {
        cloud.seedNetwork();
        String instance = cloud.seedInstance("Web", false);
        Volume first = ready(volumes.create(request("1", "one")));
        Volume second = ready(volumes.create(request("1", "two")));
        volumes.attach(first.id(), instance, "/dev/sdf");
        Volume attached =
                await(() -> volumes.find(first.id()).filter(v -> v.attachment().isPresent()));
        assertThat(attached.attachment()).contains(new Attachment(instance, Optional.of("/dev/disk/azure/scsi1/lun0")));
        assertThat(attached.state()).contains("IN-USE");
        assertThat(attached.actions()).containsExactly(Action.DETACH);
        fails(ErrorKind.CONFLICT, () -> volumes.attach(first.id(), instance, "/dev/sdg"));
        fails(ErrorKind.CONFLICT, () -> volumes.destroy(first.id()));

        volumes.attach(second.id(), instance, "/dev/disk/azure/scsi1/lun7");
        assertThat(volumes.find(second.id()).flatMap(Volume::attachment).flatMap(Attachment::device))
                .contains("/dev/disk/azure/scsi1/lun7");
        assertThat(volumes.list()).extracting(v -> v.attachment().isPresent()).containsExactly(true, true);
        volumes.detach(first.id());
        await(() -> volumes.find(first.id()).filter(v -> v.attachment().isEmpty()));
        assertThat(volumes.find(second.id()).orElseThrow().attachment()).isPresent();
        fails(ErrorKind.CONFLICT, () -> volumes.detach(first.id()));
    }

    @Test
    void aSnapshotIsTakenAndAVolumeMadeOfIt() {
        Volume volume = ready(volumes.create(request("8", "source")));
        Snapshot made = snapshots.create(volume.id(), Optional.of("nightly"), Optional.of("every night"));
        assertThat(made.id()).isEqualTo("alluvium:nightly");
        assertThat(made.volumeId()).contains(volume.id());
        Snapshot snapshot =
                await(() -> snapshots.find(made.id()).filter(s -> s.state().equals(Optional.of("COMPLETED"))));
        assertThat(snapshot.created()).isPresent();
        assertThat(snapshots.list()).containsExactly(snapshot);
        fails(ErrorKind.CONFLICT, () -> snapshots.create(volume.id(), Optional.of("nightly"), Optional.empty()));
        Volume copy = ready(volumes.create(new VolumeRequest(
                Optional.empty(), Optional.of(made.id()), Optional.empty(), Optional.empty(), Optional.empty())));
        assertThat(copy.capacity()).isEqualTo("8");
        fails(
                ErrorKind.INVALID,
                () -> volumes.create(new VolumeRequest(
                        Optional.of("4"),
                        Optional.of(made.id()),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty())));
        snapshots.destroy(made.id());
        await(() -> snapshots.find(made.id()).isEmpty() ? Optional.of(made) : Optional.empty());
    }

    @Test
    void aVolumeThatCameToNothingIsInError() {
        cloud.require(VolumeOperations.class).create(request("1", "first"));
        cloud.fake.failLater("PUT", "/disks/", "AllocationFailed", "No room.");
        Volume made = volumes.create(request("1", "second"));
        assertThat(await(() -> volumes.find(made.id()).filter(v -> !v.state().equals(Optional.of("CREATING"))))
                        .state())
                .contains("ERROR");
    }

    @Test
    void whatIsNotThereIsNotFound() {
        cloud.seedNetwork();
        String instance = cloud.seedInstance("web", false);
        for (String id : TestCloud.UNKNOWN) {
            assertThat(volumes.find(id)).isEmpty();
            assertThat(snapshots.find(id)).isEmpty();
            fails(ErrorKind.NOT_FOUND, () -> volumes.destroy(id));
            fails(ErrorKind.NOT_FOUND, () -> volumes.detach(id));
            fails(ErrorKind.NOT_FOUND, () -> volumes.attach(id, instance, "/dev/sdf"));
            fails(ErrorKind.NOT_FOUND, () -> snapshots.destroy(id));
            fails(ErrorKind.NOT_FOUND, () -> snapshots.create(id, Optional.empty(), Optional.empty()));
        }
        Volume volume = ready(volumes.create(request("1", "one")));
        for (String id : TestCloud.UNKNOWN) {
            fails(ErrorKind.NOT_FOUND, () -> volumes.attach(volume.id(), id, "/dev/sdf"));
        }
    }

    @Test
    void listsAreWholeAndCostACallAPageWhateverTheyHold() {
        cloud.seedNetwork();
        String instance = cloud.seedInstance("web", false);
        for (int i = 0; i < 7; i++) {
            Volume volume = ready(volumes.create(request("1", "v" + i)));
            volumes.attach(volume.id(), instance, "/dev/sdf");
            snapshots.create(volume.id(), Optional.of("s" + i), Optional.empty());
        }
        cloud.fake.pageSize = 3;
        long before = cloud.calls();
        assertThat(volumes.list()).hasSize(7).allMatch(v -> v.attachment().isPresent());
        // Three pages of disks and one of instances
        assertThat(cloud.calls() - before).isEqualTo(4);
        before = cloud.calls();
        assertThat(snapshots.list()).hasSize(7);
        assertThat(cloud.calls() - before).isEqualTo(3);
        assertThat(cloud.connect("public;eastus")
                        .require(VolumeOperations.class)
                        .list())
                .isEmpty();
    }
}

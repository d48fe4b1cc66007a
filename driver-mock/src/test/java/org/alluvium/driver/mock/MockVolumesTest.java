package org.alluvium.driver.mock;

import static org.alluvium.driver.mock.Failures.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.alluvium.capability.InstanceOperations;
import org.alluvium.capability.SnapshotOperations;
import org.alluvium.capability.VolumeOperations;
import org.alluvium.capability.VolumeRequest;
import org.alluvium.driver.ErrorKind;
import org.alluvium.model.Snapshot;
import org.alluvium.model.Volume;
import org.alluvium.model.Volume.Attachment;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MockVolumesTest extends MockCloudTest {
    private VolumeOperations volumes;
    private SnapshotOperations snapshots;

    @BeforeEach
    void operations() {
        volumes = cloud.require(VolumeOperations.class);
        snapshots = cloud.require(SnapshotOperations.class);
    }

    static VolumeRequest request(String capacity) {
        return new VolumeRequest(
                Optional.of(capacity), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    @Test
    void theFixturesAreThoseOfTheContract() {
        assertThat(volumes.list())
                .extracting(Volume::id, v -> v.state().orElseThrow(), Volume::capacity)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("vol1", "AVAILABLE", "1"),
                        org.assertj.core.groups.Tuple.tuple("vol2", "AVAILABLE", "1"),
                        org.assertj.core.groups.Tuple.tuple("vol3", "IN-USE", "1"));
        assertThat(volumes.find("vol3").orElseThrow().attachment())
                .contains(new Attachment("inst1", Optional.of("/dev/sda1")));
        assertThat(snapshots.list())
                .extracting(Snapshot::id, s -> s.volumeId().orElseThrow())
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("snap1", "vol1"),
                        org.assertj.core.groups.Tuple.tuple("snap2", "vol2"),
                        org.assertj.core.groups.Tuple.tuple("snap3", "vol2"));
    }

    @Test
    void aNewVolumeHasDefaultsAndNoRealm() {
        Volume created = volumes.create(new VolumeRequest(
                Optional.empty(), Optional.empty(), Optional.of("us"), Optional.empty(), Optional.empty()));

        assertThat(created.id()).matches("volume_\\d{10}");
        assertThat(created.name()).contains("Volume" + created.id());
        assertThat(created.capacity()).isEqualTo("1");
        assertThat(created.created().orElseThrow()).matches("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d \\+0000");
        assertThat(created.state()).contains("AVAILABLE");
        assertThat(created.realmId()).isEmpty();
        assertThat(volumes.find(created.id())).contains(created);
    }

    @Test
    void theCapacityIsEchoedAsItWasSent() {
        assertThat(volumes.create(request("10.50")).capacity()).isEqualTo("10.50");
    }

    @Test
    void aVolumeOfAnUnknownSnapshotIsNotMade() {
        VolumeRequest request = new VolumeRequest(
                Optional.empty(), Optional.of("nosuch"), Optional.empty(), Optional.empty(), Optional.empty());

        assertFails(ErrorKind.NOT_FOUND, () -> volumes.create(request)).isEqualTo("Snapshot 'nosuch' does not exist.");
        assertThat(volumes.list()).hasSize(3);
    }

    @Test
    void anAttachedVolumeIsListedByItsInstanceUntilItIsDetached() {
        InstanceOperations instances = cloud.require(InstanceOperations.class);

        Volume attached = volumes.attach("vol1", "inst0", "/dev/sdb");

        assertThat(attached.state()).contains("IN-USE");
        assertThat(attached.attachment()).contains(new Attachment("inst0", Optional.of("/dev/sdb")));
        assertThat(volumes.find("vol1")).contains(attached);
        assertThat(instances.find("inst0").orElseThrow().volumes())
                .containsOnly(java.util.Map.entry("vol1", "/dev/sdb"));

        Volume detached = volumes.detach("vol1");

        assertThat(detached.state()).contains("AVAILABLE");
        assertThat(detached.attachment()).isEmpty();
        assertThat(instances.find("inst0").orElseThrow().volumes()).isEmpty();
    }

    @Test
    void attachingNeedsAFreeVolumeAndAnInstance() {
        assertFails(ErrorKind.NOT_FOUND, () -> volumes.attach("nosuch", "inst0", "/dev/sdb"))
                .isEqualTo("Volume 'nosuch' does not exist.");
        assertFails(ErrorKind.NOT_FOUND, () -> volumes.attach("vol1", "nosuch", "/dev/sdb"))
                .isEqualTo("Instance 'nosuch' does not exist.");
        assertFails(ErrorKind.CONFLICT, () -> volumes.attach("vol3", "inst0", "/dev/sdb"))
                .isEqualTo("Volume 'vol3' is already attached to instance 'inst1'.");
    }

    @Test
    void detachingNeedsAnAttachedVolume() {
        assertFails(ErrorKind.CONFLICT, () -> volumes.detach("vol1"))
                .isEqualTo("Volume 'vol1' is not attached to any instance.");
        assertFails(ErrorKind.NOT_FOUND, () -> volumes.detach("nosuch"));
    }

    @Test
    void onlyAFreeVolumeIsDestroyed() {
        volumes.destroy("vol1");

        assertThat(volumes.find("vol1")).isEmpty();
        assertFails(ErrorKind.NOT_FOUND, () -> volumes.destroy("vol1"));
        assertFails(ErrorKind.CONFLICT, () -> volumes.destroy("vol3"))
                .isEqualTo("Volume 'vol3' is attached to instance 'inst1'. Detach it first.");
    }

    @Test
    void aSnapshotIsTakenAndRemovedAndItsVolumeIsNotChecked() {
        Snapshot first = snapshots.create("vol1", Optional.empty(), Optional.empty());
        Snapshot second = snapshots.create("nosuch", Optional.empty(), Optional.empty());

        assertThat(List.of(first.id(), second.id()))
                .doesNotHaveDuplicates()
                .allMatch(id -> id.matches("store_snapshot_\\d{10}"));
        assertThat(snapshots.find(first.id())).contains(first);
        assertThat(first.volumeId()).contains("vol1");
        snapshots.destroy(first.id());
        assertFails(ErrorKind.NOT_FOUND, () -> snapshots.destroy(first.id()));
    }
}

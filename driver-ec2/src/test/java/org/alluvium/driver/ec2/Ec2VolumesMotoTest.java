package org.alluvium.driver.ec2;

import static org.alluvium.driver.ec2.StrictCloud.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.alluvium.capability.InstanceOperations;
import org.alluvium.capability.RealmOperations;
import org.alluvium.capability.SnapshotOperations;
import org.alluvium.capability.VolumeOperations;
import org.alluvium.capability.VolumeRequest;
import org.alluvium.driver.ErrorKind;
import org.alluvium.model.Realm;
import org.alluvium.model.Snapshot;
import org.alluvium.model.Volume;
import org.alluvium.model.Volume.Action;
import org.alluvium.model.Volume.Attachment;
import org.alluvium.testkit.Fault;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Volumes and snapshots from end to end, over HTTP. */
class Ec2VolumesMotoTest {
    private static final List<String> HOSTILE = List.of(
            "",
            "*",
            "vol-*",
            "vol-",
            "snap-",
            "nosuch",
            "ü/../<&\"'>\n",
            "vol-1&Action=RunInstances",
            "x".repeat(5000));
    private static final VolumeRequest PLAIN =
            new VolumeRequest(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    private static StrictCloud cloud;
    private static VolumeOperations volumes;
    private static SnapshotOperations snapshots;

    @BeforeAll
    static void start() throws Exception {
        cloud = StrictCloud.start();
        volumes = cloud.require(VolumeOperations.class);
        snapshots = cloud.require(SnapshotOperations.class);
    }

    @AfterAll
    static void stop() throws Exception {
        cloud.close();
    }

    private static VolumeRequest request(String capacity, String snapshot, String realm, String name) {
        return new VolumeRequest(
                Optional.of(capacity).filter(text -> !text.isEmpty()),
                Optional.of(snapshot),
                Optional.of(realm),
                Optional.of(name),
                Optional.of("for tests"));
    }

    @Test
    void aVolumeOfNothingButDefaultsHasOneGigabyteInTheFirstZone() {
        Volume made = volumes.create(PLAIN);
        assertThat(made.capacity()).isEqualTo("1");
        assertThat(made.realmId()).contains("us-east-1a");
        assertThat(made.name()).isEmpty();
        Volume found = volumes.find(made.id()).orElseThrow();
        assertThat(found.state()).contains("AVAILABLE");
        assertThat(found.attachment()).isEmpty();
        assertThat(found.actions()).containsExactly(Action.ATTACH, Action.DETACH, Action.DESTROY);
        assertThat(found.created().orElseThrow()).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");
        volumes.destroy(made.id());
        assertThat(volumes.find(made.id())).isEmpty();
    }

    @Test
    void aVolumeTakesSizeNameAndTheZoneOfASubnetRealm() {
        String realm = cloud.require(RealmOperations.class).list().stream()
                .map(Realm::id)
                .filter(id -> id.startsWith("us-east-1b:subnet-"))
                .findFirst()
                .orElseThrow();
        Volume made = volumes.create(request("7", "", realm, "grüße & <co>"));
        Volume found = volumes.find(made.id()).orElseThrow();
        assertThat(found.capacity()).isEqualTo("7");
        assertThat(found.realmId()).contains("us-east-1b");
        assertThat(found.name()).contains("grüße & <co>");
        volumes.destroy(made.id());
    }

    @Test
    void aVolumeOfASnapshotHasTheSnapshotsSize() {
        Volume original = volumes.create(request("5", "", "us-east-1a", "original"));
        Snapshot copy = snapshots.create(original.id(), Optional.of("copy"), Optional.of("for tests"));
        assertThat(copy.state()).contains("completed");
        assertThat(snapshots.find(copy.id()).orElseThrow().volumeId()).contains(original.id());
        Volume second = volumes.create(request("", copy.id(), "us-east-1a", "second"));
        assertThat(second.capacity()).isEqualTo("5");
        assertFails(ErrorKind.NOT_FOUND, () -> volumes.create(request("", "snap-0123456789", "us-east-1a", "third")));
        assertFails(ErrorKind.INVALID, () -> volumes.create(request("1.5", "", "us-east-1a", "fourth")));
        snapshots.destroy(copy.id());
        assertThat(snapshots.find(copy.id())).isEmpty();
        volumes.destroy(original.id());
        volumes.destroy(second.id());
    }

    @Test
    void aVolumeGoesToAnInstanceAndComesBack() {
        String instance = cloud.instance();
        Volume volume = volumes.create(PLAIN);
        Volume attached = volumes.attach(volume.id(), instance, "/dev/sdf");
        assertThat(attached.attachment()).contains(new Attachment(instance, Optional.of("/dev/sdf")));
        assertThat(attached.state()).contains("IN-USE");
        assertThat(cloud.require(InstanceOperations.class)
                        .find(instance)
                        .orElseThrow()
                        .volumes())
                .containsEntry(volume.id(), "/dev/sdf");
        assertFails(ErrorKind.CONFLICT, () -> volumes.destroy(volume.id()));
        cloud.refuse(400, "VolumeInUse");
        assertFails(ErrorKind.CONFLICT, () -> volumes.attach(volume.id(), instance, "/dev/sdg"));
        assertThat(volumes.detach(volume.id()).attachment()).isEmpty();
        assertFails(ErrorKind.CONFLICT, () -> volumes.detach(volume.id()));
        assertFails(ErrorKind.NOT_FOUND, () -> volumes.attach(volume.id(), "i-*", "/dev/sdf"));
        volumes.destroy(volume.id());
        cloud.refuse(400, "IncorrectState");
        assertFails(ErrorKind.NOT_ALLOWED, () -> volumes.destroy(volume.id()));
    }

    @Test
    void aVolumeWhoseMakingIsCutIsMadeOnce() {
        VolumeOperations there = cloud.in("eu-west-1").require(VolumeOperations.class);
        cloud.proxy.next(new Fault.CutAfter());
        String id = there.create(request("1", "", "eu-west-1a", "once")).id();
        assertThat(there.list()).extracting(Volume::id).containsExactly(id);
    }

    @Test
    void whatIsNotThereIsAbsentAndCannotBeChanged() {
        for (String id : HOSTILE) {
            assertThat(volumes.find(id)).isEmpty();
            assertThat(snapshots.find(id)).isEmpty();
            assertFails(ErrorKind.NOT_FOUND, () -> volumes.destroy(id));
            assertFails(ErrorKind.NOT_FOUND, () -> volumes.detach(id));
            assertFails(ErrorKind.NOT_FOUND, () -> volumes.attach(id, "i-0123456789", "/dev/sdf"));
            assertFails(ErrorKind.NOT_FOUND, () -> snapshots.destroy(id));
            assertFails(ErrorKind.NOT_FOUND, () -> snapshots.create(id, Optional.empty(), Optional.empty()));
        }
        assertThat(volumes.find("vol-0123456789abcdef0")).isEmpty();
        assertFails(ErrorKind.NOT_FOUND, () -> volumes.destroy("vol-0123456789abcdef0"));
        assertFails(ErrorKind.NOT_FOUND, () -> snapshots.destroy("snap-0123456789abcdef0"));
    }

    @Test
    void listsOfThreePagesAreWholeAndCostThreeCalls() {
        VolumeOperations there = cloud.in("sa-east-1").require(VolumeOperations.class);
        SnapshotOperations copies = cloud.in("sa-east-1").require(SnapshotOperations.class);
        for (int i = 0; i < 12; i++) {
            String id = there.create(request("1", "", "sa-east-1a", "v" + i)).id();
            copies.create(id, Optional.empty(), Optional.empty());
        }
        assertThat(cloud.cost(() -> assertThat(there.list())
                        .hasSize(12)
                        .extracting(Volume::id)
                        .doesNotHaveDuplicates()))
                .isEqualTo(3);
        assertThat(cloud.cost(() -> assertThat(copies.list())
                        .hasSize(12)
                        .extracting(Snapshot::id)
                        .doesNotHaveDuplicates()))
                .isEqualTo(3);
    }
}

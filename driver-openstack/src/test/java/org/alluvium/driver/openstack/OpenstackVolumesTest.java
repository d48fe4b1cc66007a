package org.alluvium.driver.openstack;

import static org.alluvium.driver.openstack.Conditions.await;
import static org.alluvium.driver.openstack.Conditions.counted;
import static org.alluvium.driver.openstack.Conditions.failure;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.alluvium.capability.InstanceFilter;
import org.alluvium.capability.VolumeRequest;
import org.alluvium.driver.BackendCalls;
import org.alluvium.driver.ErrorKind;
import org.alluvium.model.Snapshot;
import org.alluvium.model.Volume;
import org.alluvium.model.Volume.Action;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Cinder, for real. */
class OpenstackVolumesTest {
    private final BackendCalls counts = new BackendCalls();
    private final OpenstackCalls calls = RealOpenstack.calls(RealOpenstack.DEMO, counts, 2);
    private final OpenstackVolumes volumes = new OpenstackVolumes(calls);
    private final OpenstackSnapshots snapshots = new OpenstackSnapshots(calls);
    private final List<String> made = new ArrayList<>();

    @BeforeAll
    static void start() throws Exception {
        RealOpenstack.start();
    }

    @AfterEach
    void removeVolumes() {
        for (String id : made) {
            await("an end of volume " + id, () -> isGone(id));
        }
    }

    @Test
    void aVolumeIsMadeShownAndRemoved() {
        Volume volume = create("2", "data");
        await("the volume", () -> state(volume.id()).equals("AVAILABLE"));

        Volume now = volumes.find(volume.id()).orElseThrow();
        assertThat(now.name()).contains("data");
        assertThat(now.description()).contains("of a test");
        assertThat(now.capacity()).isEqualTo("2");
        assertThat(now.realmId()).contains("nova");
        assertThat(now.created()).isPresent();
        assertThat(now.attachment()).isEmpty();
        assertThat(now.actions()).containsExactly(Action.ATTACH, Action.DESTROY);

        volumes.destroy(volume.id());
        await("its end", () -> volumes.find(volume.id()).isEmpty());
        made.remove(volume.id());
    }

    @Test
    void aListHoldsEveryPage() {
        for (int i = 0; i < 5; i++) {
            create("1", "page" + i);
        }
        BackendCalls counted = new BackendCalls();
        List<Volume> all = new OpenstackVolumes(RealOpenstack.calls(RealOpenstack.DEMO, counted, 2)).list();

        assertThat(all).extracting(Volume::id).doesNotHaveDuplicates().containsAll(made);
        // A page of two each, and one to hear that there is no more where the last one is full
        assertThat(counted(counted))
                .containsEntry("CreateToken", 1L)
                .containsEntry("ListVolumes", all.size() / 2 + 1L)
                .hasSize(2);
    }

    @Test
    void aVolumeIsAttachedAndDetached() {
        String server = TestServers.create(calls, "volumes");
        try {
            Volume volume = create("1", "attached");
            await("the volume", () -> state(volume.id()).equals("AVAILABLE"));

            Volume attached = volumes.attach(volume.id(), server, "/dev/vdb");
            assertThat(attached.attachment().orElseThrow().instanceId()).isEqualTo(server);
            await("the attachment", () -> state(volume.id()).equals("IN-USE"));
            Volume now = volumes.find(volume.id()).orElseThrow();
            assertThat(now.attachment().orElseThrow().device()).isPresent();
            assertThat(now.actions()).containsExactly(Action.DETACH);
            String device = now.attachment().orElseThrow().device().orElseThrow();
            OpenstackInstances instances = new OpenstackInstances(calls);
            assertThat(instances.find(server).orElseThrow().volumes()).containsEntry(volume.id(), device);
            assertThat(instances.list(InstanceFilter.ALL))
                    .anySatisfy(instance -> assertThat(instance.volumes()).containsEntry(volume.id(), device));

            failure(ErrorKind.CONFLICT, () -> volumes.attach(volume.id(), server, "/dev/vdc"));
            failure(ErrorKind.CONFLICT, () -> volumes.destroy(volume.id()));

            volumes.detach(volume.id());
            await("the detachment", () -> state(volume.id()).equals("AVAILABLE"));
            failure(ErrorKind.CONFLICT, () -> volumes.detach(volume.id()));
        } finally {
            TestServers.destroy(calls, server);
        }
    }

    @Test
    void aSnapshotIsMadeOfAVolumeAndAVolumeOfASnapshot() {
        Volume volume = create("3", "original");
        await("the volume", () -> state(volume.id()).equals("AVAILABLE"));

        Snapshot snapshot = snapshots.create(volume.id(), Optional.empty(), Optional.of("copy"));
        await(
                "the snapshot",
                () -> snapshots.find(snapshot.id()).flatMap(Snapshot::state).equals(Optional.of("COMPLETED")));
        assertThat(snapshots.list()).extracting(Snapshot::id).contains(snapshot.id());
        assertThat(snapshots.find(snapshot.id()).orElseThrow().volumeId()).contains(volume.id());
        failure(ErrorKind.CONFLICT, () -> volumes.destroy(volume.id()));

        Volume copy = volumes.create(new VolumeRequest(
                Optional.empty(), Optional.of(snapshot.id()), Optional.empty(), Optional.empty(), Optional.empty()));
        made.add(copy.id());
        assertThat(copy.capacity()).isEqualTo("3");
        await("the copy", () -> state(copy.id()).equals("AVAILABLE"));

        snapshots.destroy(snapshot.id());
        await("the snapshot's end", () -> snapshots.find(snapshot.id()).isEmpty());
    }

    @Test
    void aQuotaThatIsUsedUpIsForbiddenAndNamed() {
        assertThat(failure(ErrorKind.FORBIDDEN, () -> create("1000000", "huge")))
                .hasMessageContaining("gigabytes quota");
    }

    @Test
    void whatIsNotThereIsNotFound() {
        for (String id :
                List.of("nope", "", "detail", "../limits", UUID.randomUUID().toString())) {
            assertThat(volumes.find(id)).as(id).isEmpty();
            assertThat(snapshots.find(id)).as(id).isEmpty();
            failure(ErrorKind.NOT_FOUND, () -> volumes.destroy(id));
            failure(ErrorKind.NOT_FOUND, () -> volumes.attach(id, id, "/dev/vdb"));
            failure(ErrorKind.NOT_FOUND, () -> volumes.detach(id));
            failure(ErrorKind.NOT_FOUND, () -> snapshots.create(id, Optional.empty(), Optional.empty()));
            failure(ErrorKind.NOT_FOUND, () -> snapshots.destroy(id));
        }
    }

    @Test
    void aRealmThatIsNotThereIsInvalid() {
        failure(
                ErrorKind.INVALID,
                () -> volumes.create(new VolumeRequest(
                        Optional.of("1"),
                        Optional.empty(),
                        Optional.of("nowhere"),
                        Optional.empty(),
                        Optional.empty())));
        failure(ErrorKind.INVALID, () -> create("1.5", "half"));
    }

    @Test
    void anotherProjectSeesNoneOfIt() {
        Volume volume = create("1", "mine");
        assertThat(new OpenstackVolumes(RealOpenstack.calls(RealOpenstack.ADMIN, counts, 1000)).list())
                .extracting(Volume::id)
                .doesNotContain(volume.id());
    }

    private Volume create(String capacity, String name) {
        Volume volume = volumes.create(new VolumeRequest(
                Optional.of(capacity),
                Optional.empty(),
                Optional.of("default"),
                Optional.of(name),
                Optional.of("of a test")));
        made.add(volume.id());
        return volume;
    }

    private String state(String id) {
        return volumes.find(id).flatMap(Volume::state).orElse("");
    }

    /** A volume is not to be removed while something is being made of it. */
    private boolean isGone(String id) {
        Optional<Volume> volume = volumes.find(id);
        if (volume.flatMap(Volume::state).equals(Optional.of("AVAILABLE"))) {
            volumes.destroy(id);
        }
        return volume.isEmpty();
    }
}

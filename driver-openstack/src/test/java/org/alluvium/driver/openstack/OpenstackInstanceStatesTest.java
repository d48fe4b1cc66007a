package org.alluvium.driver.openstack;

import static org.alluvium.driver.openstack.Conditions.await;
import static org.alluvium.driver.openstack.Conditions.failure;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.alluvium.capability.InstanceRequest;
import org.alluvium.driver.BackendCalls;
import org.alluvium.driver.ErrorKind;
import org.alluvium.model.Instance;
import org.alluvium.model.InstanceAction;
import org.alluvium.model.InstanceState;
import org.alluvium.model.Volume;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Servers in every state, and of every kind, in the real Nova. */
class OpenstackInstanceStatesTest {
    private final OpenstackCalls calls = RealOpenstack.calls(RealOpenstack.DEMO, new BackendCalls(), 100);
    private final OpenstackCalls admin = RealOpenstack.calls(RealOpenstack.ADMIN, new BackendCalls(), 100);
    private final OpenstackInstances instances = new OpenstackInstances(calls);

    @BeforeAll
    static void start() throws Exception {
        RealOpenstack.start();
    }

    @Test
    void anInstanceRefusesWhileLockedIsRebootedFromErrorAndStartedFromWhereverItWasPut() {
        String id = TestServers.create(calls, "states");
        try {
            act(admin, id, Collections.singletonMap("lock", null));
            failure(ErrorKind.NOT_ALLOWED, () -> instances.perform(id, InstanceAction.STOP));
            failure(ErrorKind.NOT_ALLOWED, () -> instances.perform(id, InstanceAction.DESTROY));
            act(admin, id, Collections.singletonMap("unlock", null));
            act(admin, id, Map.of("os-resetState", Map.of("state", "error")));
            Instance failed = awaitState(id, InstanceState.ERROR);
            assertThat(failed.actions()).containsExactly(InstanceAction.REBOOT, InstanceAction.DESTROY);
            assertThat(failed.createImage()).isFalse();
            instances.perform(id, InstanceAction.REBOOT);
            awaitState(id, InstanceState.RUNNING);
            for (String aside : List.of("pause", "suspend", "shelve")) {
                act(calls, id, Collections.singletonMap(aside, null));
                Instance stopped = awaitState(id, InstanceState.STOPPED);
                assertThat(stopped.actions()).containsExactly(InstanceAction.START, InstanceAction.DESTROY);
                if (aside.equals("shelve")) {
                    // Until its image is there and it has left its host, it is not to be woken
                    await("its shelf", () -> status(id).equals("SHELVED_OFFLOADED"));
                }
                instances.perform(id, InstanceAction.START);
                awaitState(id, InstanceState.RUNNING);
            }
            act(admin, id, Map.of("os-resetState", Map.of("state", "error")));
        } finally {
            instances.perform(id, InstanceAction.DESTROY);
        }
        await("its end", () -> instances.find(id).isEmpty());
    }

    @Test
    void anInstanceForWhichThereIsNoRoomTellsWhyAndIsDestroyed() {
        String flavor = "vast-" + UUID.randomUUID();
        Map<String, Object> vast = Map.of("id", flavor, "name", flavor, "vcpus", 1, "ram", 512, "disk", 100_000_000);
        admin.post(OpenstackService.COMPUTE, "CreateFlavor", "/flavors", Map.of("flavor", vast));
        try {
            String id = instances
                    .create(request().hardwareProfileId(Optional.of(flavor)).build())
                    .get(0)
                    .id();
            Instance failed = awaitState(id, InstanceState.ERROR);
            assertThat(failed.stateReason().orElseThrow()).contains("No valid host");
            instances.perform(id, InstanceAction.DESTROY);
            await("its end", () -> instances.find(id).isEmpty());
        } finally {
            admin.delete(OpenstackService.COMPUTE, "DeleteFlavor", "/flavors/" + flavor);
        }
    }

    @Test
    void anInstanceIsDestroyedWhileItIsBeingMade() {
        Instance young = instances.create(request().build()).get(0);
        assertThat(young.state()).contains(InstanceState.PENDING);
        assertThat(young.actions()).contains(InstanceAction.DESTROY);
        instances.perform(young.id(), InstanceAction.DESTROY);
        await("its end", () -> instances.find(young.id()).isEmpty());
    }

    @Test
    void anInstanceStartsFromAVolumeThatGoesWithIt() {
        OpenstackVolumes volumes = new OpenstackVolumes(calls);
        String id = instances
                .create(request().parameters(Map.of("boot_volume_size", "2")).build())
                .get(0)
                .id();
        String volume;
        try {
            Instance running = awaitState(id, InstanceState.RUNNING);
            assertThat(running.volumes()).hasSize(1);
            volume = running.volumes().keySet().iterator().next();
            assertThat(volumes.find(volume).map(Volume::capacity)).contains("2");
        } finally {
            instances.perform(id, InstanceAction.DESTROY);
        }
        await("the end of its volume", () -> volumes.find(volume).isEmpty());
    }

    @Test
    void anInstanceIsPluggedIntoTheNetworkThatIsAskedFor() {
        OpenstackNetworks networks = new OpenstackNetworks(calls);
        String network =
                networks.create(Optional.of("special"), Optional.empty()).id();
        new OpenstackSubnets(calls).create(network, "10.55.0.0/24", Optional.empty());
        String id = instances
                .create(request().parameters(Map.of("network_id", network)).build())
                .get(0)
                .id();
        try {
            Instance running = awaitState(id, InstanceState.RUNNING);
            assertThat(running.privateAddresses())
                    .singleElement()
                    .satisfies(address -> assertThat(address.address()).startsWith("10.55.0."));
        } finally {
            instances.perform(id, InstanceAction.DESTROY);
            await("its end", () -> instances.find(id).isEmpty());
            networks.destroy(network);
        }
        failure(
                ErrorKind.INVALID,
                () -> instances.create(request()
                        .parameters(Map.of("network_id", UUID.randomUUID().toString()))
                        .build()));
    }

    @Test
    void whatNovaRefusesIsToldAndAUsedUpQuotaIsNamed() {
        failure(
                ErrorKind.INVALID,
                () -> instances.create(
                        InstanceRequest.builder(UUID.randomUUID().toString()).build()));
        failure(
                ErrorKind.INVALID,
                () -> instances.create(
                        request().keyName(Optional.of("no such key")).build()));
        failure(
                ErrorKind.INVALID,
                () -> instances.create(request().realmId(Optional.of("nowhere")).build()));
        byte[] large = "x".repeat(20_000).getBytes(StandardCharsets.UTF_8);
        assertThat(failure(
                        ErrorKind.FORBIDDEN,
                        () -> instances.create(
                                request().userFiles(Map.of("/etc/large", large)).build())))
                .hasMessageContaining("file content");
        String project = calls.session().project();
        admin.put(
                OpenstackService.COMPUTE,
                "UpdateQuota",
                "/os-quota-sets/" + project,
                Map.of("quota_set", Map.of("instances", 0, "force", true)));
        try {
            assertThat(failure(
                            ErrorKind.FORBIDDEN,
                            () -> instances.create(request().build())))
                    .hasMessageContaining("Quota exceeded for instances");
        } finally {
            admin.delete(OpenstackService.COMPUTE, "DeleteQuota", "/os-quota-sets/" + project);
        }
    }

    @Test
    void everyStatusHasItsCounterpart() {
        Map<InstanceState, List<String>> table = Map.of(
                InstanceState.PENDING,
                List.of("BUILD", "REBUILD", "REBOOT", "HARD_REBOOT", "RESIZE", "REVERT_RESIZE"),
                InstanceState.RUNNING,
                List.of("ACTIVE", "MIGRATING", "PASSWORD", "RESCUE", "VERIFY_RESIZE"),
                InstanceState.STOPPED,
                List.of("SHUTOFF", "PAUSED", "SUSPENDED", "SHELVED", "SHELVED_OFFLOADED"),
                InstanceState.FINISH,
                List.of("DELETED", "SOFT_DELETED"),
                InstanceState.ERROR,
                List.of("ERROR"));
        table.forEach((state, all) ->
                all.forEach(status -> assertThat(state(status, "")).as(status).contains(state)));
        assertThat(state("UNKNOWN", "")).isEmpty();
        for (String task :
                List.of("powering-off", "suspending", "pausing", "shelving", "shelving_offloading", "deleting")) {
            assertThat(state("ACTIVE", task)).as(task).contains(InstanceState.STOPPING);
        }
        for (String task : List.of("powering-on", "resuming", "unpausing", "unshelving", "restoring")) {
            assertThat(state("SHUTOFF", task)).as(task).contains(InstanceState.PENDING);
        }
    }

    private static Optional<InstanceState> state(String status, String task) {
        ObjectNode server = JsonNodeFactory.instance.objectNode();
        return OpenstackInstanceView.state(server.put("status", status).put("OS-EXT-STS:task_state", task));
    }

    private InstanceRequest.Builder request() {
        return InstanceRequest.builder(RealOpenstack.image()).hardwareProfileId(Optional.of("1"));
    }

    private static void act(OpenstackCalls by, String id, Map<String, ?> action) {
        by.post(OpenstackService.COMPUTE, "Act", "/servers/" + id + "/action", action);
    }

    private String status(String id) {
        return calls.get(OpenstackService.COMPUTE, "GetServer", "/servers/" + id)
                .path("server")
                .path("status")
                .asText();
    }

    private Instance awaitState(String id, InstanceState state) {
        await(
                state + " of instance " + id,
                () -> instances.find(id).flatMap(Instance::state).equals(Optional.of(state)));
        return instances.find(id).orElseThrow();
    }
}

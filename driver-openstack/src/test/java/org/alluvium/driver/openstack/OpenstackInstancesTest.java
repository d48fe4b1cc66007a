package org.alluvium.driver.openstack;

import static org.alluvium.driver.openstack.Conditions.await;
import static org.alluvium.driver.openstack.Conditions.counted;
import static org.alluvium.driver.openstack.Conditions.failure;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.alluvium.capability.ImageFilter;
import org.alluvium.capability.InstanceFilter;
import org.alluvium.capability.InstanceRequest;
import org.alluvium.driver.BackendCalls;
import org.alluvium.driver.CloudException;
import org.alluvium.driver.ErrorKind;
import org.alluvium.model.HardwareProfile;
import org.alluvium.model.Image;
import org.alluvium.model.Instance;
import org.alluvium.model.InstanceAction;
import org.alluvium.model.InstanceState;
import org.alluvium.model.Key;
import org.alluvium.model.Realm;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Nova and Glance, for real. */
class OpenstackInstancesTest {
    private final BackendCalls counts = new BackendCalls();
    private final OpenstackCalls calls = RealOpenstack.calls(RealOpenstack.DEMO, counts, 2);
    private final OpenstackInstances instances = new OpenstackInstances(calls);
    private final OpenstackImages images = new OpenstackImages(calls);
    private final OpenstackKeys keys = new OpenstackKeys(calls);

    @BeforeAll
    static void start() throws Exception {
        RealOpenstack.start();
    }

    /** Nova's refusal begins with what it refuses. */
    @Test
    void userDataOfWhichThereIsTooMuchIsNotQuoted() {
        String secret = "canary-" + UUID.randomUUID();

        CloudException refused = failure(
                ErrorKind.INVALID,
                () -> create(request()
                        .userData(Optional.of(secret.repeat(1200).getBytes(StandardCharsets.UTF_8)))
                        .build()));

        assertThat(refused)
                .hasMessageContaining("user_data")
                .hasMessageContaining("***")
                .hasMessageNotContaining(Base64.getEncoder()
                        .encodeToString(secret.substring(0, 9).getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void anInstanceLivesStopsStartsAndLeavesAnImage() {
        String keyName = "key of " + UUID.randomUUID();
        Key key = keys.create(keyName, Optional.empty());
        assertThat(((Key.KeyPair) key.credential()).pem()).isPresent();
        Instance made = create(request()
                .name(Optional.of("web"))
                .keyName(Optional.of(keyName))
                .password(Optional.of("s3cret"))
                .userData(Optional.of("#!/bin/sh".getBytes(StandardCharsets.UTF_8)))
                .userFiles(Map.of("/etc/motd", "hello".getBytes(StandardCharsets.UTF_8)))
                .firewallIds(List.of("default"))
                .build());
        String id = made.id();
        try {
            assertThat(made.login())
                    .isEqualTo(new Instance.Login(Optional.of(keyName), Optional.of("root"), Optional.of("s3cret")));
            awaitState(id, InstanceState.RUNNING);
            Instance running = instances.find(id).orElseThrow();
            assertThat(running.name()).contains("web");
            assertThat(running.hardwareProfileId()).contains("1");
            assertThat(running.privateAddresses()).isNotEmpty();
            assertThat(running.networkInterfaceIds().orElseThrow()).hasSize(1);
            assertThat(running.firewallIds().orElseThrow()).hasSize(1);
            assertThat(running.login().password()).isEmpty();
            assertThat(running.actions())
                    .containsExactly(InstanceAction.REBOOT, InstanceAction.STOP, InstanceAction.DESTROY);

            instances.perform(id, InstanceAction.REBOOT);
            awaitState(id, InstanceState.RUNNING);
            instances.perform(id, InstanceAction.STOP);
            awaitState(id, InstanceState.STOPPED);
            failure(ErrorKind.NOT_ALLOWED, () -> instances.perform(id, InstanceAction.STOP));
            Image image = images.create(id, Optional.of("backup"), Optional.of("of a test"));
            await(
                    "the image",
                    () -> images.find(image.id()).flatMap(Image::state).equals(Optional.of("ACTIVE")));
            assertThat(images.find(image.id()).orElseThrow().description()).contains("of a test");
            assertThat(images.list(new ImageFilter(Optional.of("self"), Optional.empty())))
                    .extracting(Image::id)
                    .contains(image.id());
            images.destroy(image.id());
            assertThat(images.find(image.id())).isEmpty();
            await(
                    "an end of the image's making",
                    () -> instances.find(id).flatMap(Instance::state).equals(Optional.of(InstanceState.STOPPED)));
            instances.perform(id, InstanceAction.START);
            awaitState(id, InstanceState.RUNNING);
        } finally {
            instances.perform(id, InstanceAction.DESTROY);
            keys.destroy(keyName);
        }
        await("its end", () -> instances.find(id).isEmpty());
        assertThat(keys.find(keyName)).isEmpty();
    }

    @Test
    void aListCostsItsPagesAndOneListOfPorts() {
        List<Instance> made = List.of(
                create(request().build()),
                create(request().build()),
                create(request().build()));
        try {
            // On its way to its host a server is for a moment in none of Nova's lists
            made.forEach(instance -> awaitState(instance.id(), InstanceState.RUNNING));
            BackendCalls counted = new BackendCalls();
            List<Instance> all = new OpenstackInstances(RealOpenstack.calls(RealOpenstack.DEMO, counted, 1000))
                    .list(InstanceFilter.ALL);
            assertThat(all)
                    .extracting(Instance::id)
                    .containsAll(made.stream().map(Instance::id).toList());
            assertThat(counted(counted))
                    .containsEntry("CreateToken", 1L)
                    .containsEntry("ListServers", 1L)
                    .containsEntry("ListPorts", 1L)
                    .doesNotContainKeys("GetServer", "ListVolumeAttachments");
            assertThat(instances.list(InstanceFilter.ALL))
                    .extracting(Instance::id)
                    .doesNotHaveDuplicates()
                    .containsAll(made.stream().map(Instance::id).toList());
        } finally {
            made.forEach(instance -> instances.perform(instance.id(), InstanceAction.DESTROY));
        }
    }

    @Test
    void severalInstancesOfOneRequestAreAllTold() {
        List<Instance> made = instances.create(request()
                .name(Optional.of("crowd"))
                .count(3)
                .password(Optional.of("s3cret"))
                .build());
        try {
            assertThat(made).extracting(Instance::id).hasSize(3).doesNotHaveDuplicates();
            assertThat(made)
                    .extracting(instance -> instance.name().orElseThrow())
                    .containsExactlyInAnyOrder("crowd-1", "crowd-2", "crowd-3");
            assertThat(made)
                    .allSatisfy(
                            instance -> assertThat(instance.login().password()).contains("s3cret"));
            made.forEach(instance -> awaitState(instance.id(), InstanceState.RUNNING));
        } finally {
            made.forEach(instance -> instances.perform(instance.id(), InstanceAction.DESTROY));
        }
        failure(ErrorKind.FORBIDDEN, () -> instances.create(request().count(100).build()));
    }

    @Test
    void anUnknownHardwareProfileIsInvalid() {
        CloudException refused = failure(
                ErrorKind.INVALID,
                () -> create(
                        request().hardwareProfileId(Optional.of("giant/../1")).build()));
        assertThat(refused).hasMessage("Hardware profile 'giant/../1' does not exists.");
    }

    @Test
    void aKeyOfTheSameNameIsForbidden() {
        String name = "twice " + UUID.randomUUID();
        keys.create(name, Optional.empty());
        try {
            failure(ErrorKind.FORBIDDEN, () -> keys.create(name, Optional.empty()));
            assertThat(keys.list()).extracting(Key::id).contains(name);
        } finally {
            keys.destroy(name);
        }
    }

    @Test
    void theDefaultRealmIsStillFound() {
        OpenstackRealms realms = new OpenstackRealms(calls);
        assertThat(realms.list()).extracting(Realm::id).contains("nova");
        assertThat(realms.find("default").orElseThrow().limit().orElseThrow()).contains("Max. Instances: 10");
        assertThat(realms.find("elsewhere")).isEmpty();
    }

    @Test
    void hardwareProfilesAreTheFlavorsOfEveryPage() {
        OpenstackHardwareProfiles profiles = new OpenstackHardwareProfiles(calls);
        assertThat(profiles.list()).extracting(HardwareProfile::name).contains("m1.tiny", "m1.small", "m1.large");
        assertThat(profiles.find("1")
                        .orElseThrow()
                        .property("memory")
                        .orElseThrow()
                        .value())
                .isEqualTo("512");
    }

    private InstanceRequest.Builder request() {
        return InstanceRequest.builder(RealOpenstack.image()).hardwareProfileId(Optional.of("1"));
    }

    private Instance create(InstanceRequest request) {
        return instances.create(request).get(0);
    }

    private void awaitState(String id, InstanceState state) {
        await(
                state + " of instance " + id,
                () -> instances.find(id).flatMap(Instance::state).equals(Optional.of(state)));
    }
}

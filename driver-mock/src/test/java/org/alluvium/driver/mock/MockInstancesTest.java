package org.alluvium.driver.mock;

import static org.alluvium.driver.mock.Failures.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.alluvium.capability.AddressOperations;
import org.alluvium.capability.CommandOperations;
import org.alluvium.capability.CommandRequest;
import org.alluvium.capability.FirewallOperations;
import org.alluvium.capability.InstanceFilter;
import org.alluvium.capability.InstanceOperations;
import org.alluvium.capability.InstanceRequest;
import org.alluvium.capability.LoadBalancerOperations;
import org.alluvium.capability.NetworkInterfaceOperations;
import org.alluvium.capability.VolumeOperations;
import org.alluvium.driver.ErrorKind;
import org.alluvium.model.Instance;
import org.alluvium.model.Instance.Login;
import org.alluvium.model.InstanceAction;
import org.alluvium.model.InstanceAddress;
import org.alluvium.model.InstanceState;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class MockInstancesTest extends MockCloudTest {
    private InstanceOperations instances;

    @BeforeEach
    void instances() {
        instances = cloud.require(InstanceOperations.class);
    }

    @Test
    void theFixturesAreThoseOfTheContract() {
        Instance inst0 = instances.find("inst0").orElseThrow();
        Instance inst1 = instances.find("inst1").orElseThrow();
        Instance inst2 = instances.find("inst2").orElseThrow();
        Instance inst3 = instances.find("inst3").orElseThrow();

        assertThat(inst0.name()).contains("Mock Instance With Profile Change");
        assertThat(inst0.hardwareOverrides()).containsExactly(Map.entry("memory", "12288"));
        assertThat(inst0.networkInterfaceIds()).contains(List.of());
        assertThat(inst1.imageId()).contains("img3");
        assertThat(inst1.publicAddresses()).containsExactly(host("img1.inst1.public.com"));
        assertThat(inst1.networkInterfaceIds()).contains(List.of("nic1"));
        assertThat(inst1.volumes()).as("vol3 is attached but not listed").isEmpty();
        assertThat(inst2.networkInterfaceIds()).isEmpty();
        assertThat(inst2.firewallIds()).isEmpty();
        assertThat(inst3.name()).contains("");
        assertThat(inst3.realmId()).contains("eu");
        assertThat(inst3.login()).isEqualTo(Login.withKey(""));
        assertThat(inst3.networkInterfaceIds()).contains(List.of("nicinst3"));
        assertThat(List.of(inst0.createImage(), inst1.createImage(), inst2.createImage(), inst3.createImage()))
                .containsExactly(true, true, true, false);
        assertThat(instances.list(InstanceFilter.ALL))
                .allSatisfy(instance -> {
                    assertThat(instance.ownerId()).contains("mockuser");
                    assertThat(instance.state()).contains(InstanceState.RUNNING);
                    assertThat(instance.actions()).containsExactly(InstanceAction.REBOOT, InstanceAction.STOP);
                })
                .containsExactly(inst0, inst1, inst2, inst3);
    }

    @Test
    void theListIsFilteredByStateAndRealm() {
        instances.perform("inst0", InstanceAction.STOP);

        assertThat(list(Optional.of("stopped"), Optional.empty())).containsExactly("inst0");
        assertThat(list(Optional.empty(), Optional.of("eu"))).containsExactly("inst3");
        assertThat(list(Optional.of("RUNNING"), Optional.of("us"))).containsExactly("inst1", "inst2");
        assertThat(list(Optional.of("nosuch"), Optional.empty())).isEmpty();
    }

    @Test
    void aNewInstanceRunsAtOnceWithWhatWasAskedFor() {
        Instance created = create(InstanceRequest.builder("img1")
                .realmId(Optional.of("eu"))
                .hardwareProfileId(Optional.of("m1-large"))
                .hardwareOverrides(Map.of("memory", "8192"))
                .name(Optional.of("foo"))
                .keyName(Optional.of("test-key")));

        assertThat(created.id()).isEqualTo("inst4");
        assertThat(created.state()).contains(InstanceState.RUNNING);
        assertThat(created.realmId()).contains("eu");
        assertThat(created.hardwareProfileId()).contains("m1-large");
        assertThat(created.hardwareOverrides()).containsExactly(Map.entry("memory", "8192"));
        assertThat(created.name()).contains("foo");
        assertThat(created.login()).isEqualTo(Login.withKey("test-key"));
        assertThat(created.publicAddresses()).containsExactly(host("img1.inst4.public.com"));
        assertThat(created.privateAddresses()).containsExactly(host("img1.inst4.private.com"));
        assertThat(created.networkInterfaceIds()).isEmpty();
        assertThat(created.createImage()).isTrue();
        assertThat(instances.find("inst4")).contains(created);
    }

    @Test
    void aNewInstanceHasDefaultsAndItsImageIsNotChecked() {
        Instance created = create(InstanceRequest.builder("nosuch"));

        assertThat(created.realmId()).contains("us");
        assertThat(created.hardwareProfileId()).contains("m1-small");
        assertThat(created.name().orElseThrow()).matches("i-\\d+");
        assertThat(created.login()).isEqualTo(Login.UNKNOWN);
    }

    @Test
    void theFirstFreeNumberIsTaken() {
        destroy("inst1");

        assertThat(create(InstanceRequest.builder("img1")).id()).isEqualTo("inst1");
        assertThat(create(InstanceRequest.builder("img1")).id()).isEqualTo("inst4");
    }

    @Test
    void inst10ComesAfterInst9() {
        for (int i = 4; i <= 10; i++) {
            create(InstanceRequest.builder("img1"));
        }

        assertThat(list(Optional.empty(), Optional.empty()))
                .containsSubsequence("inst1", "inst2", "inst9", "inst10")
                .hasSize(11);
    }

    @ParameterizedTest
    @ValueSource(strings = {"bad", "", "m1-small "})
    void anUnknownHardwareProfileIsRefusedInTheWordsOfTheContract(String profile) {
        InstanceRequest request = InstanceRequest.builder("img1")
                .hardwareProfileId(Optional.of(profile))
                .build();

        assertFails(ErrorKind.INVALID, () -> instances.create(request))
                .isEqualTo("Hardware profile '" + profile + "' does not exists.");
    }

    @Test
    void anUnknownRealmIsRefused() {
        InstanceRequest request =
                InstanceRequest.builder("img1").realmId(Optional.of("mars")).build();

        assertFails(ErrorKind.INVALID, () -> instances.create(request)).isEqualTo("Realm 'mars' does not exist.");
        assertThat(instances.find("inst4")).isEmpty();
    }

    @Test
    void firewallsAreShownAndHaveToExist() {
        InstanceRequest unknown =
                InstanceRequest.builder("img1").firewallIds(List.of("nosuch")).build();

        assertThat(create(InstanceRequest.builder("img1").firewallIds(List.of("default")))
                        .firewallIds())
                .contains(List.of("default"));
        assertFails(ErrorKind.INVALID, () -> instances.create(unknown)).isEqualTo("Firewall 'nosuch' does not exist.");
        assertFails(
                        ErrorKind.CONFLICT,
                        () -> cloud.require(FirewallOperations.class).destroy("default"))
                .isEqualTo("Firewall 'default' is in use by instance 'inst4'.");
    }

    @Test
    void anInstanceIsStoppedStartedRebootedAndDestroyed() {
        assertThat(perform(InstanceAction.REBOOT).state()).contains(InstanceState.RUNNING);

        Instance stopped = perform(InstanceAction.STOP);
        assertThat(stopped.state()).contains(InstanceState.STOPPED);
        assertThat(stopped.actions()).containsExactly(InstanceAction.START, InstanceAction.DESTROY);

        assertThat(perform(InstanceAction.START).actions()).containsExactly(InstanceAction.REBOOT, InstanceAction.STOP);

        perform(InstanceAction.STOP);
        assertThat(instances.perform("inst2", InstanceAction.DESTROY)).isEmpty();
        assertThat(instances.find("inst2")).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = InstanceAction.class,
            names = {"START", "DESTROY", "CREATE"})
    void whatARunningInstanceCannotDoIsNotAllowed(InstanceAction action) {
        assertFails(ErrorKind.NOT_ALLOWED, () -> instances.perform("inst0", action))
                .isEqualTo("Instance 'inst0' is RUNNING. It can do: reboot, stop.");
        assertThat(instances.find("inst0")).isPresent();
    }

    @ParameterizedTest
    @EnumSource(
            value = InstanceAction.class,
            names = {"START", "DESTROY", "STOP", "REBOOT"})
    void anActionOnAnUnknownInstanceFindsNothing(InstanceAction action) {
        assertFails(ErrorKind.NOT_FOUND, () -> instances.perform("nosuch", action))
                .isEqualTo("Instance 'nosuch' does not exist.");
    }

    @Test
    void whatADestroyedInstanceHadIsFree() {
        VolumeOperations volumes = cloud.require(VolumeOperations.class);
        AddressOperations addresses = cloud.require(AddressOperations.class);
        volumes.attach("vol1", "inst1", "/dev/sdb");
        addresses.associate("192.168.0.1", "inst1");

        destroy("inst1");

        for (String next : List.of("before a restart", "after it")) {
            assertThat(volumes.find("vol1").orElseThrow().state()).as(next).contains("AVAILABLE");
            assertThat(volumes.find("vol3").orElseThrow().attachment()).as(next).isEmpty();
            assertThat(addresses.find("192.168.0.1").orElseThrow().instanceId())
                    .as(next)
                    .isEmpty();
            assertThat(cloud.require(NetworkInterfaceOperations.class).find("nic1"))
                    .as(next)
                    .isEmpty();
            assertThat(cloud.require(LoadBalancerOperations.class)
                            .find("lb1")
                            .orElseThrow()
                            .instanceIds())
                    .as(next)
                    .isEmpty();
            restart();
            volumes = cloud.require(VolumeOperations.class);
            addresses = cloud.require(AddressOperations.class);
        }
    }

    @Test
    void aNewInstanceInheritsNothingFromTheOneWhoseNumberItGets() {
        cloud.require(VolumeOperations.class).attach("vol1", "inst1", "/dev/sdb");
        destroy("inst1");

        Instance created = create(InstanceRequest.builder("img1"));

        assertThat(created.id()).isEqualTo("inst1");
        assertThat(instances.find("inst1")).contains(created);
        assertThat(created.volumes()).isEmpty();
    }

    @Test
    void userDataIsStored() throws Exception {
        create(InstanceRequest.builder("img1").userData(Optional.of(new byte[] {1, 2, (byte) 255})));

        assertThat(folder.resolve("cloud/instances/inst4.json")).content().contains("\"userData\":\"AQL/\"");
    }

    @Test
    void aCommandIsEchoedByARunningInstance() {
        CommandOperations commands = cloud.require(CommandOperations.class);
        CommandRequest request =
                new CommandRequest("uname -a", Optional.empty(), Optional.empty(), Optional.empty(), 22);

        var output = commands.run("inst0", request);

        assertThat(output.publicAddress()).isEqualTo("img1.inst0.public.com");
        assertThat(output.command()).isEqualTo("uname -a");
        assertThat(output.output()).isEqualTo("inst0$ uname -a\n");
        assertFails(ErrorKind.NOT_FOUND, () -> commands.run("nosuch", request));
        instances.perform("inst0", InstanceAction.STOP);
        assertFails(ErrorKind.NOT_ALLOWED, () -> commands.run("inst0", request));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "..", "../inst0", "inst0/../inst0", "INST0", "inst0.json", "inst\0", "inst00", "\ud800"})
    void anIdThatIsNotThereIsAbsentWhateverItLooksLike(String id) {
        assertThat(instances.find(id)).isEmpty();
        assertFails(ErrorKind.NOT_FOUND, () -> instances.perform(id, InstanceAction.STOP));
    }

    private Instance create(InstanceRequest.Builder request) {
        List<Instance> created = instances.create(request.build());
        assertThat(created).hasSize(1);
        return created.get(0);
    }

    private Instance perform(InstanceAction action) {
        Instance told = instances.perform("inst2", action).orElseThrow();
        assertThat(instances.find("inst2")).contains(told);
        return told;
    }

    private void destroy(String id) {
        instances.perform(id, InstanceAction.STOP);
        instances.perform(id, InstanceAction.DESTROY);
    }

    private List<String> list(Optional<String> state, Optional<String> realm) {
        return instances.list(new InstanceFilter(state, realm)).stream()
                .map(Instance::id)
                .toList();
    }

    private static InstanceAddress host(String name) {
        return new InstanceAddress(InstanceAddress.Type.HOSTNAME, name);
    }
}

package org.alluvium.driver.azure;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.alluvium.capability.InstanceFilter;
import org.alluvium.capability.InstanceOperations;
import org.alluvium.capability.InstanceRequest;
import org.alluvium.capability.KeyOperations;
import org.alluvium.driver.ErrorKind;
import org.alluvium.model.Instance;
import org.alluvium.model.InstanceAction;
import org.alluvium.model.InstanceAddress;
import org.alluvium.model.InstanceState;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Virtual machines, before the fake ARM. */
class AzureInstancesTest {
    private static final String UBUNTU = "Canonical:ubuntu-24_04-lts:server:latest";
    private static final String WINDOWS = "MicrosoftWindowsServer:WindowsServer:2022-datacenter-g2:latest";

    private TestCloud cloud;
    private FakeArm fake;
    private InstanceOperations instances;

    @BeforeEach
    void start() throws IOException {
        cloud = new TestCloud();
        fake = cloud.fake;
        instances = cloud.require(InstanceOperations.class);
    }

    @AfterEach
    void stop() {
        cloud.close();
    }

    private Instance create(InstanceRequest.Builder wish) {
        return instances.create(wish.build()).get(0);
    }

    private Instance awaitState(String id, InstanceState state) {
        return TestCloud.await(() -> instances.find(id).filter(i -> i.state().equals(Optional.of(state))));
    }

    private Instance running(InstanceRequest.Builder wish) {
        return awaitState(create(wish).id(), InstanceState.RUNNING);
    }

    private void awaitLeft(List<String> expected) {
        TestCloud.await(() -> Optional.of(fake.leftovers()).filter(expected::equals));
    }

    private JsonNode kept(String id) {
        AzureId known = AzureId.parse(id, "", 2).orElseThrow();
        return fake.store
                .find(FakePath.of("/subscriptions/" + FakeArm.SUBSCRIPTION + "/resourceGroups/" + known.group()
                        + "/providers/Microsoft.Compute/virtualMachines/" + known.name()))
                .orElseThrow();
    }

    private long requests(String method, String part) {
        return fake.log().stream()
                .filter(r -> r.startsWith(method + " ") && r.contains(part))
                .count();
    }

    @Test
    void anInstanceComesWithAllItNeedsAndTakesItAlong() {
        Instance made = create(InstanceRequest.builder(UBUNTU).name(Optional.of("Web-1")));
        assertThat(made.state()).contains(InstanceState.PENDING);
        assertThat(made.login().username()).contains("azureuser");
        assertThat(made.login().password().orElseThrow()).hasSize(24);
        Instance running = awaitState(made.id(), InstanceState.RUNNING);
        assertThat(running.name()).contains("Web-1");
        assertThat(running.imageId()).contains(UBUNTU);
        assertThat(running.realmId()).contains("westeurope");
        assertThat(running.ownerId()).contains(FakeArm.SUBSCRIPTION);
        assertThat(running.hardwareProfileId()).contains("Standard_B2s");
        assertThat(running.launchTime()).isPresent();
        assertThat(running.publicAddresses())
                .extracting(InstanceAddress::address)
                .hasSize(1);
        assertThat(running.privateAddresses())
                .extracting(InstanceAddress::address)
                .hasSize(1);
        assertThat(running.login().password()).isEmpty();
        assertThat(running.networkInterfaceIds().orElseThrow()).hasSize(1);
        // Group, network and subnet, address, interface, instance, disk
        assertThat(fake.leftovers()).hasSize(7);
        assertThat(instances.list(InstanceFilter.ALL)).containsExactly(running);
        Instance gone = instances.perform(made.id(), InstanceAction.DESTROY).orElseThrow();
        assertThat(gone.state()).contains(InstanceState.STOPPING);
        awaitLeft(List.of());
        assertThat(instances.find(made.id())).isEmpty();
    }

    @Test
    void anInstanceIsStoppedStartedAndRebootedWithoutAWait() {
        String id = running(InstanceRequest.builder(UBUNTU)).id();
        fake.store.delay = Duration.ofHours(1);
        assertThat(instances.perform(id, InstanceAction.STOP).flatMap(Instance::state))
                .contains(InstanceState.STOPPING);
        TestCloud.fails(ErrorKind.NOT_ALLOWED, () -> instances.perform(id, InstanceAction.REBOOT));
        fake.store.delay = Duration.ofMillis(10);
        instances.perform(id, InstanceAction.STOP);
        Instance stopped = awaitState(id, InstanceState.STOPPED);
        assertThat(stopped.actions()).containsExactly(InstanceAction.START, InstanceAction.DESTROY);
        instances.perform(id, InstanceAction.START);
        awaitState(id, InstanceState.RUNNING);
        instances.perform(id, InstanceAction.REBOOT);
        awaitState(id, InstanceState.RUNNING);
        assertThat(requests("POST", "/deallocate")).isEqualTo(2);
        assertThat(requests("POST", "/powerOff")).isZero();
    }

    @Test
    void whatFailsLaterShowsAsAnErrorAndCanBeMendedOrRemoved() {
        fake.failLater("PUT", "virtualMachines", "AllocationFailed", "There is no room.");
        String id = create(InstanceRequest.builder(UBUNTU)).id();
        Instance failed = awaitState(id, InstanceState.ERROR);
        assertThat(failed.actions()).containsExactly(InstanceAction.START, InstanceAction.STOP, InstanceAction.DESTROY);
        assertThat(failed.stateReason()).contains("There is no room. (AllocationFailed)");
        assertThat(instances.list(InstanceFilter.ALL)).allSatisfy(i -> {
            assertThat(i.state()).contains(InstanceState.ERROR);
            assertThat(i.stateReason()).isEqualTo(failed.stateReason());
        });
        instances.perform(id, InstanceAction.START);
        assertThat(awaitState(id, InstanceState.RUNNING).stateReason()).isEmpty();
        instances.perform(id, InstanceAction.DESTROY);
        awaitLeft(List.of());
    }

    @Test
    void aStopThatFailsLaterTellsWhy() {
        String id = running(InstanceRequest.builder(UBUNTU)).id();
        fake.failLater("POST", "/deallocate", "InternalExecutionError", "An internal execution error occurred.");
        instances.perform(id, InstanceAction.STOP);
        assertThat(awaitState(id, InstanceState.ERROR).stateReason())
                .contains("An internal execution error occurred. (InternalExecutionError)");
    }

    @Test
    void anInstanceThatAPolicyExtendedTakesItsGroupAlong() {
        String id = running(InstanceRequest.builder(UBUNTU)).id();
        AzureId known = AzureId.parse(id, "", 2).orElseThrow();
        fake.seed(
                "/subscriptions/" + FakeArm.SUBSCRIPTION + "/resourceGroups/" + known.group()
                        + "/providers/Microsoft.Compute/virtualMachines/" + known.name()
                        + "/extensions/AzureMonitorLinuxAgent",
                "{\"location\":\"westeurope\"}");
        instances.perform(id, InstanceAction.DESTROY);
        awaitLeft(List.of());
    }

    @Test
    void inAGroupWithoutANetworkOneIsMadeForAllInstancesOfTheGroup() {
        cloud.seedGroup();
        Map<String, String> mine = Map.of("resource_group", "Mine");
        Instance first =
                running(InstanceRequest.builder(UBUNTU).name(Optional.of("one")).parameters(mine));
        Instance second =
                running(InstanceRequest.builder(UBUNTU).name(Optional.of("two")).parameters(mine));
        assertThat(List.of(first.id(), second.id())).containsExactly("mine:one", "mine:two");
        assertThat(requests("PUT", "virtualNetworks/alluvium-westeurope")).isEqualTo(1);
        instances.perform(first.id(), InstanceAction.DESTROY);
        instances.perform(second.id(), InstanceAction.DESTROY);
        TestCloud.await(() -> Optional.of(fake.leftovers())
                .filter(left -> left.stream()
                        .noneMatch(one ->
                                one.matches(".*/(virtualMachines|networkInterfaces|publicIPAddresses|disks)/.*"))));
        assertThat(fake.leftovers())
                .anyMatch(one -> one.endsWith("/door"))
                .anyMatch(one -> one.endsWith("/alluvium-westeurope"));
    }

    @Test
    void inTheCallersGroupItsNetworkIsUsed() {
        cloud.seedNetwork();
        running(InstanceRequest.builder(UBUNTU).name(Optional.of("one")).parameters(Map.of("resource_group", "mine")));
        assertThat(requests("PUT", "virtualNetworks")).isZero();
    }

    @Test
    void whatIsTheCallersOwnStays() {
        cloud.seedNetwork();
        List<String> before = fake.leftovers();
        Map<String, String> own = Map.of("resource_group", "Mine", "subnet_id", "mine:home:first");
        String first = running(
                        InstanceRequest.builder(UBUNTU).name(Optional.of("one")).parameters(own))
                .id();
        assertThat(first).isEqualTo("mine:one");
        instances.perform(first, InstanceAction.DESTROY);
        awaitLeft(before);

        fake.seed(
                "/subscriptions/" + FakeArm.SUBSCRIPTION
                        + "/resourceGroups/Mine/providers/Microsoft.Network/networkInterfaces/plug",
                "{\"location\":\"westeurope\",\"properties\":{\"ipConfigurations\":[{\"name\":\"main\",\"properties\":{"
                        + "\"subnet\":{\"id\":\"/subscriptions/" + FakeArm.SUBSCRIPTION
                        + "/resourceGroups/Mine/providers/Microsoft.Network/virtualNetworks/Home/subnets/first\"},"
                        + "\"privateIPAddress\":\"10.1.0.9\"}}]}}");
        List<String> withPlug = fake.leftovers();
        Instance second =
                running(InstanceRequest.builder(UBUNTU).parameters(Map.of("network_interface_id", "mine:plug")));
        assertThat(second.networkInterfaceIds()).contains(List.of("mine:plug"));
        assertThat(second.privateAddresses())
                .extracting(InstanceAddress::address)
                .containsExactly("10.1.0.9");
        assertThat(second.publicAddresses()).isEmpty();
        instances.perform(second.id(), InstanceAction.DESTROY);
        awaitLeft(withPlug);
    }

    @Test
    void aGroupIntoWhichSomebodyPutSomethingStaysWithIt() {
        Instance made = running(InstanceRequest.builder(UBUNTU).name(Optional.of("web")));
        String group = AzureId.parse(made.id(), "", 2).orElseThrow().group();
        String strange = "/subscriptions/" + FakeArm.SUBSCRIPTION + "/resourceGroups/" + group
                + "/providers/Microsoft.Compute/disks/precious";
        fake.seed(strange, "{\"location\":\"westeurope\",\"properties\":{\"diskSizeGB\":1}}");
        instances.perform(made.id(), InstanceAction.DESTROY);
        TestCloud.await(() -> Optional.of(fake.leftovers())
                .filter(left ->
                        left.contains(strange) && left.stream().noneMatch(one -> one.contains("virtualMachines"))));
        // With the instance went its disk, its interface and its address
        assertThat(fake.leftovers()).hasSize(4).contains(group);
    }

    @Test
    void noAddressIsMadeForWhoWantsNone() {
        Instance made = running(InstanceRequest.builder(UBUNTU).parameters(Map.of("address_id", "none")));
        assertThat(made.publicAddresses()).isEmpty();
        assertThat(requests("PUT", "publicIPAddresses")).isZero();
    }

    @Test
    void aListCostsItsPagesHoweverManyInstancesThereAre() {
        fake.pageSize = 3;
        cloud.seedNetwork();
        for (int i = 0; i < 7; i++) {
            cloud.seedInstance("vm" + i, i % 2 == 1);
        }
        long before = cloud.calls();
        List<Instance> all = instances.list(InstanceFilter.ALL);
        // Three pages of instances, states and interfaces, one of addresses
        assertThat(cloud.calls() - before).isEqualTo(10);
        assertThat(all)
                .hasSize(7)
                .allSatisfy(i -> assertThat(i.privateAddresses()).hasSize(1));
        assertThat(instances.list(new InstanceFilter(Optional.of("stopped"), Optional.empty())))
                .hasSize(3);
        assertThat(cloud.connect("public;eastus")
                        .require(InstanceOperations.class)
                        .list(InstanceFilter.ALL))
                .isEmpty();
    }

    @Test
    void realmsAreLocationsAndZones() {
        Instance made = running(InstanceRequest.builder(UBUNTU).realmId(Optional.of("eastus:2")));
        assertThat(made.realmId()).contains("eastus:2");
        assertThat(kept(made.id()).at("/zones/0").asText()).isEqualTo("2");
        assertThat(instances.list(new InstanceFilter(Optional.empty(), Optional.of("eastus:2"))))
                .hasSize(1);
    }

    @Test
    void aKeyOpensAnInstanceWithoutAPassword() {
        cloud.require(KeyOperations.class).create("door", Optional.of("ssh-rsa AAAAB3NzaC1yc2E= me"));
        byte[] script = "#!/bin/sh\n".getBytes(java.nio.charset.StandardCharsets.UTF_8);
        Instance made = create(
                InstanceRequest.builder(UBUNTU).keyName(Optional.of("door")).userData(Optional.of(script)));
        assertThat(made.login().password()).isEmpty();
        assertThat(made.login().keyName()).contains("door");
        JsonNode profile = kept(made.id()).at("/properties/osProfile");
        assertThat(profile.at("/linuxConfiguration/disablePasswordAuthentication")
                        .asBoolean())
                .isTrue();
        assertThat(profile.at("/linuxConfiguration/ssh/publicKeys/0/keyData").asText())
                .startsWith("ssh-rsa");
        assertThat(Base64.getDecoder().decode(profile.at("/customData").asText()))
                .isEqualTo(script);
    }

    @Test
    void aPasswordIsSetAsTheCallerWants() {
        Instance made = create(InstanceRequest.builder(UBUNTU).password(Optional.of("Correct-Horse-7")));
        assertThat(made.login().password()).contains("Correct-Horse-7");
        assertThat(kept(made.id()).at("/properties/osProfile/adminPassword").asText())
                .isEqualTo("Correct-Horse-7");
        TestCloud.fails(
                ErrorKind.INVALID, () -> create(InstanceRequest.builder(UBUNTU).password(Optional.of("weak"))));
    }

    @Test
    void aWindowsHasAPasswordAndAShortName() {
        Instance made = create(InstanceRequest.builder(WINDOWS).name(Optional.of("a-name-of-many-characters")));
        assertThat(made.login().password()).isPresent();
        assertThat(kept(made.id()).at("/properties/osProfile/computerName").asText())
                .isEqualTo("a-name-of-many");
    }

    @Test
    void theTermsOfAPublisherAreSentAlong() {
        Instance made = create(InstanceRequest.builder("shop:appliance:paid:1.0.0"));
        assertThat(kept(made.id()).at("/plan/name").asText()).isEqualTo("paid-plan");
    }

    @Test
    void aFirewallGuardsTheInterface() {
        fake.seed(
                "/subscriptions/" + FakeArm.SUBSCRIPTION
                        + "/resourceGroups/alluvium/providers/Microsoft.Network/networkSecurityGroups/wall",
                "{\"location\":\"westeurope\"}");
        Instance made = running(InstanceRequest.builder(UBUNTU).firewallIds(List.of("wall")));
        assertThat(made.firewallIds()).contains(List.of("alluvium:wall"));
        assertThat(instances.list(InstanceFilter.ALL).get(0)).isEqualTo(made);
    }

    @Test
    void anInstanceThatIsNotThereIsNotFound() {
        for (String id : TestCloud.UNKNOWN) {
            assertThat(instances.find(id)).as(id).isEmpty();
            for (InstanceAction action : List.of(InstanceAction.START, InstanceAction.STOP, InstanceAction.DESTROY)) {
                TestCloud.fails(ErrorKind.NOT_FOUND, () -> instances.perform(id, action));
            }
        }
    }
}

package org.alluvium.driver.azure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.alluvium.capability.InstanceOperations;
import org.alluvium.capability.InstanceRequest;
import org.alluvium.driver.CloudException;
import org.alluvium.driver.ErrorKind;
import org.alluvium.model.InstanceAction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An instance that cannot be made leaves nothing behind, and the error tells the step. */
class AzureLaunchTest {
    private static final String UBUNTU = "Canonical:ubuntu-24_04-lts:server:latest";

    private TestCloud cloud;
    private FakeArm fake;

    @BeforeEach
    void start() throws IOException {
        cloud = new TestCloud();
        fake = cloud.fake;
    }

    @AfterEach
    void stop() {
        cloud.close();
    }

    private static InstanceRequest.Builder wish() {
        return InstanceRequest.builder(UBUNTU).name(Optional.of("web"));
    }

    private void create(InstanceRequest.Builder wish) {
        cloud.require(InstanceOperations.class).create(wish.build());
    }

    private void awaitLeft(List<String> expected) {
        TestCloud.await(() -> Optional.of(fake.leftovers()).filter(expected::equals));
    }

    @ParameterizedTest
    @CsvSource({
        "resourcegroups, resource group",
        "virtualNetworks, network",
        "publicIPAddresses, public address",
        "networkInterfaces, network interface",
        "virtualMachines, instance"
    })
    void aStepThatIsRefusedLeavesNothing(String part, String step) {
        fake.failNext("PUT", part, 403, "RequestDisallowedByPolicy", "A policy says no.");
        CloudException failure = TestCloud.fails(ErrorKind.FORBIDDEN, () -> create(wish()));
        assertThat(failure).hasMessageContaining("step '" + step + "'").hasMessageContaining("A policy says no");
        awaitLeft(List.of());
    }

    @ParameterizedTest
    @CsvSource({"virtualNetworks, network", "publicIPAddresses, public address", "networkInterfaces, network interface"
    })
    void aStepThatIsAcceptedAndFailsLaterLeavesNothing(String part, String step) {
        fake.failLater("PUT", part, "PublicIPCountLimitReached", "There are too many.");
        CloudException failure = TestCloud.fails(ErrorKind.FORBIDDEN, () -> create(wish()));
        assertThat(failure).hasMessageContaining("step '" + step + "'").hasMessageContaining("There are too many");
        awaitLeft(List.of());
    }

    @ParameterizedTest
    @CsvSource({"publicIPAddresses, public address", "networkInterfaces, network interface", "virtualMachines, instance"
    })
    void inTheCallersGroupNothingButHisOwnIsLeft(String part, String step) {
        cloud.seedNetwork();
        List<String> before = fake.leftovers();
        InstanceRequest.Builder wish =
                wish().parameters(Map.of("resource_group", "Mine", "subnet_id", "mine:home:first"));
        fake.failNext("PUT", part, 403, "RequestDisallowedByPolicy", "A policy says no.");
        CloudException failure = TestCloud.fails(ErrorKind.FORBIDDEN, () -> create(wish));
        assertThat(failure).hasMessageContaining("step '" + step + "'");
        awaitLeft(before);
    }

    @ParameterizedTest
    @CsvSource({
        "virtualNetworks, network",
        "publicIPAddresses, public address",
        "networkInterfaces, network interface",
        "virtualMachines, instance"
    })
    void inTheCallersGroupTheNetworkThatWasMadeForItGoesToo(String part, String step) {
        cloud.seedGroup();
        List<String> before = fake.leftovers();
        InstanceRequest.Builder wish = wish().parameters(Map.of("resource_group", "Mine"));
        fake.failNext("PUT", part, 403, "RequestDisallowedByPolicy", "A policy says no.");
        CloudException failure = TestCloud.fails(ErrorKind.FORBIDDEN, () -> create(wish));
        assertThat(failure).hasMessageContaining("step '" + step + "'");
        awaitLeft(before);
    }

    @ParameterizedTest
    @CsvSource({"virtualNetworks, network", "publicIPAddresses, public address", "networkInterfaces, network interface"
    })
    void inTheCallersGroupAStepThatFailsLaterLeavesNothing(String part, String step) {
        cloud.seedGroup();
        List<String> before = fake.leftovers();
        InstanceRequest.Builder wish = wish().parameters(Map.of("resource_group", "Mine"));
        fake.failLater("PUT", part, "InternalServerError", "It broke.");
        CloudException failure = TestCloud.fails(ErrorKind.CONFLICT, () -> create(wish));
        assertThat(failure).hasMessageContaining("step '" + step + "'").hasMessageContaining("It broke");
        awaitLeft(before);
    }

    @ParameterizedTest
    @CsvSource({"virtualNetworks, network", "publicIPAddresses, public address", "networkInterfaces, network interface"
    })
    void aStepThatTakesTooLongLeavesNothing(String part, String step) {
        fake.whenAsked("PUT", part, () -> fake.store.delay = Duration.ofSeconds(3));
        fake.whenAsked("DELETE", "resourcegroups", () -> fake.store.delay = Duration.ofMillis(30));
        InstanceOperations impatient = cloud.connect(Duration.ofSeconds(1)).require(InstanceOperations.class);
        CloudException failure = TestCloud.fails(ErrorKind.PROVIDER_TIMEOUT, () -> impatient.create(wish().build()));
        assertThat(failure).hasMessageContaining("step '" + step + "'").hasMessageContaining("1 seconds");
        awaitLeft(List.of());
    }

    /** What fails once it was accepted is shown, as ARM keeps it; see also AzureInstancesTest. */
    @Test
    void aMachineThatFailsLaterIsThereToBeLookedAtAndRemoved() {
        fake.failLater("PUT", "virtualMachines", "OSProvisioningTimedOut", "The guest did not answer.");
        InstanceOperations instances = cloud.require(InstanceOperations.class);
        String id = instances.create(wish().build()).get(0).id();
        TestCloud.await(() -> instances
                .find(id)
                .filter(one ->
                        one.stateReason().equals(Optional.of("The guest did not answer. (OSProvisioningTimedOut)"))));
        instances.perform(id, InstanceAction.DESTROY);
        awaitLeft(List.of());
    }

    @Test
    void whoNoLongerWaitsLeavesNothingEither() {
        fake.store.delay = Duration.ofMillis(200);
        Thread caller = Thread.currentThread();
        fake.whenAsked("PUT", "virtualNetworks", caller::interrupt);
        TestCloud.fails(ErrorKind.UNAVAILABLE, () -> create(wish()));
        assertThat(Thread.interrupted()).isTrue();
        awaitLeft(List.of());
    }

    @Test
    void whatCannotBeRemovedIsTold() {
        fake.failNext("PUT", "networkInterfaces", 403, "RequestDisallowedByPolicy", "A policy says no.");
        fake.failNext("DELETE", "resourcegroups", 409, "ScopeLocked", "There is a lock.");
        CloudException failure = TestCloud.fails(ErrorKind.FORBIDDEN, () -> create(wish()));
        assertThat(failure).hasMessageContaining("could not all be removed");
        assertThat(fake.leftovers()).isNotEmpty();
    }

    @Test
    void whatAzureQuotesOfSecretsIsNotTold() {
        String password = "Correct-Horse-7";
        fake.failNext("PUT", "virtualMachines", 400, "InvalidParameter", "Value '" + password + "' is not allowed.");
        CloudException failure =
                TestCloud.fails(ErrorKind.INVALID, () -> create(wish().password(Optional.of(password))));
        assertThat(failure).hasMessageContaining("Value '***'").hasMessageNotContaining(password);
        assertThat(failure.getCause()).isNull();
    }

    @Test
    void whatMakesNoSenseIsRefusedBeforeAnythingIsMade() {
        cloud.seedNetwork();
        List<String> before = fake.leftovers();
        for (InstanceRequest.Builder wish : List.of(
                wish().name(Optional.of("no such name")),
                wish().name(Optional.of("-")),
                wish().hardwareProfileId(Optional.of("")),
                wish().hardwareProfileId(Optional.of("Standard_ND96")),
                wish().realmId(Optional.of("atlantis")),
                wish().realmId(Optional.of("westeurope:9")),
                wish().keyName(Optional.of("nosuch")),
                wish().firewallIds(List.of("a", "b")),
                wish().firewallIds(List.of("no such/..")),
                wish().parameters(Map.of("resource_group", "nosuch")),
                wish().parameters(Map.of("subnet_id", "x")),
                wish().parameters(Map.of("network_interface_id", "a:b:c")),
                InstanceRequest.builder("nosuch"),
                InstanceRequest.builder("Canonical:nosuch:server:latest"),
                InstanceRequest.builder("../..:x"),
                wish().hardwareProfileId(Optional.of("Standard_D2ps_v5")),
                InstanceRequest.builder("Canonical:ubuntu-24_04-lts:server-arm64:latest"))) {
            TestCloud.fails(ErrorKind.INVALID, () -> create(wish));
        }
        assertThat(fake.leftovers()).isEqualTo(before);
        assertThat(fake.log()).noneMatch(request -> request.startsWith("PUT"));
    }

    @Test
    void aWishOfTheSameKeyIsTheSameInstance() {
        InstanceOperations instances = cloud.require(InstanceOperations.class);
        InstanceRequest wish = new InstanceRequest(
                UBUNTU,
                Optional.empty(),
                Optional.empty(),
                Map.of(),
                Optional.of("web"),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Map.of(),
                Optional.empty(),
                List.of(),
                1,
                Optional.empty(),
                Optional.empty(),
                false,
                Optional.empty(),
                Optional.empty(),
                Optional.of("one and the same"),
                Map.of());
        String id = instances.create(wish).get(0).id();
        assertThat(instances.create(wish).get(0).id()).isEqualTo(id);
        assertThat(fake.log().stream()
                        .filter(request -> request.startsWith("PUT") && request.contains("virtualMachines")))
                .hasSize(1);
    }

    @Test
    void anInstanceOfTheCallersGroupIsNotReplaced() {
        cloud.seedNetwork();
        cloud.seedInstance("web", false);
        TestCloud.fails(
                ErrorKind.CONFLICT,
                () -> create(wish().parameters(Map.of("resource_group", "Mine", "subnet_id", "mine:home:first"))));
    }
}

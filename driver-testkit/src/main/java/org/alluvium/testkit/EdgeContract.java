package org.alluvium.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.List;
import java.util.Optional;
import org.alluvium.capability.AddressOperations;
import org.alluvium.capability.FirewallOperations;
import org.alluvium.capability.InstanceOperations;
import org.alluvium.capability.InstanceRequest;
import org.alluvium.capability.LoadBalancerOperations;
import org.alluvium.capability.MetricOperations;
import org.alluvium.capability.NetworkInterfaceOperations;
import org.alluvium.capability.NetworkOperations;
import org.alluvium.capability.RuleRequest;
import org.alluvium.capability.SubnetOperations;
import org.alluvium.capability.VolumeOperations;
import org.alluvium.capability.VolumeRequest;
import org.alluvium.driver.CloudException;
import org.alluvium.driver.ErrorKind;
import org.alluvium.model.Firewall.AddressSource;
import org.alluvium.model.Instance;
import org.alluvium.model.InstanceAction;
import org.alluvium.model.InstanceState;
import org.alluvium.model.Metric;
import org.alluvium.model.NetworkInterface;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Wrong states, bad parameters, and what refers to things that are not there. */
public interface EdgeContract extends InstanceContract {
    @Test
    default void whatAnInstanceIsAlreadyIsDoneOrNotAllowed() {
        declared(InstanceOperations.class).ifPresent(instances -> {
            Instance instance = startInstance(instances);
            assertDoneOr(
                    () -> instances.perform(instance.id(), InstanceAction.START),
                    ErrorKind.NOT_ALLOWED,
                    ErrorKind.CONFLICT);
            instances.perform(instance.id(), InstanceAction.STOP);
            awaitState(instances, instance.id(), InstanceState.STOPPED);
            assertDoneOr(
                    () -> instances.perform(instance.id(), InstanceAction.STOP),
                    ErrorKind.NOT_ALLOWED,
                    ErrorKind.CONFLICT);
            instances.perform(instance.id(), InstanceAction.START);
            awaitState(instances, instance.id(), InstanceState.RUNNING);
            destroy(instances, instance.id());
        });
    }

    @Test
    default void anInstanceOfAnUnknownImageIsRefused() {
        declared(InstanceOperations.class)
                .ifPresent(instances -> UNKNOWN_IDS.forEach(id -> assertFails(
                        () -> instances.create(InstanceRequest.builder(id).build()),
                        ErrorKind.INVALID,
                        ErrorKind.NOT_FOUND)));
    }

    @Test
    default void anInstanceInAnUnknownRealmIsRefused() {
        declared(InstanceOperations.class)
                .ifPresent(instances -> assertFails(
                        () -> instances.create(InstanceRequest.builder(fixture().imageId())
                                .realmId(Optional.of("nosuch"))
                                .build()),
                        ErrorKind.INVALID,
                        ErrorKind.NOT_FOUND));
    }

    @Test
    default void aVolumeOfAnUnknownSnapshotIsRefused() {
        declared(VolumeOperations.class)
                .ifPresent(volumes -> assertFails(
                        () -> volumes.create(new VolumeRequest(
                                Optional.of("1"),
                                Optional.of("nosuch"),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty())),
                        ErrorKind.INVALID,
                        ErrorKind.NOT_FOUND));
    }

    @Test
    default void addressesAndInstancesThatAreNotThereAreNotJoined() {
        declared(AddressOperations.class).ifPresent(addresses -> {
            String id = addresses.create().id();
            assertFails(() -> addresses.associate(id, "nosuch"), ErrorKind.NOT_FOUND, ErrorKind.INVALID);
            assertThat(addresses.find(id).orElseThrow().instanceId()).isEmpty();
            addresses.destroy(id);
            assertFails(() -> addresses.associate("192.0.2.1", "nosuch"), ErrorKind.NOT_FOUND);
            assertFails(() -> addresses.disassociate("192.0.2.1"), ErrorKind.NOT_FOUND);
        });
    }

    @Test
    default void rulesThatAreNotThereAreNotFound() {
        declared(FirewallOperations.class).ifPresent(firewalls -> {
            RuleRequest rule = new RuleRequest(
                    Optional.of("udp"),
                    Optional.of("53"),
                    Optional.of("54"),
                    List.of(new AddressSource("ipv4", "198.51.100.0", "24")));
            assertFails(() -> firewalls.addRule("nosuch", rule), ErrorKind.NOT_FOUND);
            String id = firewalls.create(newName(), "made by the kit").id();
            String ruleId = firewalls.addRule(id, rule).rules().stream()
                    .filter(r -> r.portFrom().equals("53"))
                    .findFirst()
                    .orElseThrow()
                    .id();
            assertFails(() -> firewalls.addRule(id, rule), ErrorKind.CONFLICT);
            firewalls.removeRule(id, ruleId);
            assertFails(() -> firewalls.removeRule(id, ruleId), ErrorKind.NOT_FOUND);
            firewalls.destroy(id);
        });
    }

    @Test
    default void loadBalancersAndInstancesThatAreNotThereAreNotJoined() {
        declared(LoadBalancerOperations.class).ifPresent(balancers -> {
            assertFails(() -> balancers.register("nosuch", "nosuch"), ErrorKind.NOT_FOUND, ErrorKind.INVALID);
            assertFails(
                    () -> balancers.unregister("nosuch", "nosuch"),
                    ErrorKind.NOT_FOUND,
                    ErrorKind.INVALID,
                    ErrorKind.CONFLICT);
        });
    }

    @Test
    default void aSubnetOfAnUnknownNetworkIsNotFound() {
        declared(SubnetOperations.class)
                .ifPresent(subnets -> assertFails(
                        () -> subnets.create("nosuch", "10.78.1.0/24", Optional.empty()), ErrorKind.NOT_FOUND));
    }

    @Test
    default void aNetworkInterfaceIsMadeAndDestroyed() {
        declared(NetworkInterfaceOperations.class)
                .ifPresent(interfaces -> declared(InstanceOperations.class).ifPresent(instances -> {
                    assertFails(
                            () -> interfaces.create("nosuch", "nosuch", Optional.empty()),
                            ErrorKind.NOT_FOUND,
                            ErrorKind.INVALID);
                    Optional<String> place = placeOfInterfaces();
                    if (place.isEmpty()) {
                        return;
                    }
                    Instance instance = startInstance(instances);
                    NetworkInterface made = interfaces.create(instance.id(), place.get(), Optional.of(newName()));
                    assertThat(made.instanceId()).contains(instance.id());
                    assertThat(made.networkId()).isEqualTo(place.get());
                    assertThat(interfaces.list())
                            .extracting(NetworkInterface::id)
                            .contains(made.id());
                    interfaces.destroy(made.id());
                    await(
                            "the end of network interface " + made.id(),
                            () -> interfaces.find(made.id()).isEmpty() ? Optional.of(made) : Optional.empty());
                    destroy(instances, instance.id());
                }));
    }

    /** A subnet, or a network where the driver has no subnets, which instances can be connected to; empty: not examined. */
    default Optional<String> placeOfInterfaces() {
        return cloud().find(SubnetOperations.class)
                .flatMap(subnets -> subnets.list().stream().findFirst().map(subnet -> subnet.id()))
                .or(() -> cloud().find(NetworkOperations.class)
                        .flatMap(
                                networks -> networks.list().stream().findFirst().map(network -> network.id())));
    }

    @Test
    default void samplesComeWithOneMetricAndNotWithTheList() {
        declared(MetricOperations.class).ifPresent(metrics -> {
            List<Metric> all = metrics.list();
            assertThat(all)
                    .allSatisfy(metric -> assertThat(metric.series())
                            .allSatisfy(series -> assertThat(series.samples()).isEmpty()));
            all.stream()
                    .findFirst()
                    .ifPresent(metric -> assertThat(
                                    metrics.find(metric.id()).orElseThrow().series())
                            .allSatisfy(series -> assertThat(series.samples()).isPresent()));
        });
    }

    /** Asserts that the call succeeds, or fails with one of these kinds. */
    private void assertDoneOr(ThrowingCallable call, ErrorKind... kinds) {
        Throwable failure = catchThrowable(call);
        if (failure != null) {
            assertThat(failure).isInstanceOf(CloudException.class);
            assertThat(((CloudException) failure).kind())
                    .as(failure.getMessage())
                    .isIn((Object[]) kinds);
        }
    }
}

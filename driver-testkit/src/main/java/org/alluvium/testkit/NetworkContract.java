package org.alluvium.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.alluvium.capability.AddressOperations;
import org.alluvium.capability.FirewallOperations;
import org.alluvium.capability.InstanceOperations;
import org.alluvium.capability.LoadBalancerOperations;
import org.alluvium.capability.NetworkInterfaceOperations;
import org.alluvium.capability.NetworkOperations;
import org.alluvium.capability.RuleRequest;
import org.alluvium.capability.SubnetOperations;
import org.alluvium.driver.ErrorKind;
import org.alluvium.model.Address;
import org.alluvium.model.Firewall;
import org.alluvium.model.Firewall.AddressSource;
import org.alluvium.model.Instance;
import org.alluvium.model.LoadBalancer;
import org.alluvium.model.LoadBalancer.Listener;
import org.alluvium.model.Network;
import org.alluvium.model.NetworkInterface;
import org.alluvium.model.Subnet;
import org.junit.jupiter.api.Test;

/** Addresses, firewalls, load balancers and networks. */
public interface NetworkContract extends InstanceContract {
    @Test
    default void anAddressIsTakenUsedAndGivenBack() {
        declared(AddressOperations.class)
                .ifPresent(addresses -> declared(InstanceOperations.class).ifPresent(instances -> {
                    Instance instance = startInstance(instances);
                    String id = addresses.create().id();
                    assertThat(addresses.list()).extracting(Address::id).contains(id);
                    assertFails(() -> addresses.disassociate(id), ErrorKind.CONFLICT);
                    addresses.associate(id, instance.id());
                    assertThat(addresses.find(id).flatMap(Address::instanceId)).contains(instance.id());
                    addresses.disassociate(id);
                    assertThat(addresses.find(id).orElseThrow().instanceId()).isEmpty();
                    addresses.destroy(id);
                    assertThat(addresses.find(id)).isEmpty();
                    destroy(instances, instance.id());
                }));
    }

    @Test
    default void addressesThatAreNotThereAreNotFound() {
        declared(AddressOperations.class).ifPresent(addresses -> {
            assertListAndFindAgree(addresses.list(), Address::id, addresses::find);
            assertFails(() -> addresses.destroy("192.0.2.1"), ErrorKind.NOT_FOUND);
        });
    }

    @Test
    default void aFirewallGetsAndLosesARule() {
        declared(FirewallOperations.class).ifPresent(firewalls -> {
            String id = firewalls.create(newName(), "made by the kit").id();
            assertThat(firewalls.list()).extracting(Firewall::id).contains(id);
            RuleRequest rule = new RuleRequest(
                    Optional.of("tcp"),
                    Optional.of("22"),
                    Optional.of("22"),
                    List.of(new AddressSource("ipv4", "192.0.2.0", "24")));
            Firewall.Rule added = firewalls.addRule(id, rule).rules().stream()
                    .filter(r -> r.portFrom().equals("22"))
                    .findFirst()
                    .orElseThrow();
            assertThat(firewalls.find(id).orElseThrow().rules()).contains(added);
            firewalls.removeRule(id, added.id());
            assertThat(firewalls.find(id).orElseThrow().rules()).doesNotContain(added);
            firewalls.destroy(id);
            assertThat(firewalls.find(id)).isEmpty();
        });
    }

    @Test
    default void firewallsThatAreNotThereAreNotFound() {
        declared(FirewallOperations.class).ifPresent(firewalls -> {
            assertListAndFindAgree(firewalls.list(), Firewall::id, firewalls::find);
            assertFails(() -> firewalls.destroy("nosuch"), ErrorKind.NOT_FOUND);
        });
    }

    @Test
    default void aLoadBalancerTakesAndReleasesAnInstance() {
        declared(LoadBalancerOperations.class)
                .ifPresent(balancers -> declared(InstanceOperations.class).ifPresent(instances -> {
                    Instance instance = startInstance(instances);
                    String realm = instance.realmId().orElseThrow();
                    String id = balancers
                            .create(newName(), realm, new Listener("HTTP", "80", "8080"))
                            .id();
                    assertThat(balancers.list()).extracting(LoadBalancer::id).contains(id);
                    assertThat(balancers.register(id, instance.id()).instanceIds())
                            .contains(instance.id());
                    assertThat(balancers.find(id).orElseThrow().instanceIds()).contains(instance.id());
                    assertThat(balancers.unregister(id, instance.id()).instanceIds())
                            .doesNotContain(instance.id());
                    balancers.destroy(id);
                    assertThat(balancers.find(id)).isEmpty();
                    destroy(instances, instance.id());
                }));
    }

    @Test
    default void loadBalancersThatAreNotThereAreNotFound() {
        declared(LoadBalancerOperations.class).ifPresent(balancers -> {
            assertListAndFindAgree(balancers.list(), LoadBalancer::id, balancers::find);
            assertFails(() -> balancers.destroy("nosuch"), ErrorKind.NOT_FOUND);
        });
    }

    @Test
    default void aNetworkWithASubnetIsMadeAndDestroyed() {
        declared(NetworkOperations.class).ifPresent(networks -> {
            String id = networks.create(Optional.of(newName()), Optional.of("10.77.0.0/16"))
                    .id();
            assertThat(networks.list()).extracting(Network::id).contains(id);
            declared(SubnetOperations.class).ifPresent(subnets -> {
                Subnet made = subnets.create(id, "10.77.1.0/24", Optional.of(newName()));
                assertThat(made.networkId()).isEqualTo(id);
                assertThat(subnets.find(made.id()).map(Subnet::addressBlock)).contains("10.77.1.0/24");
                assertThat(subnets.list()).extracting(Subnet::id).contains(made.id());
                assertFails(() -> subnets.create(id, "10.77.1.0/25", Optional.empty()), ErrorKind.CONFLICT);
                assertFails(() -> subnets.create(id, "172.16.0.0/24", Optional.empty()), ErrorKind.INVALID);
                subnets.destroy(made.id());
                assertThat(subnets.find(made.id())).isEmpty();
            });
            networks.destroy(id);
            assertThat(networks.find(id)).isEmpty();
        });
    }

    @Test
    default void networksAndSubnetsThatAreNotThereAreNotFound() {
        declared(NetworkOperations.class).ifPresent(networks -> {
            assertListAndFindAgree(networks.list(), Network::id, networks::find);
            assertFails(() -> networks.destroy("nosuch"), ErrorKind.NOT_FOUND);
        });
        declared(SubnetOperations.class).ifPresent(subnets -> {
            assertListAndFindAgree(subnets.list(), Subnet::id, subnets::find);
            assertFails(() -> subnets.destroy("nosuch"), ErrorKind.NOT_FOUND);
        });
    }

    @Test
    default void networkInterfacesThatAreNotThereAreNotFound() {
        declared(NetworkInterfaceOperations.class).ifPresent(interfaces -> {
            assertListAndFindAgree(interfaces.list(), NetworkInterface::id, interfaces::find);
            assertFails(() -> interfaces.destroy("nosuch"), ErrorKind.NOT_FOUND);
        });
    }
}

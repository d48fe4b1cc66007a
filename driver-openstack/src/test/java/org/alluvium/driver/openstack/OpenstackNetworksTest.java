package org.alluvium.driver.openstack;

import static org.alluvium.driver.openstack.Conditions.counted;
import static org.alluvium.driver.openstack.Conditions.failure;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.alluvium.capability.RuleRequest;
import org.alluvium.driver.BackendCalls;
import org.alluvium.driver.ErrorKind;
import org.alluvium.model.Address;
import org.alluvium.model.Firewall;
import org.alluvium.model.Firewall.AddressSource;
import org.alluvium.model.Firewall.GroupSource;
import org.alluvium.model.Firewall.Rule;
import org.alluvium.model.Network;
import org.alluvium.model.NetworkInterface;
import org.alluvium.model.Subnet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Neutron, for real. */
class OpenstackNetworksTest {
    private final OpenstackCalls calls = RealOpenstack.calls(RealOpenstack.DEMO, new BackendCalls(), 2);
    private final OpenstackNetworks networks = new OpenstackNetworks(calls);
    private final OpenstackSubnets subnets = new OpenstackSubnets(calls);
    private final OpenstackNetworkInterfaces interfaces = new OpenstackNetworkInterfaces(calls);
    private final OpenstackAddresses addresses = new OpenstackAddresses(calls);
    private final OpenstackFirewalls firewalls = new OpenstackFirewalls(calls);

    @BeforeAll
    static void start() throws Exception {
        RealOpenstack.start();
    }

    @Test
    void aNetworkIsMadeWithSubnetsAndRemovedWithThem() {
        Network network = networks.create(Optional.of("mine"), Optional.empty());
        Subnet subnet = subnets.create(network.id(), "192.168.7.0/24", Optional.of("part"));
        Subnet other = subnets.create(network.id(), "fd00:7::/64", Optional.empty());

        Network now = networks.find(network.id()).orElseThrow();
        assertThat(now.name()).isEqualTo("mine");
        assertThat(now.state()).isEqualTo("UP");
        assertThat(now.addressBlocks()).containsExactlyInAnyOrder("192.168.7.0/24", "fd00:7::/64");
        assertThat(now.subnetIds()).containsExactlyInAnyOrder(subnet.id(), other.id());
        assertThat(networks.list()).contains(now);
        assertThat(subnets.find(subnet.id())).contains(subnet);
        assertThat(subnets.list()).contains(subnet, other);
        failure(ErrorKind.CONFLICT, () -> subnets.create(network.id(), "192.168.7.0/25", Optional.empty()));
        failure(ErrorKind.NOT_FOUND, () -> subnets.create(unknown(), "10.9.0.0/24", Optional.empty()));

        subnets.destroy(other.id());
        assertThat(subnets.find(other.id())).isEmpty();
        networks.destroy(network.id());
        assertThat(networks.find(network.id())).isEmpty();
        assertThat(subnets.find(subnet.id())).isEmpty();
    }

    @Test
    void listsHoldEveryPageForTheirPagesAlone() {
        List<String> made = List.of(1, 2, 3, 4, 5).stream()
                .map(i -> networks.create(Optional.of("page" + i), Optional.empty())
                        .id())
                .toList();
        try {
            BackendCalls counts = new BackendCalls();
            List<Network> all = new OpenstackNetworks(RealOpenstack.calls(RealOpenstack.DEMO, counts, 2)).list();

            assertThat(all).extracting(Network::id).doesNotHaveDuplicates().containsAll(made);
            assertThat(counted(counts).get("ListNetworks")).isBetween(all.size() / 2L, all.size() / 2 + 1L);
            assertThat(counted(counts)).containsOnlyKeys("CreateToken", "ListNetworks", "ListSubnets");
        } finally {
            made.forEach(networks::destroy);
        }
    }

    @Test
    void anInstanceGetsAnInterfaceAndAnAddress() {
        String server = TestServers.create(calls, "network");
        Network network = networks.create(Optional.of("second"), Optional.empty());
        Address address = addresses.create();
        try {
            Subnet subnet = subnets.create(network.id(), "10.44.0.0/24", Optional.empty());
            NetworkInterface made = interfaces.create(server, subnet.id(), Optional.of("nic"));
            assertThat(made.instanceId()).contains(server);
            assertThat(made.ipAddress().orElseThrow()).startsWith("10.44.0.");
            assertThat(interfaces.find(made.id())).contains(made);
            assertThat(interfaces.list()).contains(made);
            failure(ErrorKind.CONFLICT, () -> networks.destroy(network.id()));

            assertThat(address.instanceId()).isEmpty();
            addresses.associate(address.id(), server);
            assertThat(addresses.find(address.id()).orElseThrow().instanceId()).contains(server);
            assertThat(addresses.list()).contains(new Address(address.id(), Optional.of(server)));
            failure(ErrorKind.CONFLICT, () -> addresses.associate(address.id(), server));
            addresses.disassociate(address.id());
            failure(ErrorKind.CONFLICT, () -> addresses.disassociate(address.id()));
            failure(ErrorKind.NOT_FOUND, () -> addresses.associate(address.id(), unknown()));

            interfaces.destroy(made.id());
            assertThat(interfaces.find(made.id())).isEmpty();
            int before = interfaces.list().size();
            failure(ErrorKind.NOT_FOUND, () -> interfaces.create(unknown(), subnet.id(), Optional.empty()));
            assertThat(interfaces.list()).hasSize(before);
        } finally {
            addresses.destroy(address.id());
            TestServers.destroy(calls, server);
            networks.destroy(network.id());
        }
        assertThat(addresses.find(address.id())).isEmpty();
    }

    @Test
    void aFirewallsRulesAreMadeShownAndRemovedByTheirIds() {
        String name = "fw " + UUID.randomUUID();
        Firewall firewall = firewalls.create(name, "of a test");
        try {
            assertThat(firewall.rules()).isEmpty();
            AddressSource block = new AddressSource("ipv4", "10.1.2.0", "24");
            GroupSource group = new GroupSource("default", "");
            Firewall changed = firewalls.addRule(
                    firewall.id(),
                    new RuleRequest(Optional.of("tcp"), Optional.of("22"), Optional.of("23"), List.of(block, group)));
            assertThat(changed.rules()).hasSize(2);
            assertThat(changed.rules()).allSatisfy(rule -> {
                assertThat(rule.protocol()).isEqualTo("tcp");
                assertThat(rule.portFrom()).isEqualTo("22");
                assertThat(rule.portTo()).isEqualTo("23");
                assertThat(rule.direction()).isEqualTo("ingress");
            });
            assertThat(changed.rules().stream().flatMap(rule -> rule.sources().stream()))
                    .containsExactlyInAnyOrder(block, new GroupSource("default", firewall.ownerId()));
            failure(
                    ErrorKind.CONFLICT,
                    () -> firewalls.addRule(
                            firewall.id(),
                            new RuleRequest(Optional.of("tcp"), Optional.of("22"), Optional.of("23"), List.of(block))));

            assertThat(firewalls.find(name)).contains(changed);
            assertThat(firewalls.list()).contains(changed);
            for (Rule rule : changed.rules()) {
                failure(ErrorKind.NOT_FOUND, () -> firewalls.removeRule("default", rule.id()));
                firewalls.removeRule(firewall.id(), rule.id());
                failure(ErrorKind.NOT_FOUND, () -> firewalls.removeRule(firewall.id(), rule.id()));
            }
            assertThat(firewalls.find(firewall.id()).orElseThrow().rules()).isEmpty();
        } finally {
            firewalls.destroy(firewall.id());
        }
        assertThat(firewalls.find(firewall.id())).isEmpty();
    }

    @Test
    void aRuleThatLimitsNothingShowsTheWholeRange() {
        Firewall firewall = firewalls.create("open " + UUID.randomUUID(), "");
        try {
            List<Firewall.Source> everybody = List.of(new AddressSource("ipv6", "::", "0"));
            firewalls.addRule(
                    firewall.id(),
                    new RuleRequest(Optional.empty(), Optional.of("0"), Optional.of("65535"), everybody));
            firewalls.addRule(
                    firewall.id(),
                    new RuleRequest(
                            Optional.of("icmp"),
                            Optional.of("-1"),
                            Optional.of("-1"),
                            List.of(new AddressSource("ipv4", "0.0.0.0", "0"))));
            assertThat(firewalls.find(firewall.id()).orElseThrow().rules())
                    .extracting(rule -> rule.protocol() + " " + rule.portFrom() + " " + rule.portTo())
                    .containsExactlyInAnyOrder("tcp 0 65535", "icmp -1 -1");
            failure(
                    ErrorKind.INVALID,
                    () -> firewalls.addRule(
                            firewall.id(),
                            new RuleRequest(Optional.of("tcp"), Optional.of("9"), Optional.of("8"), everybody)));
        } finally {
            firewalls.destroy(firewall.id());
        }
    }

    @Test
    void whatIsNotThereIsNotFound() {
        for (String id : List.of("nope", "", "../networks", unknown())) {
            assertThat(networks.find(id)).isEmpty();
            assertThat(subnets.find(id)).isEmpty();
            assertThat(interfaces.find(id)).isEmpty();
            assertThat(addresses.find(id)).isEmpty();
            assertThat(firewalls.find(id)).isEmpty();
            failure(ErrorKind.NOT_FOUND, () -> networks.destroy(id));
            failure(ErrorKind.NOT_FOUND, () -> subnets.destroy(id));
            failure(ErrorKind.NOT_FOUND, () -> interfaces.destroy(id));
            failure(ErrorKind.NOT_FOUND, () -> addresses.destroy(id));
            failure(ErrorKind.NOT_FOUND, () -> firewalls.destroy(id));
            failure(ErrorKind.NOT_FOUND, () -> interfaces.create(id, id, Optional.empty()));
        }
    }

    @Test
    void aQuotaThatIsUsedUpIsForbiddenAndNamed() {
        OpenstackCalls admin = RealOpenstack.calls(RealOpenstack.ADMIN, new BackendCalls(), 1000);
        String project = networks.list().stream()
                .filter(network -> network.name().equals("private"))
                .findFirst()
                .map(network -> calls.get(OpenstackService.NETWORK, "GetNetwork", "/networks/" + network.id())
                        .path("network")
                        .path("project_id")
                        .asText())
                .orElseThrow();
        admin.put(
                OpenstackService.NETWORK,
                "UpdateQuota",
                "/quotas/" + project,
                Map.of("quota", Map.of("floatingip", 0)));
        try {
            assertThat(failure(ErrorKind.FORBIDDEN, addresses::create)).hasMessageContaining("floatingip");
        } finally {
            admin.delete(OpenstackService.NETWORK, "DeleteQuota", "/quotas/" + project);
        }
    }

    private static String unknown() {
        return UUID.randomUUID().toString();
    }
}

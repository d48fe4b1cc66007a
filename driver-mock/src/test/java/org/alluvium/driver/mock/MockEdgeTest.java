package org.alluvium.driver.mock;

import static org.alluvium.driver.mock.Failures.assertFails;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.alluvium.capability.AddressOperations;
import org.alluvium.capability.FirewallOperations;
import org.alluvium.capability.InstanceOperations;
import org.alluvium.capability.LoadBalancerOperations;
import org.alluvium.capability.MetricOperations;
import org.alluvium.capability.RuleRequest;
import org.alluvium.driver.ErrorKind;
import org.alluvium.model.Address;
import org.alluvium.model.Firewall;
import org.alluvium.model.Firewall.AddressSource;
import org.alluvium.model.Firewall.GroupSource;
import org.alluvium.model.Firewall.Rule;
import org.alluvium.model.Firewall.Source;
import org.alluvium.model.InstanceAddress;
import org.alluvium.model.LoadBalancer;
import org.alluvium.model.LoadBalancer.Listener;
import org.alluvium.model.Metric;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What stands between an instance and the world: addresses, firewalls, load balancers; and what is measured of it. */
class MockEdgeTest extends MockCloudTest {
    private AddressOperations addresses;
    private FirewallOperations firewalls;
    private LoadBalancerOperations balancers;
    private MetricOperations metrics;

    @BeforeEach
    void operations() {
        addresses = cloud.require(AddressOperations.class);
        firewalls = cloud.require(FirewallOperations.class);
        balancers = cloud.require(LoadBalancerOperations.class);
        metrics = cloud.require(MetricOperations.class);
    }

    @Test
    void aNewAddressIsTheOneAfterTheHighest() {
        assertThat(addresses.list())
                .extracting(Address::id)
                .containsExactly("192.168.0.1", "192.168.0.2", "192.168.0.3", "192.168.0.4");
        assertThat(addresses.create()).isEqualTo(new Address("192.168.0.5", Optional.empty()));
        addresses.destroy("192.168.0.2");
        for (int i = 6; i <= 256; i++) {
            addresses.create();
        }
        assertThat(addresses.find("192.168.1.0")).isPresent();
        assertThat(addresses.find("192.168.0.2")).isEmpty();
    }

    @Test
    void theFirstAddressOfAnEmptyPoolIsTheFirst() {
        addresses.list().forEach(address -> addresses.destroy(address.id()));

        assertThat(addresses.create().id()).isEqualTo("192.168.0.1");
    }

    @Test
    void anAssociatedAddressStandsInForTheHostName() {
        InstanceOperations instances = cloud.require(InstanceOperations.class);
        var before = instances.find("inst0").orElseThrow().publicAddresses();

        addresses.associate("192.168.0.1", "inst0");

        assertThat(addresses.find("192.168.0.1").orElseThrow().instanceId()).contains("inst0");
        assertThat(instances.find("inst0").orElseThrow().publicAddresses())
                .containsExactly(new InstanceAddress(InstanceAddress.Type.IPV4, "192.168.0.1"));
        addresses.disassociate("192.168.0.1");
        assertThat(instances.find("inst0").orElseThrow().publicAddresses()).isEqualTo(before);
    }

    @Test
    void anAddressInUseIsAConflictAndSoIsOneThatIsNot() {
        addresses.associate("192.168.0.1", "inst0");

        assertFails(ErrorKind.CONFLICT, () -> addresses.associate("192.168.0.1", "inst1"))
                .isEqualTo("Address '192.168.0.1' is in use by instance 'inst0'.");
        assertFails(ErrorKind.CONFLICT, () -> addresses.destroy("192.168.0.1"))
                .isEqualTo("Address '192.168.0.1' is in use by instance 'inst0'. Disassociate it first.");
        assertFails(ErrorKind.CONFLICT, () -> addresses.disassociate("192.168.0.2"))
                .isEqualTo("Address '192.168.0.2' is not associated with any instance.");
    }

    @Test
    void anUnknownAddressOrInstanceIsNotFound() {
        assertFails(ErrorKind.NOT_FOUND, () -> addresses.associate("192.168.0.1", "nosuch"));
        assertFails(ErrorKind.NOT_FOUND, () -> addresses.associate("nosuch", "inst0"));
        assertFails(ErrorKind.NOT_FOUND, () -> addresses.disassociate("nosuch"));
        assertFails(ErrorKind.NOT_FOUND, () -> addresses.destroy("nosuch"));
    }

    @Test
    void aFirewallIsMadeAndDestroyed() {
        Firewall created = firewalls.create("fw", "my firewall");

        assertThat(created).isEqualTo(new Firewall("fw", "fw", "my firewall", "mockuser", List.of()));
        assertThat(firewalls.list()).extracting(Firewall::id).containsExactly("default", "fw");
        assertFails(ErrorKind.CONFLICT, () -> firewalls.create("fw", "another"))
                .isEqualTo("Firewall 'fw' exists already.");
        firewalls.destroy("fw");
        assertFails(ErrorKind.NOT_FOUND, () -> firewalls.destroy("fw"));
    }

    @Test
    void theIdOfARuleTellsAllOfIt() {
        Firewall firewall = firewalls.addRule(
                "default",
                rule("tcp", "22", "22", new AddressSource("ipv4", "10.1.2.0", "24"), new GroupSource("g", "o")));

        assertThat(firewall.rules())
                .extracting(Rule::id)
                .containsExactly("mockuser~tcp~22~22~@address,ipv4,10.1.2.0,24,@group,o,g");
        assertThat(firewall.rules().get(0).direction()).isEqualTo("ingress");
        restart();
        operations();
        assertThat(firewalls.find("default")).contains(firewall);
        firewalls.removeRule("default", firewall.rules().get(0).id());
        assertThat(firewalls.find("default").orElseThrow().rules()).isEmpty();
    }

    @Test
    void aRuleMayHaveAnIpv6SourceAndDefaults() {
        Firewall firewall = firewalls.addRule(
                "default",
                new RuleRequest(
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        List.of(new AddressSource("ipv6", "fd00::", "8"))));

        assertThat(firewall.rules())
                .extracting(Rule::id)
                .containsExactly("mockuser~tcp~0~65535~@address,ipv6,fd00::,8");
    }

    @Test
    void aRuleThatMakesNoSenseIsRefused() {
        RuleRequest good = rule("tcp", "22", "22", new AddressSource("ipv4", "10.0.0.0", "8"));
        firewalls.addRule("default", good);

        assertFails(ErrorKind.CONFLICT, () -> firewalls.addRule("default", good))
                .contains("mockuser~tcp~22~22~");
        assertFails(
                        ErrorKind.INVALID,
                        () -> firewalls.addRule("default", rule("tcp", "23", "22", new GroupSource("g", "o"))))
                .isEqualTo("The first port, 23, is higher than the last, 22.");
        assertFails(
                ErrorKind.INVALID,
                () -> firewalls.addRule(
                        "default", rule("tcp", "22", "22", new AddressSource("ipv4", "10.0.0.999", "8"))));
        assertFails(ErrorKind.NOT_FOUND, () -> firewalls.addRule("nosuch", good));
        assertFails(ErrorKind.NOT_FOUND, () -> firewalls.removeRule("default", "nosuch"))
                .isEqualTo("Rule 'nosuch' does not exist.");
        assertThat(firewalls.find("default").orElseThrow().rules()).hasSize(1);
    }

    @Test
    void theLoadBalancerHasAnInstance() {
        assertThat(balancers.list())
                .containsExactly(new LoadBalancer(
                        "lb1",
                        Optional.of("2012-01-01T00:00:00Z"),
                        List.of("us"),
                        List.of(new Listener("HTTP", "80", "3010")),
                        List.of("inst1"),
                        List.of("lb1.mock.example.com")));
    }

    @Test
    void instancesAreRegisteredAndUnregistered() {
        LoadBalancer created = balancers.create("lb2", "eu", new Listener("TCP", "1", "2"));

        assertThat(created.instanceIds()).isEmpty();
        assertThat(created.createdAt().orElseThrow()).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ");
        assertThat(balancers.register("lb2", "inst0").instanceIds()).containsExactly("inst0");
        assertThat(balancers.register("lb2", "inst0").instanceIds()).containsExactly("inst0");
        assertThat(balancers.unregister("lb2", "inst0").instanceIds()).isEmpty();
        balancers.destroy("lb2");
        assertThat(balancers.find("lb2")).isEmpty();
    }

    @Test
    void aLoadBalancerThatMakesNoSenseIsRefused() {
        Listener listener = new Listener("HTTP", "80", "80");

        assertFails(ErrorKind.CONFLICT, () -> balancers.create("lb1", "us", listener))
                .isEqualTo("Load balancer 'lb1' exists already.");
        assertFails(ErrorKind.INVALID, () -> balancers.create("lb2", "mars", listener));
        assertFails(ErrorKind.NOT_FOUND, () -> balancers.register("lb1", "nosuch"));
        assertFails(ErrorKind.NOT_FOUND, () -> balancers.register("nosuch", "inst0"));
        assertFails(ErrorKind.CONFLICT, () -> balancers.unregister("lb1", "inst0"))
                .isEqualTo("Instance 'inst0' is not registered with load balancer 'lb1'.");
        assertFails(ErrorKind.NOT_FOUND, () -> balancers.destroy("nosuch"));
    }

    @Test
    void everyInstanceIsMeasured() {
        assertThat(metrics.list())
                .allSatisfy(metric -> assertThat(metric.series())
                        .hasSize(9)
                        .allMatch(series -> series.samples().isEmpty()))
                .extracting(Metric::id)
                .containsExactly("inst0", "inst1", "inst2", "inst3");
        assertThat(metrics.find("inst2").orElseThrow().entity()).contains("AnotherInstance");
        assertThat(metrics.find("nosuch")).isEmpty();
    }

    @Test
    void theSamplesAreInTheRangesOfTheContract() {
        for (Metric.Series series : metrics.find("inst0").orElseThrow().series()) {
            List<Metric.Sample> samples = series.samples().orElseThrow();
            boolean cpu = series.name().equals("cpuUtilization");
            double scale = cpu ? 0.01 : 1;
            assertThat(samples).hasSize(6).allSatisfy(sample -> {
                assertThat(sample.minimum().doubleValue()).isBetween(1 * scale, 49 * scale);
                assertThat(sample.maximum().doubleValue()).isBetween(50 * scale, 99 * scale);
                assertThat(sample.average()).isInstanceOf(cpu ? Double.class : Integer.class);
                assertThat(sample.unit().equals("Percent")).isEqualTo(cpu);
            });
            assertThat(samples.get(0).timestamp() - samples.get(5).timestamp()).isEqualTo(5);
        }
    }

    @Test
    void numbersInIdsAreComparedAsNumbers() {
        NaturalOrder order = new NaturalOrder();

        assertThat(List.of("inst10", "inst9", "b", "a", "inst09", "", "inst", "192.168.0.10", "192.168.0.9").stream()
                        .sorted(order))
                .containsExactly("", "192.168.0.9", "192.168.0.10", "a", "b", "inst", "inst09", "inst9", "inst10");
        assertThat(order.compare("x" + "9".repeat(50), "x1" + "0".repeat(50))).isNegative();
        assertThat(order.compare("a01", "a1")).isNotZero();
        assertThat(order.compare("a01", "a1")).isEqualTo(-order.compare("a1", "a01"));
    }

    @Test
    void whatIsNoJsonIsRefused() {
        for (String text :
                List.of("", "{", "{\"a\"", "{\"a\":}", "[1,,2]", "\"a", "\"\\x\"", "\"\\u12\"", "{} x", "nul")) {
            assertThatThrownBy(() -> Json.read(text)).as(text).isInstanceOf(IllegalArgumentException.class);
        }
        assertThat(Json.read(" { \"a\" : [ 1 , \"\\u0041\\n\\/\" , true , {} ] } "))
                .isEqualTo(java.util.Map.of("a", List.of(1L, "A\n/", true, java.util.Map.of())));
    }

    private static RuleRequest rule(String protocol, String from, String to, Source... sources) {
        return new RuleRequest(Optional.of(protocol), Optional.of(from), Optional.of(to), List.of(sources));
    }
}

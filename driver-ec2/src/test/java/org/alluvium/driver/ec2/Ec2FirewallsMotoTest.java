package org.alluvium.driver.ec2;

import static org.alluvium.driver.ec2.StrictCloud.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.alluvium.capability.FirewallOperations;
import org.alluvium.capability.InstanceOperations;
import org.alluvium.capability.InstanceRequest;
import org.alluvium.capability.NetworkOperations;
import org.alluvium.capability.RuleRequest;
import org.alluvium.capability.SubnetOperations;
import org.alluvium.driver.ErrorKind;
import org.alluvium.model.Firewall;
import org.alluvium.model.Firewall.AddressSource;
import org.alluvium.model.Firewall.GroupSource;
import org.alluvium.model.Firewall.Rule;
import org.alluvium.model.Firewall.Source;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Firewalls and their rules from end to end, over HTTP. */
class Ec2FirewallsMotoTest {
    private static final AddressSource OFFICE = new AddressSource("ipv4", "10.1.2.0", "24");
    private static final AddressSource WORLD6 = new AddressSource("ipv6", "2001:db8::", "32");
    private static final String ACCOUNT = "123456789012";

    private static StrictCloud cloud;
    private static FirewallOperations firewalls;

    @BeforeAll
    static void start() throws Exception {
        cloud = StrictCloud.start();
        firewalls = cloud.require(FirewallOperations.class);
    }

    @AfterAll
    static void stop() throws Exception {
        cloud.close();
    }

    private static RuleRequest tcp(String from, String to, Source... sources) {
        return new RuleRequest(Optional.of("tcp"), Optional.of(from), Optional.of(to), List.of(sources));
    }

    @Test
    void aFirewallOfTheDefaultNetworkGoesByItsName() {
        Firewall made = firewalls.create("web & <co>/1", "");
        assertThat(made.id()).isEqualTo("web & <co>/1");
        assertThat(made.name()).isEqualTo(made.id());
        assertThat(made.ownerId()).isEqualTo(ACCOUNT);
        assertThat(made.rules()).isEmpty();
        assertThat(firewalls.find(made.id())).contains(made);
        assertThat(firewalls.list()).contains(made).extracting(Firewall::id).contains("default");
        assertFails(ErrorKind.CONFLICT, () -> firewalls.create("web & <co>/1", "again"));
        firewalls.destroy(made.id());
        assertThat(firewalls.find(made.id())).isEmpty();
    }

    @Test
    void aRulesIdSaysAllAndIsEnoughToRemoveIt() {
        Firewall made = firewalls.create("rules", "for tests");
        firewalls.create("partners", "for tests");
        Firewall ruled = firewalls.addRule("rules", tcp("22", "22", OFFICE, WORLD6, new GroupSource("partners", "")));
        Rule rule = ruled.rules().get(0);
        assertThat(rule.id())
                .isEqualTo(ACCOUNT + "~tcp~22~22~@address,ipv4,10.1.2.0,24,@address,ipv6,2001:db8::,32,@group,"
                        + ACCOUNT + ",partners");
        assertThat(rule.sources()).containsExactly(OFFICE, WORLD6, new GroupSource("partners", ACCOUNT));
        assertThat(rule.direction()).isEqualTo("ingress");
        assertThat(firewalls.find("rules")).contains(ruled);
        assertThat(firewalls.list()).contains(ruled);
        assertFails(ErrorKind.CONFLICT, () -> firewalls.addRule("rules", tcp("22", "22", OFFICE)));
        firewalls.removeRule("rules", rule.id());
        assertThat(firewalls.find("rules")).contains(made);
        assertFails(ErrorKind.NOT_FOUND, () -> firewalls.removeRule("rules", rule.id()));
        firewalls.destroy("rules");
        firewalls.destroy("partners");
    }

    @Test
    void aPartOfARuleIsRemovedByTheIdOfThatPart() {
        firewalls.create("parts", "for tests");
        firewalls.addRule("parts", tcp("80", "81", OFFICE));
        String whole = firewalls
                .addRule("parts", tcp("80", "81", WORLD6))
                .rules()
                .get(0)
                .id();
        String part = ACCOUNT + "~tcp~80~81~@address,ipv4,10.1.2.0,24";
        assertThat(whole).startsWith(part);
        firewalls.removeRule("parts", part);
        assertThat(firewalls.find("parts").orElseThrow().rules().get(0).sources())
                .containsExactly(WORLD6);
        firewalls.destroy("parts");
    }

    @Test
    void whatTheRequestLeavesOutIsAllOfTcp() {
        firewalls.create("open", "for tests");
        RuleRequest bare = new RuleRequest(Optional.empty(), Optional.empty(), Optional.empty(), List.of(OFFICE));
        assertThat(firewalls.addRule("open", bare).rules().get(0))
                .extracting(Rule::protocol, Rule::portFrom, Rule::portTo)
                .containsExactly("tcp", "0", "65535");
        RuleRequest ping = new RuleRequest(Optional.of("icmp"), Optional.empty(), Optional.empty(), List.of(OFFICE));
        Rule pings = firewalls.addRule("open", ping).rules().get(1);
        assertThat(pings.id()).isEqualTo(ACCOUNT + "~icmp~-1~-1~@address,ipv4,10.1.2.0,24");
        firewalls.removeRule("open", pings.id());
        assertFails(ErrorKind.INVALID, () -> firewalls.addRule("open", tcp("90", "80", OFFICE)));
        assertFails(ErrorKind.NOT_FOUND, () -> firewalls.addRule("open", tcp("1", "2", new GroupSource("nosuch", ""))));
        firewalls.destroy("open");
    }

    @Test
    void firewallsOfOtherNetworksGoByTheirIdAndGuardInstancesThere() {
        String network = cloud.require(NetworkOperations.class)
                .create(Optional.empty(), Optional.of("10.9.0.0/16"))
                .id();
        String subnet = cloud.require(SubnetOperations.class)
                .create(network, "10.9.1.0/24", Optional.empty())
                .id();
        Firewall other = firewalls.list().stream()
                .filter(f -> f.name().equals("default") && !f.id().equals("default"))
                .findFirst()
                .orElseThrow();
        assertThat(other.id()).startsWith("sg-");
        assertThat(firewalls.find(other.id())).contains(other);
        assertThat(firewalls.list()).extracting(Firewall::id).doesNotHaveDuplicates();
        String rule = firewalls
                .addRule(other.id(), tcp("22", "22", new GroupSource("default", "")))
                .rules()
                .get(0)
                .id();
        assertThat(rule).endsWith("@group," + ACCOUNT + "," + other.id());
        firewalls.removeRule(other.id(), rule);
        assertThat(firewalls.find(other.id())).contains(other);

        var instances = cloud.require(InstanceOperations.class);
        String image = StrictCloud.LINUX;
        for (String firewall : List.of("default", other.id())) {
            assertThat(instances
                            .create(InstanceRequest.builder(image)
                                    .realmId(Optional.of("us-east-1a:" + subnet))
                                    .firewallIds(List.of(firewall))
                                    .build())
                            .get(0)
                            .firewallIds()
                            .orElseThrow())
                    .containsExactly(other.id());
        }
        String here = firewalls.create("here", "for tests").id();
        assertThat(instances
                        .create(InstanceRequest.builder(image)
                                .firewallIds(List.of("default", here))
                                .build())
                        .get(0)
                        .firewallIds()
                        .orElseThrow())
                .containsExactlyInAnyOrder("default", "here");
    }

    @Test
    void whatIsNotThereIsAbsentAndCannotBeChanged() {
        for (String id :
                List.of("", "*", "defaul?", "sg-*", "sg-0123456789abcdef0", "ü/../<&\"'>\n", "x".repeat(5000))) {
            assertThat(firewalls.find(id)).isEmpty();
            assertFails(ErrorKind.NOT_FOUND, () -> firewalls.destroy(id));
            assertFails(ErrorKind.NOT_FOUND, () -> firewalls.addRule(id, tcp("1", "2", OFFICE)));
            assertFails(
                    ErrorKind.NOT_FOUND, () -> firewalls.removeRule(id, ACCOUNT + "~tcp~1~2~@address,ipv4,1.2.3.0,24"));
        }
        for (String rule : List.of(
                "",
                "nosuch",
                "~~~~",
                ACCOUNT + "~tcp~1~2~",
                ACCOUNT + "~tcp~1~2~@address",
                ACCOUNT + "~tcp~x~2~@address,ipv4,1.2.3.0,24",
                "1~tcp~1~2~@address,ipv4,1.2.3.0,24",
                ACCOUNT + "~tcp~1~2~@address,ipv4,1.2.3.0,24",
                ACCOUNT + "~tcp~1~2~@group," + ACCOUNT + ",nosuch")) {
            assertFails(ErrorKind.NOT_FOUND, () -> firewalls.removeRule("default", rule));
        }
    }

    @Test
    void whatEc2MindsIsToldByItsCode() {
        firewalls.create("used", "for tests");
        String id = cloud.require(FirewallOperations.class)
                .find("used")
                .orElseThrow()
                .id();
        cloud.proxy.always(
                r -> r.formField("Action").equals(Optional.of("DeleteSecurityGroup")),
                StrictCloud.refusal(400, "DependencyViolation"));
        assertFails(ErrorKind.CONFLICT, () -> firewalls.destroy(id));
        cloud.proxy.heal();
        firewalls.destroy(id);
    }

    @Test
    void aListOfThreePagesIsWholeAndCostsItsPagesWhenWarm() {
        FirewallOperations there = cloud.in("sa-east-1").require(FirewallOperations.class);
        int before = there.list().size();
        for (int i = before; i < 12; i++) {
            there.create("f" + i, "for tests");
        }
        there.addRule("f11", tcp("1", "2", new GroupSource("f10", "")));
        FirewallOperations warm = cloud.in("sa-east-1").require(FirewallOperations.class);
        assertThat(cloud.cost(() -> assertThat(warm.list())
                        .hasSize(12)
                        .extracting(Firewall::id)
                        .doesNotHaveDuplicates()))
                .isEqualTo(3);
    }
}

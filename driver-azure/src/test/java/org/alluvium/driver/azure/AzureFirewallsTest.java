package org.alluvium.driver.azure;

import static org.alluvium.driver.azure.TestCloud.fails;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.alluvium.capability.FirewallOperations;
import org.alluvium.capability.RuleRequest;
import org.alluvium.driver.ErrorKind;
import org.alluvium.model.Firewall;
import org.alluvium.model.Firewall.AddressSource;
import org.alluvium.model.Firewall.GroupSource;
import org.alluvium.model.Firewall.Rule;
import org.alluvium.model.Firewall.Source;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Firewalls against the fake ARM. */
class AzureFirewallsTest {
    private static final Source ANYONE = new AddressSource("ipv4", "0.0.0.0", "0");
    private static final Source OFFICE = new AddressSource("ipv4", "192.0.2.0", "24");

    private TestCloud cloud;
    private FirewallOperations firewalls;

    @BeforeEach
    void start() throws Exception {
        cloud = new TestCloud();
        firewalls = cloud.require(FirewallOperations.class);
    }

    @AfterEach
    void stop() {
        cloud.close();
    }

    private static RuleRequest rule(String protocol, String from, String to, Source... sources) {
        return new RuleRequest(
                Optional.of(protocol).filter(text -> !text.isEmpty()),
                Optional.of(from).filter(text -> !text.isEmpty()),
                Optional.of(to).filter(text -> !text.isEmpty()),
                List.of(sources));
    }

    @Test
    void aFirewallIsMadeByItsNameAndFoundByEither() {
        Firewall made = firewalls.create("Web", "lets <them> in");
        assertThat(made)
                .isEqualTo(new Firewall("alluvium:web", "web", "lets <them> in", FakeArm.SUBSCRIPTION, List.of()));
        assertThat(firewalls.find("web")).contains(made);
        assertThat(firewalls.find("alluvium:web")).contains(made);
        assertThat(firewalls.list()).containsExactly(made);
        fails(ErrorKind.CONFLICT, () -> firewalls.create("web", ""));
        fails(ErrorKind.INVALID, () -> firewalls.create("a web", ""));
        firewalls.destroy("web");
        assertThat(firewalls.list()).isEmpty();
    }

    @Test
    void rulesOfEachKindAreAddedAndRemovedByTheirIds() {
        String id = firewalls.create("web", "").id();
        firewalls.addRule(id, rule("tcp", "22", "22", OFFICE, new AddressSource("ipv4", "198.51.100.0", "25")));
        firewalls.addRule(id, rule("UDP", "1000", "2000", ANYONE));
        firewalls.addRule(id, rule("icmp", "-1", "-1", ANYONE));
        Firewall all = firewalls.addRule(id, rule("", "", "", OFFICE));
        assertThat(all.rules())
                .extracting(Rule::protocol, Rule::portFrom, Rule::portTo, Rule::direction)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("tcp", "22", "22", "ingress"),
                        org.assertj.core.groups.Tuple.tuple("udp", "1000", "2000", "ingress"),
                        org.assertj.core.groups.Tuple.tuple("icmp", "0", "65535", "ingress"),
                        org.assertj.core.groups.Tuple.tuple("*", "0", "65535", "ingress"));
        assertThat(all.rules().get(0).sources())
                .containsExactly(OFFICE, new AddressSource("ipv4", "198.51.100.0", "25"));
        assertThat(all.rules()).extracting(Rule::action).allMatch(action -> action.equals(Optional.of("accept")));
        assertThat(all.rules()).extracting(Rule::id).doesNotHaveDuplicates().allMatch(rule -> rule.matches("[\\w.-]+"));
        for (Rule rule : all.rules()) {
            firewalls.removeRule(id, rule.id());
            fails(ErrorKind.NOT_FOUND, () -> firewalls.removeRule(id, rule.id()));
        }
        assertThat(firewalls.find(id).orElseThrow().rules()).isEmpty();
    }

    @Test
    void theSameRuleTwiceIsAConflict() {
        String id = firewalls.create("web", "").id();
        firewalls.addRule(id, rule("tcp", "22", "22", OFFICE, ANYONE));
        fails(ErrorKind.CONFLICT, () -> firewalls.addRule(id, rule("TCP", "22", "", ANYONE, OFFICE)));
        assertThat(firewalls.addRule(id, rule("tcp", "22", "22", OFFICE)).rules())
                .hasSize(2);
    }

    @Test
    void twoWhoAddARuleAtATimeBothSucceed() {
        String id = firewalls.create("web", "").id();
        AtomicInteger puts = new AtomicInteger();
        cloud.fake.whenAsked("PUT", "/securityRules/", () -> {
            if (puts.getAndIncrement() == 0) {
                cloud.fake.seed(
                        "/subscriptions/" + FakeArm.SUBSCRIPTION + "/resourceGroups/alluvium"
                                + "/providers/Microsoft.Network/networkSecurityGroups/web/securityRules/theirs",
                        "{\"properties\":{\"protocol\":\"Tcp\",\"sourcePortRange\":\"*\",\"destinationPortRange\":\"80\","
                                + "\"sourceAddressPrefix\":\"*\",\"destinationAddressPrefix\":\"*\",\"access\":\"Allow\","
                                + "\"priority\":1000,\"direction\":\"Inbound\"}}");
            }
        });
        assertThat(firewalls.addRule(id, rule("tcp", "22", "22", ANYONE)).rules())
                .extracting(Rule::portFrom)
                .containsExactlyInAnyOrder("80", "22");
        assertThat(puts.get()).isEqualTo(2);
    }

    @Test
    void whatAzureDoesNotTakeIsInvalid() {
        String id = firewalls.create("web", "").id();
        for (RuleRequest wrong : List.of(
                rule("gre", "1", "1", ANYONE),
                rule("tcp", "x", "1", ANYONE),
                rule("tcp", "2", "1", ANYONE),
                rule("tcp", "1", "65536", ANYONE),
                rule("tcp", "1", "1", new AddressSource("ipv4", "evil\"},", "8")),
                rule("tcp", "1", "1", new GroupSource("other", "")))) {
            fails(ErrorKind.INVALID, () -> firewalls.addRule(id, wrong));
        }
        assertThat(firewalls.find(id).orElseThrow().rules()).isEmpty();
    }

    @Test
    void rulesThatOthersMadeAreToldAsTheyAre() {
        cloud.fake.seed(
                "/subscriptions/" + FakeArm.SUBSCRIPTION
                        + "/resourceGroups/Mine/providers/Microsoft.Network/networkSecurityGroups/Theirs",
                "{\"location\":\"westeurope\"}");
        cloud.fake.seed(
                "/subscriptions/" + FakeArm.SUBSCRIPTION
                        + "/resourceGroups/Mine/providers/Microsoft.Network/networkSecurityGroups/Theirs/securityRules/No",
                "{\"properties\":{\"protocol\":\"Tcp\",\"sourcePortRange\":\"*\",\"destinationPortRanges\":[\"80\","
                        + "\"8000-8999\"],\"sourceAddressPrefix\":\"VirtualNetwork\",\"destinationAddressPrefix\":\"*\","
                        + "\"access\":\"Deny\",\"priority\":1000,\"direction\":\"Outbound\"}}");
        Firewall theirs = firewalls.find("mine:theirs").orElseThrow();
        assertThat(theirs.name()).isEqualTo("mine:theirs");
        assertThat(theirs.rules())
                .containsExactly(
                        new Rule(
                                "No",
                                "tcp",
                                "80",
                                "80",
                                "egress",
                                Optional.of("deny"),
                                Optional.empty(),
                                List.of(new GroupSource("VirtualNetwork", ""))),
                        new Rule(
                                "No",
                                "tcp",
                                "8000",
                                "8999",
                                "egress",
                                Optional.of("deny"),
                                Optional.empty(),
                                List.of(new GroupSource("VirtualNetwork", ""))));
        firewalls.addRule("mine:theirs", rule("tcp", "22", "22", ANYONE));
        firewalls.removeRule("mine:theirs", "No");
        assertThat(firewalls.find("mine:theirs").orElseThrow().rules()).hasSize(1);
    }

    @Test
    void whatIsNotThereIsNotFound() {
        for (String id : TestCloud.UNKNOWN) {
            assertThat(firewalls.find(id)).isEmpty();
            fails(ErrorKind.NOT_FOUND, () -> firewalls.destroy(id));
            fails(ErrorKind.NOT_FOUND, () -> firewalls.addRule(id, rule("tcp", "1", "1", ANYONE)));
            fails(ErrorKind.NOT_FOUND, () -> firewalls.removeRule(id, "x"));
        }
        String id = firewalls.create("web", "").id();
        for (String unknown : TestCloud.UNKNOWN) {
            fails(ErrorKind.NOT_FOUND, () -> firewalls.removeRule(id, unknown));
        }
    }

    @Test
    void listsAreWholeAndCostACallAPage() {
        for (int i = 0; i < 7; i++) {
            firewalls.addRule(firewalls.create("f" + i, "").id(), rule("tcp", "22", "22", ANYONE));
        }
        cloud.fake.pageSize = 3;
        long before = cloud.calls();
        assertThat(firewalls.list()).hasSize(7).allMatch(f -> f.rules().size() == 1);
        assertThat(cloud.calls() - before).isEqualTo(3);
    }
}

package org.alluvium.driver.ec2;

import static org.alluvium.driver.ec2.StrictCloud.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.alluvium.capability.InstanceOperations;
import org.alluvium.capability.NetworkInterfaceOperations;
import org.alluvium.capability.NetworkOperations;
import org.alluvium.capability.SubnetOperations;
import org.alluvium.driver.ErrorKind;
import org.alluvium.model.Network;
import org.alluvium.model.NetworkInterface;
import org.alluvium.model.Subnet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Networks, subnets and network interfaces from end to end, over HTTP. */
class Ec2NetworksMotoTest {
    private static StrictCloud cloud;
    private static NetworkOperations networks;
    private static SubnetOperations subnets;
    private static NetworkInterfaceOperations interfaces;

    @BeforeAll
    static void start() throws Exception {
        cloud = StrictCloud.start();
        networks = cloud.require(NetworkOperations.class);
        subnets = cloud.require(SubnetOperations.class);
        interfaces = cloud.require(NetworkInterfaceOperations.class);
    }

    @AfterAll
    static void stop() throws Exception {
        cloud.close();
    }

    private static Optional<String> block(int second) {
        return Optional.of("10." + second + ".0.0/16");
    }

    @Test
    void aNetworkShowsItsOwnBlockUntilItHasSubnets() {
        Network made = networks.create(Optional.of("mine & <yours>"), block(1));
        assertThat(made.name()).isEqualTo("mine & <yours>");
        assertThat(made.addressBlocks()).containsExactly("10.1.0.0/16");
        Subnet subnet = subnets.create(made.id(), "10.1.1.0/24", Optional.of("part"));
        assertThat(subnets.find(subnet.id()))
                .contains(new Subnet(subnet.id(), "part", made.id(), "10.1.1.0/24", "UP", Optional.empty()));
        assertThat(networks.find(made.id()))
                .contains(new Network(made.id(), "mine & <yours>", "UP", List.of("10.1.1.0/24"), List.of(subnet.id())));
        assertThat(networks.list()).contains(networks.find(made.id()).orElseThrow());
        assertFails(ErrorKind.CONFLICT, () -> networks.destroy(made.id()));
        assertFails(ErrorKind.CONFLICT, () -> subnets.create(made.id(), "10.1.1.128/25", Optional.empty()));
        assertFails(ErrorKind.INVALID, () -> subnets.create(made.id(), "10.2.1.0/24", Optional.empty()));
        subnets.destroy(subnet.id());
        networks.destroy(made.id());
        assertThat(networks.find(made.id())).isEmpty();
        assertFails(ErrorKind.NOT_FOUND, () -> networks.destroy(made.id()));
    }

    @Test
    void withoutANameTheIdIsTheName() {
        Network network = networks.create(Optional.empty(), block(2));
        Subnet subnet = subnets.create(network.id(), "10.2.1.0/24", Optional.empty());
        assertThat(network.name()).isEqualTo(network.id());
        assertThat(subnet.name()).isEqualTo(subnet.id());
        assertFails(ErrorKind.INVALID, () -> networks.create(Optional.empty(), Optional.empty()));
        assertFails(ErrorKind.INVALID, () -> networks.create(Optional.empty(), Optional.of("10.0.0.0/8")));
        assertFails(ErrorKind.NOT_FOUND, () -> subnets.create("vpc-0123456789", "10.2.2.0/24", Optional.empty()));
    }

    @Test
    void anInstanceGetsASecondInterfaceAndLosesIt() {
        String instance = cloud.instance();
        NetworkInterface first = interfaces.list().stream()
                .filter(nic -> nic.instanceId().equals(Optional.of(instance)))
                .findFirst()
                .orElseThrow();
        NetworkInterface made = interfaces.create(instance, first.networkId(), Optional.of("second"));
        assertThat(made.name()).isEqualTo("second");
        assertThat(made.instanceId()).contains(instance);
        assertThat(made.networkId()).isEqualTo(first.networkId());
        assertThat(made.ipAddress()).isPresent();
        assertThat(interfaces.find(made.id())).contains(made);
        assertThat(cloud.require(InstanceOperations.class)
                        .find(instance)
                        .orElseThrow()
                        .networkInterfaceIds()
                        .orElseThrow())
                .containsExactlyInAnyOrder(first.id(), made.id());
        assertFails(ErrorKind.CONFLICT, () -> interfaces.destroy(first.id()));
        interfaces.destroy(made.id());
        assertThat(interfaces.find(made.id())).isEmpty();
        assertFails(ErrorKind.NOT_FOUND, () -> interfaces.destroy(made.id()));
    }

    @Test
    void anInterfaceThatTheInstanceDoesNotTakeIsNotLeftBehind() {
        String instance = cloud.instance();
        List<String> before =
                interfaces.list().stream().map(NetworkInterface::id).toList();
        String subnet = interfaces.list().get(0).networkId();
        cloud.proxy.always(
                r -> r.formField("Action").equals(Optional.of("AttachNetworkInterface")),
                StrictCloud.refusal(400, "AttachmentLimitExceeded"));
        assertFails(ErrorKind.FORBIDDEN, () -> interfaces.create(instance, subnet, Optional.empty()));
        cloud.proxy.heal();
        assertThat(interfaces.list()).extracting(NetworkInterface::id).containsExactlyElementsOf(before);
        assertFails(ErrorKind.NOT_FOUND, () -> interfaces.create("i-0123456789", subnet, Optional.empty()));
        assertFails(ErrorKind.NOT_FOUND, () -> interfaces.create(instance, "subnet-0123456789", Optional.empty()));
    }

    @Test
    void whatIsNotThereIsAbsentAndCannotBeChanged() {
        for (String id : List.of("", "*", "vpc-*", "nosuch", "ü/../<&\"'>\n", "subnet-", "x".repeat(5000))) {
            assertThat(networks.find(id)).isEmpty();
            assertThat(subnets.find(id)).isEmpty();
            assertThat(interfaces.find(id)).isEmpty();
            assertFails(ErrorKind.NOT_FOUND, () -> networks.destroy(id));
            assertFails(ErrorKind.NOT_FOUND, () -> subnets.destroy(id));
            assertFails(ErrorKind.NOT_FOUND, () -> interfaces.destroy(id));
            assertFails(ErrorKind.NOT_FOUND, () -> subnets.create(id, "10.0.0.0/24", Optional.empty()));
            assertFails(ErrorKind.NOT_FOUND, () -> interfaces.create(id, "subnet-1", Optional.empty()));
        }
        assertThat(networks.find("vpc-0123456789abcdef0")).isEmpty();
        assertFails(ErrorKind.NOT_FOUND, () -> subnets.destroy("subnet-0123456789abcdef0"));
        assertFails(ErrorKind.NOT_FOUND, () -> interfaces.destroy("eni-0123456789abcdef0"));
    }

    @Test
    void listsOfThreePagesAreWholeAndCostTheirPages() {
        NetworkOperations there = cloud.in("sa-east-1").require(NetworkOperations.class);
        SubnetOperations parts = cloud.in("sa-east-1").require(SubnetOperations.class);
        for (int i = there.list().size(); i < 12; i++) {
            there.create(Optional.empty(), block(i));
        }
        String network = there.create(Optional.empty(), block(99)).id();
        for (int i = parts.list().size(); i < 12; i++) {
            parts.create(network, "10.99." + i + ".0/24", Optional.empty());
        }
        assertThat(cloud.cost(() -> assertThat(parts.list())
                        .hasSize(12)
                        .extracting(Subnet::id)
                        .doesNotHaveDuplicates()))
                .isEqualTo(3);
        assertThat(cloud.cost(() -> assertThat(there.list())
                        .hasSize(13)
                        .extracting(Network::id)
                        .doesNotHaveDuplicates()))
                .isEqualTo(6);
        for (int i = 0; i < 12; i++) {
            cloud.instanceIn("sa-east-1");
        }
        NetworkInterfaceOperations nics = cloud.in("sa-east-1").require(NetworkInterfaceOperations.class);
        assertThat(cloud.cost(() -> assertThat(nics.list())
                        .hasSize(12)
                        .extracting(NetworkInterface::id)
                        .doesNotHaveDuplicates()))
                .isEqualTo(3);
    }
}

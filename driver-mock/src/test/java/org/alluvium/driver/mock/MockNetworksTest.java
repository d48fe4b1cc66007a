package org.alluvium.driver.mock;

import static org.alluvium.driver.mock.Failures.assertFails;
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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MockNetworksTest extends MockCloudTest {
    private NetworkOperations networks;
    private SubnetOperations subnets;
    private NetworkInterfaceOperations interfaces;

    @BeforeEach
    void operations() {
        networks = cloud.require(NetworkOperations.class);
        subnets = cloud.require(SubnetOperations.class);
        interfaces = cloud.require(NetworkInterfaceOperations.class);
    }

    @Test
    void theFixturesAreThoseOfTheContract() {
        assertThat(networks.list())
                .containsExactly(
                        new Network("net1", "network1", "UP", List.of("192.168.0.0/16"), List.of("subnet1", "subnet2")),
                        new Network("net2", "network2", "UP", List.of("10.0.0.0/8"), List.of("subnet3", "subnet4")));
        assertThat(subnets.list()).extracting(Subnet::id).containsExactly("subnet1", "subnet2", "subnet3", "subnet4");
        assertThat(subnets.find("subnet3"))
                .contains(new Subnet("subnet3", "subnet3", "net2", "10.1.0.0/16", "UP", Optional.of("PRIVATE")));
        assertThat(interfaces.list())
                .containsExactly(
                        new NetworkInterface(
                                "nic1", "nic1", "subnet1", Optional.of("inst1"), Optional.of("192.168.1.2")),
                        new NetworkInterface(
                                "nicinst3", "nicinst3", "net1", Optional.of("inst3"), Optional.of("192.168.2.189")));
    }

    @Test
    void aNetworkAndItsSubnetsAreMadeAndDestroyedTogether() {
        Network network = networks.create(Optional.of("n"), Optional.of("fd00:1::/32"));
        Subnet subnet = subnets.create("n", "fd00:1:2::/48", Optional.of("s"));

        assertThat(network.addressBlocks()).containsExactly("fd00:1:0:0:0:0:0:0/32");
        assertThat(networks.find("n").orElseThrow().subnetIds()).containsExactly("s");
        assertThat(subnets.find("s")).contains(subnet);
        networks.destroy("n");
        assertThat(networks.find("n")).isEmpty();
        assertThat(subnets.find("s")).isEmpty();
        assertFails(ErrorKind.NOT_FOUND, () -> networks.destroy("n"));
    }

    @Test
    void whatHasNoNameGetsOne() {
        assertThat(networks.create(Optional.empty(), Optional.empty()).id()).matches("net_\\d+");
        assertThat(subnets.create("net1", "192.168.3.0/24", Optional.of("")).id())
                .matches("subnet_\\d+");
        assertThat(interfaces.create("inst0", "subnet1", Optional.empty()).id()).matches("nic_\\d+");
    }

    @Test
    void aNameIsTakenOnce() {
        assertFails(ErrorKind.CONFLICT, () -> networks.create(Optional.of("net1"), Optional.empty()))
                .isEqualTo("Network 'net1' exists already.");
        assertFails(ErrorKind.CONFLICT, () -> subnets.create("net1", "192.168.9.0/24", Optional.of("subnet1")));
        assertFails(ErrorKind.CONFLICT, () -> interfaces.create("inst0", "subnet1", Optional.of("nic1")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x",
                "10.0.0.0",
                "10.0.0.0/33",
                "10.0.0/8",
                "256.0.0.0/8",
                "010.0.0.0/8",
                "::/129",
                "localhost/8",
                "1:2/8",
                "10.0.0.0/-1",
                "10.0.0.0/8/8",
                "::ffff:10.0.0.0/96",
                "10.0.0.0/99999999999"
            })
    void whatIsNoBlockIsRefused(String block) {
        assertFails(ErrorKind.INVALID, () -> networks.create(Optional.of("n"), Optional.of(block)))
                .contains("'" + block + "' is not a block of addresses");
        assertFails(ErrorKind.INVALID, () -> subnets.create("net1", block, Optional.empty()));
    }

    @Test
    void anAddressInsideOfABlockIsRefusedWithTheRemedy() {
        assertFails(ErrorKind.INVALID, () -> networks.create(Optional.empty(), Optional.of("10.1.2.3/16")))
                .isEqualTo("'10.1.2.3/16' names an address inside of a block. The block is 10.1.0.0/16.");
    }

    @ParameterizedTest
    @CsvSource({"10.9.0.0/16", "192.0.0.0/8", "fd00::/64"})
    void aSubnetOutsideOfItsNetworkIsRefused(String block) {
        assertFails(ErrorKind.INVALID, () -> subnets.create("net1", block, Optional.empty()))
                .contains("is not inside of network 'net1', which is 192.168.0.0/16.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"192.168.1.0/24", "192.168.1.128/25", "192.168.0.0/16"})
    void aSubnetThatOverlapsASiblingIsAConflict(String block) {
        assertFails(ErrorKind.CONFLICT, () -> subnets.create("net1", block, Optional.empty()))
                .isEqualTo(block + " overlaps with subnet 'subnet1', which is 192.168.1.0/24.");
    }

    @Test
    void aSubnetNeedsANetwork() {
        assertFails(ErrorKind.NOT_FOUND, () -> subnets.create("nosuch", "10.0.0.0/8", Optional.empty()))
                .isEqualTo("Network 'nosuch' does not exist.");
    }

    @Test
    void whatAnInstanceIsConnectedToIsNotDestroyed() {
        assertFails(ErrorKind.CONFLICT, () -> subnets.destroy("subnet1"))
                .isEqualTo("Subnet 'subnet1' is in use by network interface 'nic1'. Delete that first.");
        assertFails(ErrorKind.CONFLICT, () -> networks.destroy("net1"));
        subnets.destroy("subnet3");
        assertThat(networks.find("net2").orElseThrow().subnetIds()).containsExactly("subnet4");
        assertFails(ErrorKind.NOT_FOUND, () -> subnets.destroy("subnet3"));
    }

    @Test
    void anInstanceIsConnectedWithTheFirstFreeAddress() {
        NetworkInterface first = interfaces.create("inst0", "subnet1", Optional.of("a"));
        NetworkInterface second = interfaces.create("inst0", "subnet1", Optional.of("b"));
        NetworkInterface direct = interfaces.create("inst2", "net2", Optional.of("c"));

        assertThat(first.ipAddress()).contains("192.168.1.3");
        assertThat(second.ipAddress()).contains("192.168.1.4");
        assertThat(direct.ipAddress()).contains("10.0.0.2");
        assertThat(cloud.require(InstanceOperations.class)
                        .find("inst0")
                        .orElseThrow()
                        .networkInterfaceIds())
                .contains(List.of("a", "b"));
        interfaces.destroy("a");
        assertThat(interfaces.find("a")).isEmpty();
        assertFails(ErrorKind.NOT_FOUND, () -> interfaces.destroy("a"));
    }

    @Test
    void aFullSubnetIsAConflict() {
        subnets.create("net1", "192.168.3.0/30", Optional.of("tiny"));
        interfaces.create("inst0", "tiny", Optional.empty());

        assertFails(ErrorKind.CONFLICT, () -> interfaces.create("inst0", "tiny", Optional.empty()))
                .isEqualTo("Network 'tiny' has no free address left in 192.168.3.0/30.");
    }

    @Test
    void aConnectionNeedsAnInstanceAndANetwork() {
        assertFails(ErrorKind.NOT_FOUND, () -> interfaces.create("nosuch", "subnet1", Optional.empty()))
                .isEqualTo("Instance 'nosuch' does not exist.");
        assertFails(ErrorKind.NOT_FOUND, () -> interfaces.create("inst0", "nosuch", Optional.empty()))
                .isEqualTo("Network 'nosuch' does not exist.");
    }
}

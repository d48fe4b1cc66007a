package org.alluvium.driver.azure;

import static org.alluvium.driver.azure.TestCloud.fails;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.alluvium.capability.NetworkInterfaceOperations;
import org.alluvium.capability.NetworkOperations;
import org.alluvium.capability.SubnetOperations;
import org.alluvium.driver.ErrorKind;
import org.alluvium.model.Network;
import org.alluvium.model.NetworkInterface;
import org.alluvium.model.Subnet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Networks, subnets and network interfaces against the fake ARM. */
class AzureNetworksTest {
    private TestCloud cloud;
    private NetworkOperations networks;
    private SubnetOperations subnets;
    private NetworkInterfaceOperations interfaces;

    @BeforeEach
    void start() throws Exception {
        cloud = new TestCloud();
        networks = cloud.require(NetworkOperations.class);
        subnets = cloud.require(SubnetOperations.class);
        interfaces = cloud.require(NetworkInterfaceOperations.class);
    }

    @AfterEach
    void stop() {
        cloud.close();
    }

    @Test
    void aNetworkIsMadeDividedAndRemoved() {
        Network made = networks.create(Optional.of("Office"), Optional.of("10.7.0.0/16"));
        assertThat(made).isEqualTo(new Network("alluvium:office", "office", "UP", List.of("10.7.0.0/16"), List.of()));
        fails(ErrorKind.CONFLICT, () -> networks.create(Optional.of("office"), Optional.empty()));
        Subnet first = subnets.create(made.id(), "10.7.1.0/24", Optional.of("first"));
        assertThat(first)
                .isEqualTo(
                        new Subnet("alluvium:office:first", "first", made.id(), "10.7.1.0/24", "UP", Optional.empty()));
        Subnet second = subnets.create("office", "10.7.2.0/24", Optional.empty());
        assertThat(subnets.list()).containsExactly(first, second);
        assertThat(subnets.find("office:first")).contains(first);
        assertThat(networks.find(made.id()).orElseThrow().subnetIds()).containsExactly(first.id(), second.id());
        fails(ErrorKind.CONFLICT, () -> subnets.create(made.id(), "10.7.1.0/25", Optional.empty()));
        fails(ErrorKind.CONFLICT, () -> subnets.create(made.id(), "10.7.3.0/24", Optional.of("first")));
        fails(ErrorKind.INVALID, () -> subnets.create(made.id(), "172.16.0.0/24", Optional.empty()));
        subnets.destroy(first.id());
        assertThat(subnets.list()).containsExactly(second);
        networks.destroy("office");
        assertThat(networks.list()).isEmpty();
        assertThat(subnets.list()).isEmpty();
    }

    @Test
    void aNetworkWithoutNameAndBlockGetsThem() {
        Network made = networks.create(Optional.empty(), Optional.empty());
        assertThat(made.name()).matches("network-[0-9a-f]{8}");
        assertThat(made.addressBlocks()).containsExactly("10.0.0.0/16");
        fails(ErrorKind.INVALID, () -> networks.create(Optional.of("a/b"), Optional.empty()));
        fails(ErrorKind.INVALID, () -> subnets.create(made.id(), "10.0.1.0/24", Optional.of("a?b")));
    }

    @Test
    void whatIsInUseIsKept() {
        cloud.seedNetwork();
        String web = cloud.seedInstance("web", true);
        fails(ErrorKind.CONFLICT, () -> subnets.destroy("mine:home:first"));
        fails(ErrorKind.CONFLICT, () -> networks.destroy("mine:home"));
        fails(ErrorKind.CONFLICT, () -> interfaces.destroy(web));
    }

    @Test
    void anInstanceThatIsOffGetsAndLosesAnInterface() {
        cloud.seedNetwork();
        String web = cloud.seedInstance("web", true);
        String net = networks.create(Optional.of("other"), Optional.empty()).id();
        String subnet = subnets.create(net, "10.0.1.0/24", Optional.of("sub")).id();
        NetworkInterface made = interfaces.create(web, subnet, Optional.of("second"));
        assertThat(made.id()).isEqualTo("mine:second");
        assertThat(made.networkId()).isEqualTo(subnet);
        assertThat(made.instanceId()).contains(web);
        assertThat(made.ipAddress()).isPresent();
        assertThat(interfaces.find(made.id())).contains(made);
        assertThat(interfaces.list()).extracting(NetworkInterface::id).containsExactly(web, made.id());
        fails(ErrorKind.CONFLICT, () -> interfaces.create(web, subnet, Optional.of("second")));
        interfaces.destroy(made.id());
        assertThat(interfaces.list()).extracting(NetworkInterface::id).containsExactly(web);
        assertThat(interfaces.find(web).orElseThrow().instanceId()).contains(web);
    }

    @Test
    void twoWhoChangeAnInstanceAtATimeDoNotUndoEachOther() {
        cloud.seedNetwork();
        String web = cloud.seedInstance("web", true);
        AtomicBoolean once = new AtomicBoolean(true);
        cloud.fake.whenAsked("PATCH", "virtualMachines/web", () -> {
            if (once.getAndSet(false)) {
                cloud.fake.change(
                        TestCloud.instance("web"), vm -> vm.putObject("tags").put("changed", "meanwhile"));
            }
        });
        interfaces.create(web, "mine:home:first", Optional.of("second"));
        assertThat(cloud.fake.log().stream().filter(request -> request.startsWith("PATCH")))
                .hasSize(2);
        assertThat(cloud.fake
                        .kept(TestCloud.instance("web"))
                        .at("/tags/changed")
                        .asText())
                .isEqualTo("meanwhile");
        assertThat(interfaces.find("mine:second").orElseThrow().instanceId()).contains(web);
    }

    @Test
    void anInterfaceThatCannotBeAttachedGoesAgain() {
        cloud.seedNetwork();
        String web = cloud.seedInstance("web", false);
        assertThat(fails(ErrorKind.CONFLICT, () -> interfaces.create(web, "mine:home:first", Optional.of("second"))))
                .hasMessageContaining("deallocated");
        TestCloud.await(() -> Optional.of(interfaces.list()).filter(all -> all.size() == 1));
    }

    @Test
    void whatIsNotThereIsNotFound() {
        cloud.seedNetwork();
        String web = cloud.seedInstance("web", true);
        for (String id : TestCloud.UNKNOWN) {
            assertThat(networks.find(id)).isEmpty();
            assertThat(subnets.find(id)).isEmpty();
            assertThat(interfaces.find(id)).isEmpty();
            fails(ErrorKind.NOT_FOUND, () -> networks.destroy(id));
            fails(ErrorKind.NOT_FOUND, () -> subnets.destroy(id));
            fails(ErrorKind.NOT_FOUND, () -> subnets.create(id, "10.0.1.0/24", Optional.empty()));
            fails(ErrorKind.NOT_FOUND, () -> interfaces.destroy(id));
            fails(ErrorKind.NOT_FOUND, () -> interfaces.create(id, "mine:home:first", Optional.empty()));
            fails(ErrorKind.NOT_FOUND, () -> interfaces.create(web, id, Optional.empty()));
        }
        fails(ErrorKind.NOT_FOUND, () -> subnets.destroy("mine:home:nosuch"));
        fails(ErrorKind.NOT_FOUND, () -> subnets.destroy("mine:nosuch:first"));
    }

    @Test
    void listsAreWholeAndCostACallAPage() {
        cloud.seedNetwork();
        for (int i = 1; i < 7; i++) {
            String id = networks.create(Optional.of("n" + i), Optional.empty()).id();
            subnets.create(id, "10.0.0.0/24", Optional.empty());
        }
        for (int i = 0; i < 7; i++) {
            cloud.seedInstance("vm" + i, false);
        }
        cloud.fake.pageSize = 3;
        long before = cloud.calls();
        assertThat(networks.list()).hasSize(7).allMatch(n -> n.subnetIds().size() == 1);
        assertThat(cloud.calls() - before).isEqualTo(3);
        assertThat(subnets.list()).hasSize(7);
        assertThat(cloud.calls() - before).isEqualTo(6);
        assertThat(interfaces.list()).hasSize(7).allMatch(n -> n.instanceId().isPresent());
        assertThat(cloud.calls() - before).isEqualTo(9);
        assertThat(cloud.connect("public;eastus")
                        .require(NetworkOperations.class)
                        .list())
                .isEmpty();
    }
}

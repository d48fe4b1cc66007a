package org.alluvium.driver.azure;

import static org.alluvium.driver.azure.TestCloud.fails;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.alluvium.capability.AddressOperations;
import org.alluvium.capability.InstanceOperations;
import org.alluvium.capability.InstanceRequest;
import org.alluvium.capability.LoadBalancerOperations;
import org.alluvium.driver.ErrorKind;
import org.alluvium.model.Address;
import org.alluvium.model.LoadBalancer;
import org.alluvium.model.LoadBalancer.Listener;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Addresses and load balancers, which both belong to instances by their network interfaces, against the fake ARM. */
class AzureAddressesTest {
    private static final Listener WEB = new Listener("HTTP", "80", "8080");

    private TestCloud cloud;
    private AddressOperations addresses;
    private LoadBalancerOperations balancers;

    @BeforeEach
    void start() throws Exception {
        cloud = new TestCloud();
        cloud.seedNetwork();
        addresses = cloud.require(AddressOperations.class);
        balancers = cloud.require(LoadBalancerOperations.class);
    }

    @AfterEach
    void stop() {
        cloud.close();
    }

    private JsonNode nic(String name) {
        return cloud.fake
                .store
                .find(FakePath.of("/subscriptions/" + FakeArm.SUBSCRIPTION
                        + "/resourceGroups/Mine/providers/Microsoft.Network/networkInterfaces/" + name))
                .orElseThrow();
    }

    @Test
    void anAddressIsTakenMovedAndGivenBack() {
        String web = cloud.seedInstance("web", false);
        String mail = cloud.seedInstance("mail", false);
        Address made = addresses.create();
        assertThat(made.id()).matches("[0-9.]+");
        assertThat(addresses.list()).containsExactly(made);
        fails(ErrorKind.CONFLICT, () -> addresses.disassociate(made.id()));
        addresses.associate(made.id(), web);
        assertThat(addresses.find(made.id()).orElseThrow().instanceId()).contains(web);
        assertThat(addresses.list()).extracting(a -> a.instanceId().orElse("")).containsExactly(web);
        fails(ErrorKind.CONFLICT, () -> addresses.associate(made.id(), mail));
        fails(ErrorKind.CONFLICT, () -> addresses.destroy(made.id()));
        addresses.disassociate(made.id());
        addresses.associate(made.id(), mail);
        assertThat(addresses.find(made.id()).orElseThrow().instanceId()).contains(mail);
        addresses.disassociate(made.id());
        addresses.destroy(made.id());
        assertThat(addresses.list()).isEmpty();
    }

    @Test
    void aNetworkInterfaceKeepsTheRestOfWhatItIs() {
        String web = cloud.seedInstance("web", false);
        JsonNode before = nic("web").deepCopy();
        String ip = addresses.create().id();
        addresses.associate(ip, web);
        addresses.disassociate(ip);
        JsonNode after = nic("web");
        assertThat(after.path("tags")).isEqualTo(before.path("tags"));
        assertThat(after.at("/properties/enableIPForwarding").asBoolean()).isTrue();
        assertThat(after.at("/properties/ipConfigurations/0/properties/privateIPAddress"))
                .isEqualTo(before.at("/properties/ipConfigurations/0/properties/privateIPAddress"));
        assertThat(after.at("/properties/ipConfigurations/0/properties/subnet/id"))
                .isEqualTo(before.at("/properties/ipConfigurations/0/properties/subnet/id"));
    }

    @Test
    void twoWhoChangeANetworkInterfaceAtATimeDoNotUndoEachOther() {
        String web = cloud.seedInstance("web", false);
        String ip = addresses.create().id();
        AtomicInteger changes = new AtomicInteger();
        cloud.fake.whenAsked("PUT", "networkInterfaces/web", () -> {
            if (changes.getAndIncrement() == 0) {
                cloud.fake.change(
                        TestCloud.networkInterface("web"),
                        nic -> nic.withObject("/properties").put("enableAcceleratedNetworking", true));
            }
        });
        addresses.associate(ip, web);
        assertThat(changes.get()).isEqualTo(2);
        assertThat(cloud.fake
                        .kept(TestCloud.networkInterface("web"))
                        .at("/properties/enableAcceleratedNetworking")
                        .asBoolean())
                .isTrue();
        assertThat(addresses.find(ip).orElseThrow().instanceId()).contains(web);
    }

    @Test
    void whoIsOvertakenTwiceIsTold() {
        String web = cloud.seedInstance("web", false);
        String ip = addresses.create().id();
        AtomicInteger changes = new AtomicInteger();
        cloud.fake.whenAsked(
                "PUT",
                "networkInterfaces/web",
                () -> cloud.fake.change(
                        TestCloud.networkInterface("web"),
                        nic -> nic.withObject("/tags").put("change", "" + changes.incrementAndGet())));
        fails(ErrorKind.CONFLICT, () -> addresses.associate(ip, web));
        assertThat(changes.get()).isEqualTo(2);
    }

    @Test
    void theAddressThatWasMadeWithAnInstanceComesBackWhenItsSuccessorGoes() {
        String web = cloud.seedInstance("web", false);
        String mine = "/subscriptions/" + FakeArm.SUBSCRIPTION + "/resourceGroups/Mine/providers/Microsoft.Network/";
        String tags = "\"location\":\"westeurope\",\"tags\":{\"alluvium-instance\":\"web\"},\"properties\":";
        cloud.fake.seed(mine + "publicIPAddresses/web-ip", "{" + tags + "{\"ipAddress\":\"203.0.113.5\"}}");
        cloud.fake.seed(
                mine + "networkInterfaces/web",
                "{" + tags + "{\"ipConfigurations\":[{\"name\":\"main\",\"properties\":{\"subnet\":{\"id\":\"" + mine
                        + "virtualNetworks/Home/subnets/first\"},\"publicIPAddress\":{\"id\":\"" + mine
                        + "publicIPAddresses/web-ip\",\"properties\":{\"deleteOption\":\"Delete\"}}}}]}}");
        JsonNode before = nic("web")
                .at("/properties/ipConfigurations/0/properties/publicIPAddress")
                .deepCopy();
        assertThat(addresses.find("203.0.113.5").orElseThrow().instanceId()).contains(web);
        String ip = addresses.create().id();
        addresses.associate(ip, web);
        assertThat(addresses.find("203.0.113.5").orElseThrow().instanceId()).isEmpty();
        addresses.disassociate(ip);
        assertThat(addresses.find("203.0.113.5").orElseThrow().instanceId()).contains(web);
        assertThat(nic("web").at("/properties/ipConfigurations/0/properties/publicIPAddress"))
                .isEqualTo(before);
    }

    @Test
    void anInstanceIsStartedWithAnAddressThatIsThere() {
        String ip = addresses.create().id();
        InstanceOperations instances = cloud.require(InstanceOperations.class);
        InstanceRequest.Builder wish = InstanceRequest.builder("Canonical:ubuntu-24_04-lts:server:latest");
        for (String unknown : List.of("192.0.2.1", "2001:db8::1", "no address", "a:b:c")) {
            fails(
                    ErrorKind.INVALID,
                    () -> instances.create(
                            wish.parameters(Map.of("address_id", unknown)).build()));
        }
        String instance = instances
                .create(wish.parameters(Map.of("address_id", ip)).build())
                .get(0)
                .id();
        assertThat(addresses.list()).containsExactly(new Address(ip, Optional.of(instance)));
    }

    @Test
    void anAddressThatCannotBeMadeLeavesNothing() {
        addresses.create();
        int before = cloud.fake.leftovers().size();
        cloud.fake.failNext("PUT", "publicIPAddresses", 400, "PublicIPCountLimitReached", "Too many.");
        fails(ErrorKind.FORBIDDEN, addresses::create);
        cloud.fake.failLater("PUT", "publicIPAddresses", "PublicIPCountLimitReached", "Too many.");
        fails(ErrorKind.FORBIDDEN, addresses::create);
        TestCloud.await(() -> Optional.of(cloud.fake.leftovers()).filter(left -> left.size() == before));
    }

    @Test
    void aLoadBalancerPassesConnectionsToItsInstances() {
        String web = cloud.seedInstance("web", false);
        String mail = cloud.seedInstance("mail", false);
        LoadBalancer made = balancers.create("Front", "westeurope:1", WEB);
        assertThat(made.id()).isEqualTo("alluvium:front");
        assertThat(made.listeners()).containsExactly(WEB);
        assertThat(made.realmIds()).containsExactly("westeurope");
        assertThat(made.instanceIds()).isEmpty();
        assertThat(made.publicAddresses()).hasSize(1);
        assertThat(balancers.register(made.id(), web).instanceIds()).containsExactly(web);
        assertThat(balancers.register(made.id(), web).instanceIds()).containsExactly(web);
        LoadBalancer both = balancers.register("front", mail);
        assertThat(both.instanceIds()).containsExactlyInAnyOrder(web, mail);
        assertThat(balancers.list()).containsExactly(both);
        assertThat(balancers.unregister(made.id(), web).instanceIds()).containsExactly(mail);
        fails(ErrorKind.CONFLICT, () -> balancers.unregister(made.id(), web));
        fails(ErrorKind.CONFLICT, () -> balancers.create("front", "westeurope", WEB));

        String ip = made.publicAddresses().get(0);
        assertThat(addresses.find(ip).orElseThrow().instanceId()).isEmpty();
        fails(ErrorKind.CONFLICT, () -> addresses.associate(ip, web));
        fails(ErrorKind.CONFLICT, () -> addresses.disassociate(ip));
        fails(ErrorKind.CONFLICT, () -> addresses.destroy(ip));
        balancers.unregister(made.id(), mail);
        balancers.destroy(made.id());
        assertThat(balancers.list()).isEmpty();
        assertThat(addresses.list()).isEmpty();
    }

    @Test
    void aLoadBalancerThatCannotBeMadeLeavesNothing() {
        addresses.create();
        for (boolean later : new boolean[] {false, true}) {
            int before = cloud.fake.leftovers().size();
            if (later) {
                cloud.fake.failLater("PUT", "loadBalancers", "LoadBalancerCountLimitReached", "Too many.");
            } else {
                cloud.fake.failNext("PUT", "loadBalancers", 400, "LoadBalancerCountLimitReached", "Too many.");
            }
            fails(ErrorKind.FORBIDDEN, () -> balancers.create("front", "westeurope", WEB));
            assertThat(cloud.fake.leftovers()).hasSize(before);
        }
    }

    @Test
    void whatAzureDoesNotTakeIsInvalidAndCostsNothing() {
        long before = cloud.calls();
        for (Listener wrong : List.of(
                new Listener("UDP", "1", "1"),
                new Listener("TCP", "0", "1"),
                new Listener("TCP", "1", "x"),
                new Listener("TCP", "1", "70000"))) {
            fails(ErrorKind.INVALID, () -> balancers.create("x", "westeurope", wrong));
        }
        fails(ErrorKind.INVALID, () -> balancers.create("a b", "westeurope", WEB));
        fails(ErrorKind.INVALID, () -> balancers.create("x", "no realm", WEB));
        assertThat(cloud.calls()).isEqualTo(before);
    }

    @Test
    void whatIsNotThereIsNotFound() {
        String web = cloud.seedInstance("web", false);
        String ip = addresses.create().id();
        String balancer = balancers.create("front", "westeurope", WEB).id();
        for (String id : TestCloud.UNKNOWN) {
            assertThat(addresses.find(id)).isEmpty();
            assertThat(balancers.find(id)).isEmpty();
            fails(ErrorKind.NOT_FOUND, () -> addresses.destroy(id));
            fails(ErrorKind.NOT_FOUND, () -> addresses.associate(id, web));
            fails(ErrorKind.NOT_FOUND, () -> addresses.associate(ip, id));
            fails(ErrorKind.NOT_FOUND, () -> addresses.disassociate(id));
            fails(ErrorKind.NOT_FOUND, () -> balancers.destroy(id));
            fails(ErrorKind.NOT_FOUND, () -> balancers.register(id, web));
            fails(ErrorKind.NOT_FOUND, () -> balancers.register(balancer, id));
            fails(ErrorKind.NOT_FOUND, () -> balancers.unregister(id, web));
            fails(ErrorKind.NOT_FOUND, () -> balancers.unregister(balancer, id));
        }
    }

    @Test
    void listsAreWholeAndCostACallAPageWhateverTheyHold() {
        for (int i = 0; i < 7; i++) {
            String instance = cloud.seedInstance("vm" + i, false);
            addresses.associate(addresses.create().id(), instance);
            balancers.register(balancers.create("b" + i, "westeurope", WEB).id(), instance);
        }
        cloud.fake.pageSize = 3;
        long before = cloud.calls();
        assertThat(addresses.list())
                .hasSize(14)
                .filteredOn(a -> a.instanceId().isPresent())
                .hasSize(7);
        // Five pages of addresses and three of network interfaces
        assertThat(cloud.calls() - before).isEqualTo(8);
        before = cloud.calls();
        assertThat(balancers.list())
                .hasSize(7)
                .allMatch(
                        b -> b.instanceIds().size() == 1 && b.publicAddresses().size() == 1);
        assertThat(cloud.calls() - before).isEqualTo(11);
    }
}

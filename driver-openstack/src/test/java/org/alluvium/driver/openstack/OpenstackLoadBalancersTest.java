package org.alluvium.driver.openstack;

import static org.alluvium.driver.openstack.Conditions.counted;
import static org.alluvium.driver.openstack.Conditions.failure;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.alluvium.capability.LoadBalancerOperations;
import org.alluvium.driver.BackendCalls;
import org.alluvium.driver.ErrorKind;
import org.alluvium.model.LoadBalancer;
import org.alluvium.model.LoadBalancer.Listener;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Octavia, by its reference; instances, networks and tokens are real. */
class OpenstackLoadBalancersTest {
    private static final Listener WEB = new Listener("HTTP", "80", "8080");

    private final BackendCalls counts = new BackendCalls();
    private FakeOctavia octavia;
    private OpenstackCalls calls;
    private OpenstackLoadBalancers balancers;

    @BeforeAll
    static void start() throws Exception {
        RealOpenstack.start();
    }

    @BeforeEach
    void open() throws Exception {
        octavia = new FakeOctavia();
        calls = RealOpenstack.calls(RealOpenstack.DEMO, counts, 2);
        balancers = new OpenstackLoadBalancers(calls);
    }

    @AfterEach
    void close() {
        octavia.close();
    }

    @Test
    void instancesAreRegisteredOneAfterAnotherAndReleased() {
        String one = TestServers.create(calls, "one");
        String two = TestServers.create(calls, "two");
        try {
            LoadBalancer made = balancers.create("web", "nova", WEB);
            assertThat(made.listeners()).containsExactly(WEB);
            assertThat(made.publicAddresses()).containsExactly("10.0.0.99");
            assertThat(made.realmIds()).containsExactly("default");
            balancers.register(made.id(), one);
            balancers.register(made.id(), one);
            LoadBalancer both = balancers.register(made.id(), two);
            assertThat(both.instanceIds()).containsExactly(one, two);
            assertThat(both.listeners()).containsExactly(WEB);
            assertThat(balancers.list()).containsExactly(both);
            assertThat(balancers.unregister(made.id(), one).instanceIds()).containsExactly(two);
            assertThat(failure(ErrorKind.CONFLICT, () -> balancers.unregister(made.id(), one)))
                    .hasMessageContaining(one);
            String stranger = UUID.randomUUID().toString();
            failure(ErrorKind.NOT_FOUND, () -> balancers.register(made.id(), stranger));
            balancers.destroy(made.id());
            assertThat(balancers.find(made.id())).isEmpty();
        } finally {
            TestServers.destroy(calls, one);
            TestServers.destroy(calls, two);
        }
    }

    @Test
    void membersThatOthersMadeAreKnownByTheirAddresses() {
        String server = TestServers.create(calls, "foreign");
        try {
            String id = balancers.create("foreign", "default", WEB).id();
            OpenstackBalancerTurn.await(calls, id);
            String pool = calls.get(OpenstackService.LOAD_BALANCER, "ListPools", "/lbaas/pools")
                    .path("pools")
                    .path(0)
                    .path("id")
                    .asText();
            var address = calls.get(OpenstackService.NETWORK, "ListPorts", "/ports?device_id=" + server)
                    .path("ports")
                    .path(0)
                    .path("fixed_ips")
                    .path(0);
            calls.post(
                    OpenstackService.LOAD_BALANCER,
                    "CreateMember",
                    "/lbaas/pools/" + pool + "/members",
                    Map.of(
                            "member",
                            Map.of(
                                    "address", address.path("ip_address").asText(),
                                    "subnet_id", address.path("subnet_id").asText(),
                                    "protocol_port", 8080)));
            assertThat(balancers.find(id).orElseThrow().instanceIds()).containsExactly(server);
            assertThat(balancers.unregister(id, server).instanceIds()).isEmpty();
        } finally {
            TestServers.destroy(calls, server);
        }
    }

    @Test
    void aListHoldsEveryPageAndCostsNoCallForEachBalancer() {
        List<String> made = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            made.add(balancers.create("page" + i, "default", WEB).id());
        }
        BackendCalls counted = new BackendCalls();
        assertThat(new OpenstackLoadBalancers(RealOpenstack.calls(RealOpenstack.DEMO, counted, 2)).list())
                .extracting(LoadBalancer::id)
                .containsExactlyElementsOf(made);
        assertThat(counted(counted))
                .containsEntry("ListLoadBalancers", 3L)
                .containsEntry("ListListeners", 3L)
                .containsEntry("ListPools", 3L)
                .doesNotContainKeys("ListMembers", "GetLoadBalancer");
    }

    @Test
    void whatOctaviaRefusesIsTold() {
        failure(ErrorKind.INVALID, () -> balancers.create("bad", "default", new Listener("HTTP", "99999", "80")));
        failure(ErrorKind.INVALID, () -> balancers.create("bad", "default", new Listener("GOPHER", "70", "70")));
        failure(ErrorKind.NOT_FOUND, () -> balancers.create("bad", "nowhere", WEB));
        String id = balancers.create("young", "default", WEB).id();
        octavia.hold();
        OpenstackLoadBalancers hasty = new OpenstackLoadBalancers(RealOpenstack.calls(
                RealOpenstack.DEMO,
                counts,
                new OpenstackSettings(
                        List.of(RealOpenstack.keystone()), Duration.ofSeconds(5), Duration.ofSeconds(10), 1000)));
        assertThat(failure(ErrorKind.CONFLICT, () -> hasty.destroy(id)))
                .hasMessage("Load balancer '" + id + "' is being changed (PENDING_CREATE); try again later.");
        for (String unknown : List.of("nope", "", "../pools", UUID.randomUUID().toString())) {
            assertThat(balancers.find(unknown)).isEmpty();
            failure(ErrorKind.NOT_FOUND, () -> balancers.destroy(unknown));
            failure(ErrorKind.NOT_FOUND, () -> balancers.register(unknown, unknown));
            failure(ErrorKind.NOT_FOUND, () -> balancers.unregister(unknown, unknown));
        }
    }

    @Test
    void aCloudWithoutOctaviaHasNoLoadBalancers() {
        octavia.close();
        OpenstackCloud cloud = new OpenstackCloud(RealOpenstack.calls(RealOpenstack.DEMO, counts, 2));
        assertThat(cloud.find(LoadBalancerOperations.class)).isEmpty();
    }

    @Test
    void aCloudWithOctaviaHas() {
        assertThat(new OpenstackCloud(calls).find(LoadBalancerOperations.class)).isNotEqualTo(Optional.empty());
    }
}

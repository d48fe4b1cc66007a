package org.alluvium.driver.openstack;

import static org.alluvium.driver.openstack.Conditions.counted;
import static org.alluvium.driver.openstack.Conditions.failure;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.alluvium.driver.BackendCalls;
import org.alluvium.driver.ErrorKind;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What is kept of Keystone's answers, and for how long. */
class OpenstackSessionsTest {
    private Instant now = Instant.now();
    private final OpenstackSessions sessions = new OpenstackSessions(() -> now);
    private final BackendCalls counts = new BackendCalls();

    @BeforeAll
    static void start() throws Exception {
        RealOpenstack.start();
    }

    @Test
    void aServiceThatComesOrGoesIsSeenAfterFiveMinutesWithTheSameToken() throws Exception {
        OpenstackCalls calls = calls(OpenstackProcesses.keystone());
        assertThat(services(calls)).doesNotContain(OpenstackService.LOAD_BALANCER);
        FakeOctavia octavia = new FakeOctavia();
        try {
            now = now.plus(Duration.ofMinutes(4));
            assertThat(services(calls)).doesNotContain(OpenstackService.LOAD_BALANCER);
            now = now.plus(Duration.ofMinutes(1));
            assertThat(services(calls)).contains(OpenstackService.LOAD_BALANCER, OpenstackService.COMPUTE);
            assertThat(new OpenstackLoadBalancers(calls).list()).isEmpty();
        } finally {
            octavia.close();
        }
        // Nobody listens there: the catalogue is doubted, and read again ten seconds after the last time
        failure(ErrorKind.UNAVAILABLE, new OpenstackLoadBalancers(calls)::list);
        assertThat(services(calls)).contains(OpenstackService.LOAD_BALANCER);
        now = now.plusSeconds(10);
        assertThat(services(calls)).doesNotContain(OpenstackService.LOAD_BALANCER);
        assertThat(failure(ErrorKind.UNSUPPORTED, new OpenstackLoadBalancers(calls)::list))
                .hasMessageContaining("Octavia");
        assertThat(counted(counts)).containsEntry("CreateToken", 1L).containsEntry("GetCatalogue", 2L);
    }

    @Test
    void whereKeystoneDoesNotTellTheCatalogueTheKnownOneServes() throws Exception {
        try (FaultyOpenstack cloud = new FaultyOpenstack()) {
            OpenstackCalls calls = calls(cloud.proxy(OpenstackService.IDENTITY).url() + "/v3");
            Set<OpenstackService> known = services(calls);
            cloud.proxy(OpenstackService.IDENTITY).close();
            now = now.plus(Duration.ofMinutes(5));
            assertThat(services(calls)).isEqualTo(known);
            assertThat(new OpenstackVolumes(calls).list()).isNotNull();
            assertThat(counted(counts)).containsEntry("GetCatalogue", 1L);
        }
    }

    private OpenstackCalls calls(String keystone) {
        return RealOpenstack.calls(
                RealOpenstack.DEMO,
                counts,
                new OpenstackSettings(List.of(keystone), Duration.ofSeconds(5), Duration.ofSeconds(60), 100),
                sessions);
    }

    private static Set<OpenstackService> services(OpenstackCalls calls) {
        return calls.session().services().keySet();
    }
}

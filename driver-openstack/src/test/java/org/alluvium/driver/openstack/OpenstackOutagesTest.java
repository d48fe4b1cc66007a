package org.alluvium.driver.openstack;

import static org.alluvium.driver.openstack.Conditions.await;
import static org.alluvium.driver.openstack.Conditions.failure;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.alluvium.capability.InstanceFilter;
import org.alluvium.driver.BackendCalls;
import org.alluvium.driver.CloudException;
import org.alluvium.driver.ErrorKind;
import org.alluvium.driver.openstack.OpenstackFaultsTest.Collection;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The very processes of the services stopped and hung, where {@link OpenstackFaultsTest} has proxies. Takes minutes: {@code
 * ./mvnw verify -pl driver-openstack -am -Dalluvium.openstack.outages=true -Dtest=OpenstackOutagesTest
 * -Dsurefire.failIfNoSpecifiedTests=false}.
 */
@EnabledIfSystemProperty(named = "alluvium.openstack.outages", matches = "true")
@Timeout(900)
class OpenstackOutagesTest {
    private static final Duration PATIENT = Duration.ofSeconds(60);
    private static final Duration HASTY = Duration.ofSeconds(3);

    private final OpenstackSessions sessions = new OpenstackSessions();
    private final OpenstackCalls calls = calls(PATIENT);
    private final OpenstackCalls hasty = calls(HASTY);

    @BeforeAll
    static void start() throws Exception {
        RealOpenstack.start();
    }

    @AfterEach
    void heal() {
        OpenstackProcesses.startWhatIsMissing();
    }

    private OpenstackCalls calls(Duration callTimeout) {
        return RealOpenstack.calls(
                RealOpenstack.DEMO,
                new BackendCalls(),
                new OpenstackSettings(List.of(RealOpenstack.keystone()), Duration.ofSeconds(5), callTimeout, 1000),
                sessions);
    }

    @ParameterizedTest
    @CsvSource({
        "nova-api, COMPUTE",
        "glance-api, IMAGE",
        "cinder-api, VOLUME",
        "neutron-server, NETWORK",
        "swift-proxy, OBJECT_STORE"
    })
    void whatIsStoppedOrHangsTakesOnlyItsOwnCollections(String process, OpenstackService service) throws Exception {
        String server = TestServers.create(calls, "bystander");
        try {
            OpenstackProcesses.pause(process);
            try {
                examine(process + " hangs", service, ErrorKind.PROVIDER_TIMEOUT);
            } finally {
                OpenstackProcesses.resume(process);
            }
            awaitAll();
            OpenstackProcesses.stop(process);
            try {
                examine(process + " is stopped", service, ErrorKind.UNAVAILABLE);
            } finally {
                OpenstackProcesses.startWhatIsMissing();
            }
            awaitAll();
        } finally {
            destroy(server);
        }
    }

    private void examine(String outage, OpenstackService failing, ErrorKind kind) {
        OpenstackFaultsTest.collections().forEach((name, collection) -> {
            boolean own = collection.services().contains(failing);
            // Nova itself waits for Neutron; see the test below
            boolean through = failing == OpenstackService.NETWORK && name.equals("instances");
            long start = System.nanoTime();
            String seen;
            if (through) {
                CloudException failure = org.assertj.core.api.Assertions.catchThrowableOfType(
                        CloudException.class, () -> collection.list().apply(hasty));
                assertThat(failure.kind()).isIn(ErrorKind.PROVIDER_TIMEOUT, ErrorKind.PROVIDER_ERROR);
                seen = failure.kind() + " through Nova";
            } else if (own) {
                CloudException failure =
                        failure(kind, () -> collection.list().apply(kind == ErrorKind.UNAVAILABLE ? calls : hasty));
                assertThat(failure).as(name).hasMessageContaining(failing.project());
                seen = failure.kind().name();
            } else {
                seen = collection.list().apply(calls).size() + " listed";
            }
            Duration took = Duration.ofNanos(System.nanoTime() - start);
            System.out.printf("%s: %s %s, %d ms%n", outage, name, seen, took.toMillis());
            if (own || through) {
                assertThat(took).as(name).isLessThan(HASTY.plusSeconds(2));
            }
        });
    }

    /** A Neutron that has just begun fails now and then, and Nova with it. */
    private void destroy(String id) {
        OpenstackInstances instances = new OpenstackInstances(calls);
        await("the end of server " + id, () -> {
            try {
                if (instances.find(id).isEmpty()) {
                    return true;
                }
                calls.delete(OpenstackService.COMPUTE, "DeleteServer", "/servers/" + id);
                return false;
            } catch (CloudException notYet) {
                return false;
            }
        });
    }

    /** Networks first: a Neutron that has just begun and is asked for nothing but ports fails to tell any of them, for good. */
    private void awaitAll() {
        await(
                "Neutron tells its networks",
                () -> lists(OpenstackFaultsTest.collections().get("networks")));
        for (Collection collection : OpenstackFaultsTest.collections().values()) {
            await("everything is well again", () -> lists(collection));
        }
    }

    private boolean lists(Collection collection) {
        try {
            return collection.list().apply(calls) != null;
        } catch (CloudException notYet) {
            return false;
        }
    }

    /** Asked without the driver, Nova does not tell of a server either. */
    @Test
    void novaItselfWaitsForNeutron() throws Exception {
        String server = TestServers.create(calls, "waiting");
        String nova = calls.session().services().get(OpenstackService.COMPUTE);
        try {
            OpenstackProcesses.pause("neutron-server");
            try {
                assertThat(answers(nova + "/servers")).isTrue();
                for (String path : List.of("/servers/detail", "/servers/" + server)) {
                    assertThat(answers(nova + path)).as(path).isFalse();
                }
            } finally {
                OpenstackProcesses.resume("neutron-server");
            }
            awaitAll();
        } finally {
            destroy(server);
        }
    }

    private boolean answers(String address) throws Exception {
        try {
            return HttpClient.newHttpClient()
                            .send(
                                    HttpRequest.newBuilder(URI.create(address))
                                            .timeout(Duration.ofSeconds(10))
                                            .header(
                                                    "X-Auth-Token",
                                                    calls.session().token())
                                            .header("OpenStack-API-Version", "compute 2.46")
                                            .build(),
                                    BodyHandlers.discarding())
                            .statusCode()
                    == 200;
        } catch (HttpTimeoutException late) {
            return false;
        }
    }

    /** Services ask Keystone about tokens; so without it they may fail, too, but in time and with a fitting kind. */
    @Test
    void withoutKeystoneNobodyIsLetInAndNobodyIsTurnedAway() throws Exception {
        calls.session();
        Set<ErrorKind> fitting =
                EnumSet.of(ErrorKind.UNAVAILABLE, ErrorKind.PROVIDER_TIMEOUT, ErrorKind.PROVIDER_ERROR);
        OpenstackProcesses.pause("keystone");
        try {
            failure(
                    ErrorKind.PROVIDER_TIMEOUT,
                    RealOpenstack.calls(
                            RealOpenstack.DEMO,
                            new BackendCalls(),
                            new OpenstackSettings(
                                    List.of(RealOpenstack.keystone()), Duration.ofSeconds(5), HASTY, 1000))::session);
            listOrFail("keystone hangs", fitting);
        } finally {
            OpenstackProcesses.resume("keystone");
        }
        awaitAll();
        OpenstackProcesses.stop("keystone");
        try {
            failure(ErrorKind.UNAVAILABLE, RealOpenstack.calls(RealOpenstack.DEMO, new BackendCalls(), 1000)::session);
            listOrFail("keystone is stopped", fitting);
        } finally {
            OpenstackProcesses.startWhatIsMissing();
        }
        awaitAll();
        assertThat(new OpenstackInstances(calls).list(InstanceFilter.ALL)).isNotNull();
    }

    private void listOrFail(String outage, Set<ErrorKind> fitting) {
        OpenstackFaultsTest.collections().forEach((name, collection) -> {
            String seen;
            try {
                seen = collection.list().apply(hasty).size() + " listed";
            } catch (CloudException failure) {
                assertThat(failure.kind()).as(failure.getMessage()).isIn(fitting);
                seen = failure.kind().name();
            }
            System.out.printf("%s: %s %s%n", outage, name, seen);
        });
    }
}

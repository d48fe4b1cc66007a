package org.alluvium.rest.collections.loadbalancers;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.alluvium.capability.InstanceFilter;
import org.alluvium.capability.InstanceOperations;
import org.alluvium.capability.InstanceRequest;
import org.alluvium.capability.LoadBalancerOperations;
import org.alluvium.model.Instance;
import org.alluvium.model.InstanceAction;
import org.alluvium.model.LoadBalancer;
import org.alluvium.model.LoadBalancer.Listener;
import org.alluvium.rest.server.FakeDriver;
import org.alluvium.rest.server.RunningApi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class LoadBalancersTest {
    private static final String FORM =
            "realm_id=us&listener_protocol=HTTP&listener_balancer_port=80&listener_instance_port=3010";

    @TempDir
    private Path folder;

    private final CountedInstances instances = new CountedInstances();
    private RunningApi api;

    @BeforeEach
    void start() {
        api = new RunningApi(folder, new FakeDriver(List.of(), instances, new TwoBalancers()));
    }

    @AfterEach
    void stop() throws Exception {
        api.close();
    }

    @Test
    void jsonShowsWholeInstancesAndRealmsAsReferences() {
        assertThat(api.get("/api/load_balancers/lb1", "Accept", "application/json")
                        .body())
                .contains(
                        "\"realms\":[{\"id\":\"us\",\"href\":\"" + api.base() + "/api/realms/us\",\"rel\":\"realm\"}]")
                .contains("\"instances\":[{\"id\":\"inst1\"")
                .contains("\"name\":\"MockUserInstance\"")
                .contains("\"public_addresses\":[\"lb1.mock.example.com\"]");
    }

    @Test
    void oneListOfInstancesServesAllLoadBalancersInJson() {
        assertThat(api.get("/api;driver=fake/load_balancers", "Accept", "application/json")
                        .body())
                .contains("\"id\":\"one\"")
                .contains("\"id\":\"two\"");
        assertThat(instances.lists).isEqualTo(1);
    }

    @Test
    void xmlNeedsNoListOfInstances() {
        assertThat(api.get("/api;driver=fake/load_balancers").body()).contains("/api/instances/a' id='a'");
        assertThat(instances.lists).isZero();
    }

    @Test
    void aBrowserIsSentToTheLoadBalancerAfterAChange() {
        for (String[] request : new String[][] {
            {"", FORM + "&name=lb2"}, {"/lb2/register", "instance_id=inst2"}, {"/lb2/unregister", "instance_id=inst2"}
        }) {
            HttpResponse<String> answer =
                    api.post("/api/load_balancers" + request[0], request[1], "Accept", "text/html");

            assertThat(answer.statusCode()).as(request[0]).isEqualTo(303);
            assertThat(answer.headers().firstValue("Location")).contains(api.base() + "/api/load_balancers/lb2");
        }
    }

    @Test
    void aListenerMustSpeakHttpOrTcp() {
        HttpResponse<String> answer = api.post("/api/load_balancers", FORM.replace("HTTP", "UDP") + "&name=lb2");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("'listener_protocol' must be one of HTTP, TCP, not 'UDP'");
    }

    private static final class CountedInstances implements InstanceOperations {
        private int lists;

        @Override
        public List<Instance> list(InstanceFilter filter) {
            lists++;
            return List.of();
        }

        @Override
        public Optional<Instance> find(String id) {
            throw new AssertionError("asked for one instance");
        }

        @Override
        public List<Instance> create(InstanceRequest request) {
            throw new AssertionError("asked to create");
        }

        @Override
        public Optional<Instance> perform(String id, InstanceAction action) {
            throw new AssertionError("asked to " + action);
        }
    }

    private static final class TwoBalancers implements LoadBalancerOperations {
        @Override
        public List<LoadBalancer> list() {
            return List.of(balancer("one"), balancer("two"));
        }

        private static LoadBalancer balancer(String id) {
            return new LoadBalancer(id, Optional.empty(), List.of(), List.of(), List.of("a", "b"), List.of());
        }

        @Override
        public Optional<LoadBalancer> find(String id) {
            return Optional.empty();
        }

        @Override
        public LoadBalancer create(String name, String realmId, Listener listener) {
            throw new AssertionError("asked to create");
        }

        @Override
        public void destroy(String id) {
            throw new AssertionError("asked to destroy");
        }

        @Override
        public LoadBalancer register(String id, String instanceId) {
            throw new AssertionError("asked to register");
        }

        @Override
        public LoadBalancer unregister(String id, String instanceId) {
            throw new AssertionError("asked to unregister");
        }
    }
}

package org.alluvium.driver.openstack;

import static org.alluvium.driver.openstack.Conditions.await;
import static org.alluvium.driver.openstack.Conditions.counted;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import org.alluvium.capability.InstanceFilter;
import org.alluvium.driver.BackendCalls;
import org.alluvium.driver.Credentials;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * 300 servers, 1,000 volumes and 2,000 objects of a project of their own, which stay for the next time; making them takes a
 * quarter of an hour. Prints what each list costs, and beside it how long the cloud takes for the bare pages: {@code ./mvnw
 * verify -pl driver-openstack -am -Dalluvium.openstack.long=true -Dtest=OpenstackLongListsTest
 * -Dsurefire.failIfNoSpecifiedTests=false}.
 */
@EnabledIfSystemProperty(named = "alluvium.openstack.long", matches = "true")
@Timeout(3600)
class OpenstackLongListsTest {
    private static final Credentials MANY = new Credentials("many+many", "devcloud");
    private static final int SERVERS = 300;
    /** As many as a busy machine makes within two minutes. */
    private static final int BATCH = 10;

    private static final int VOLUMES = 1000;
    private static final int OBJECTS = 2000;

    @BeforeAll
    static void fill() throws Exception {
        RealOpenstack.start();
        OpenstackCalls admin = RealOpenstack.calls(RealOpenstack.ADMIN, new BackendCalls(), 1000);
        String project = ensure(admin, "project", Map.of());
        String user = ensure(admin, "user", Map.of("password", "devcloud"));
        String role = admin.get(OpenstackService.IDENTITY, "ListRoles", "/roles?name=member")
                .path("roles")
                .path(0)
                .path("id")
                .asText();
        admin.put(
                OpenstackService.IDENTITY,
                "AssignRole",
                "/projects/" + project + "/users/" + user + "/roles/" + role,
                Map.of());
        admin.put(
                OpenstackService.COMPUTE,
                "UpdateQuota",
                "/os-quota-sets/" + project,
                Map.of("quota_set", Map.of("instances", -1, "cores", -1, "ram", -1)));
        admin.put(
                OpenstackService.VOLUME,
                "UpdateQuota",
                "/os-quota-sets/" + project,
                Map.of("quota_set", Map.of("volumes", -1, "gigabytes", -1)));
        admin.put(OpenstackService.NETWORK, "UpdateQuota", "/quotas/" + project, Map.of("quota", Map.of("port", -1)));
        OpenstackCalls many = RealOpenstack.calls(MANY, new BackendCalls(), 1000);
        objects(many);
        volumes(many);
        servers(many);
    }

    private static String ensure(OpenstackCalls admin, String kind, Map<String, String> more) {
        JsonNode there = admin.get(OpenstackService.IDENTITY, "List", "/" + kind + "s?name=many")
                .path(kind + "s")
                .path(0);
        Map<String, String> wish = new TreeMap<>(more);
        wish.put("name", "many");
        wish.put("domain_id", "default");
        return (there.isMissingNode()
                        ? admin.post(OpenstackService.IDENTITY, "Create", "/" + kind + "s", Map.of(kind, wish))
                                .path(kind)
                        : there)
                .path("id")
                .asText();
    }

    private static void objects(OpenstackCalls many) throws Exception {
        many.call(new OpenstackRequest(OpenstackService.OBJECT_STORE, "CreateContainer", "PUT", "/many", Map.of()));
        int there =
                new OpenstackBuckets(many).find("many").orElseThrow().blobIds().size();
        side(
                there,
                OBJECTS,
                i -> many.call(new OpenstackRequest(
                        OpenstackService.OBJECT_STORE,
                        "PutObject",
                        "PUT",
                        String.format("/many/object-%05d", i),
                        Map.of("Content-Type", "text/plain"),
                        new byte[] {'x'})));
    }

    private static void volumes(OpenstackCalls many) throws Exception {
        side(
                new OpenstackVolumes(many).list().size(),
                VOLUMES,
                i -> many.post(
                        OpenstackService.VOLUME,
                        "CreateVolume",
                        "/volumes",
                        Map.of("volume", Map.of("name", "v" + i, "size", 1))));
    }

    private static void servers(OpenstackCalls many) {
        String network = OpenstackLaunch.usualNetwork(many).orElseGet(() -> {
            String id = many.post(
                            OpenstackService.NETWORK,
                            "CreateNetwork",
                            "/networks",
                            Map.of("network", Map.of("name", "wide")))
                    .path("network")
                    .path("id")
                    .asText();
            many.post(
                    OpenstackService.NETWORK,
                    "CreateSubnet",
                    "/subnets",
                    Map.of("subnet", Map.of("network_id", id, "ip_version", 4, "cidr", "10.20.0.0/16")));
            return id;
        });
        String image = many.get(OpenstackService.IMAGE, "ListImages", "/images?name=tiny")
                .path("images")
                .path(0)
                .path("id")
                .asText();
        OpenstackInstances instances = new OpenstackInstances(many);
        for (int there = instances.list(InstanceFilter.ALL).size(); there < SERVERS; there += BATCH) {
            int more = Math.min(BATCH, SERVERS - there);
            many.post(
                    OpenstackService.COMPUTE,
                    "CreateServers",
                    "/servers",
                    Map.of(
                            "server",
                            Map.of(
                                    "name",
                                    "many",
                                    "imageRef",
                                    image,
                                    "flavorRef",
                                    "1",
                                    "min_count",
                                    more,
                                    "max_count",
                                    more,
                                    "networks",
                                    List.of(Map.of("uuid", network)))));
            await(
                    "servers",
                    () -> many.list(OpenstackService.COMPUTE, "ListServers", "/servers?status=BUILD", "servers")
                            .isEmpty());
        }
    }

    private static void side(int there, int wanted, IntConsumer make) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<?>> under = new ArrayList<>();
            for (int i = there; i < wanted; i++) {
                int number = i;
                under.add(threads.submit(() -> make.accept(number)));
            }
            for (Future<?> one : under) {
                one.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void serversAreListedWholeForTwoCalls() {
        assertThat(cost("servers", 1000, c -> new OpenstackInstances(c).list(InstanceFilter.ALL), SERVERS))
                .isEqualTo(Map.of("ListServers", 1L, "ListPorts", 1L));
        assertThat(cost("servers", 100, c -> new OpenstackInstances(c).list(InstanceFilter.ALL), SERVERS))
                .hasEntrySatisfying("ListServers", calls -> assertThat(calls).isBetween(3L, 4L))
                .hasEntrySatisfying("ListPorts", calls -> assertThat(calls).isBetween(1L, 4L))
                .hasSize(2);
        OpenstackCalls bare = RealOpenstack.calls(MANY, new BackendCalls(), 1000);
        time(
                "servers, Nova alone",
                () -> bare.list(OpenstackService.COMPUTE, "ListServers", "/servers/detail", "servers"));
        time("ports, Neutron alone", () -> bare.list(OpenstackService.NETWORK, "ListPorts", "/ports", "ports"));
    }

    @Test
    void volumesAreListedWholeForACallAPage() {
        assertThat(cost("volumes", 1000, c -> new OpenstackVolumes(c).list(), VOLUMES))
                .hasEntrySatisfying("ListVolumes", calls -> assertThat(calls).isBetween(1L, 2L))
                .hasSize(1);
        assertThat(cost("volumes", 100, c -> new OpenstackVolumes(c).list(), VOLUMES))
                .hasEntrySatisfying("ListVolumes", calls -> assertThat(calls).isBetween(10L, 11L))
                .hasSize(1);
    }

    @Test
    void objectsAreListedWholeForACallAPage() {
        assertThat(cost(
                        "objects",
                        1000,
                        c -> new OpenstackBuckets(c).find("many").orElseThrow().blobIds(),
                        OBJECTS))
                .hasEntrySatisfying("ListObjects", calls -> assertThat(calls).isBetween(2L, 3L))
                .hasSize(1);
    }

    /** The calls of a warm list, which is whole. */
    private static Map<String, Long> cost(
            String what, int pageSize, java.util.function.Function<OpenstackCalls, List<?>> list, int all) {
        BackendCalls counts = new BackendCalls();
        OpenstackCalls calls = RealOpenstack.calls(MANY, counts, pageSize);
        assertThat(list.apply(calls)).hasSizeGreaterThanOrEqualTo(all).doesNotHaveDuplicates();
        Map<String, Long> before = counted(counts);
        time(what + " in pages of " + pageSize, () -> list.apply(calls));
        Map<String, Long> cost = new TreeMap<>();
        counted(counts).forEach((operation, number) -> {
            if (number > before.getOrDefault(operation, 0L)) {
                cost.put(operation, number - before.getOrDefault(operation, 0L));
            }
        });
        System.out.println("    " + cost);
        return cost;
    }

    private static void time(String what, Supplier<List<?>> list) {
        long start = System.nanoTime();
        int size = list.get().size();
        System.out.println(size + " " + what + ": "
                + Duration.ofNanos(System.nanoTime() - start).toMillis() + " ms");
    }
}

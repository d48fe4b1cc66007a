package org.alluvium.driver.openstack;

import static org.alluvium.driver.openstack.Conditions.counted;
import static org.alluvium.driver.openstack.Conditions.failure;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import org.alluvium.capability.BlobUpload;
import org.alluvium.capability.ImageFilter;
import org.alluvium.capability.InstanceFilter;
import org.alluvium.driver.BackendCalls;
import org.alluvium.driver.CloudException;
import org.alluvium.driver.ErrorKind;
import org.alluvium.model.Instance;
import org.alluvium.testkit.Fault;
import org.alluvium.testkit.FaultyProxy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each of the real services in turn stopped, hung, overburdened, and answering garbage. */
class OpenstackFaultsTest {
    private static final Duration PATIENT = Duration.ofSeconds(30);
    private static final Duration HASTY = Duration.ofSeconds(1);
    private static final List<OpenstackService> SERVICES = List.of(
            OpenstackService.COMPUTE,
            OpenstackService.IMAGE,
            OpenstackService.VOLUME,
            OpenstackService.NETWORK,
            OpenstackService.OBJECT_STORE);

    private final BackendCalls counts = new BackendCalls();
    private FaultyOpenstack cloud;
    private OpenstackCalls calls;

    @BeforeAll
    static void start() throws Exception {
        RealOpenstack.start();
    }

    @BeforeEach
    void open() throws Exception {
        cloud = new FaultyOpenstack();
        calls = cloud.calls(counts, PATIENT);
    }

    @AfterEach
    void close() throws Exception {
        cloud.close();
    }

    /** A collection's list, and the services without which there is none. */
    record Collection(List<OpenstackService> services, Function<OpenstackCalls, List<?>> list) {}

    static Map<String, Collection> collections() {
        List<OpenstackService> nova = List.of(OpenstackService.COMPUTE);
        List<OpenstackService> cinder = List.of(OpenstackService.VOLUME);
        List<OpenstackService> neutron = List.of(OpenstackService.NETWORK);
        Map<String, Collection> all = new LinkedHashMap<>();
        all.put("realms", new Collection(nova, c -> new OpenstackRealms(c).list()));
        all.put("profiles", new Collection(nova, c -> new OpenstackHardwareProfiles(c).list()));
        all.put("instances", new Collection(nova, c -> new OpenstackInstances(c).list(InstanceFilter.ALL)));
        all.put("keys", new Collection(nova, c -> new OpenstackKeys(c).list()));
        all.put(
                "images",
                new Collection(
                        List.of(OpenstackService.IMAGE, OpenstackService.COMPUTE),
                        c -> new OpenstackImages(c).list(ImageFilter.ALL)));
        all.put("volumes", new Collection(cinder, c -> new OpenstackVolumes(c).list()));
        all.put("snapshots", new Collection(cinder, c -> new OpenstackSnapshots(c).list()));
        all.put("networks", new Collection(neutron, c -> new OpenstackNetworks(c).list()));
        all.put("subnets", new Collection(neutron, c -> new OpenstackSubnets(c).list()));
        all.put("interfaces", new Collection(neutron, c -> new OpenstackNetworkInterfaces(c).list()));
        all.put("addresses", new Collection(neutron, c -> new OpenstackAddresses(c).list()));
        all.put("firewalls", new Collection(neutron, c -> new OpenstackFirewalls(c).list()));
        all.put("buckets", new Collection(List.of(OpenstackService.OBJECT_STORE), c -> new OpenstackBuckets(c).list()));
        return all;
    }

    /** Of the failing service's collections each fails so; every other is listed. */
    private void assertOnlyItsOwnFail(OpenstackService failing, ErrorKind kind) {
        collections().forEach((name, collection) -> {
            if (collection.services().contains(failing)) {
                assertThat(failure(kind, () -> collection.list().apply(calls)))
                        .as(name)
                        .hasMessageContaining(failing.project());
            } else {
                assertThat(collection.list().apply(calls)).as(name).isNotNull();
            }
        });
    }

    @Test
    void aServiceThatIsStoppedHidesOnlyItsOwnCollections() throws Exception {
        calls.session();
        for (OpenstackService service : SERVICES) {
            try (FaultyOpenstack other = new FaultyOpenstack()) {
                calls = other.calls(counts, PATIENT);
                other.proxy(service).close();
                assertOnlyItsOwnFail(service, ErrorKind.UNAVAILABLE);
            }
        }
    }

    @Test
    void aServiceThatIsOverburdenedHidesOnlyItsOwnCollections() {
        for (OpenstackService service : SERVICES) {
            cloud.fail(service, Fault.throttle(503, Duration.ofSeconds(7)));
            assertOnlyItsOwnFail(service, ErrorKind.UNAVAILABLE);
            cloud.heal();
        }
    }

    @Test
    void aServiceThatAnswersGarbageHidesOnlyItsOwnCollections() {
        for (OpenstackService service : SERVICES) {
            cloud.fail(service, Fault.garbage("application/json"));
            assertOnlyItsOwnFail(service, ErrorKind.PROVIDER_ERROR);
            cloud.heal();
        }
    }

    @Test
    void aServiceThatHangsIsNotWaitedForAndHidesOnlyItsOwnCollections() {
        OpenstackCalls hasty = cloud.calls(counts, HASTY);
        Map<OpenstackService, String> first = Map.of(
                OpenstackService.COMPUTE, "keys",
                OpenstackService.IMAGE, "images",
                OpenstackService.VOLUME, "volumes",
                OpenstackService.NETWORK, "subnets",
                OpenstackService.OBJECT_STORE, "buckets");
        calls.session();
        first.forEach((service, name) -> {
            cloud.fail(service, new Fault.Hang());
            long start = System.nanoTime();
            failure(
                    ErrorKind.PROVIDER_TIMEOUT,
                    () -> collections().get(name).list().apply(hasty));
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(HASTY, HASTY.multipliedBy(5));
            collections().forEach((other, collection) -> {
                if (!collection.services().contains(service)) {
                    assertThat(collection.list().apply(calls)).as(other).isNotNull();
                }
            });
            cloud.heal();
        });
    }

    @Test
    void everyWayToFailHasItsKind() {
        OpenstackVolumes volumes = new OpenstackVolumes(calls);
        volumes.list();
        FaultyProxy cinder = cloud.proxy(OpenstackService.VOLUME);
        cinder.next(Fault.throttle(429, Duration.ofSeconds(11)));
        assertThat(failure(ErrorKind.TOO_MANY_REQUESTS, volumes::list).retryAfter())
                .contains(Duration.ofSeconds(11));
        cinder.next(Fault.throttle(413, Duration.ofSeconds(12)));
        assertThat(failure(ErrorKind.TOO_MANY_REQUESTS, volumes::list).retryAfter())
                .contains(Duration.ofSeconds(12));
        cinder.next(Fault.throttle(503, Duration.ofSeconds(13)));
        assertThat(failure(ErrorKind.UNAVAILABLE, volumes::list).retryAfter()).contains(Duration.ofSeconds(13));
        cinder.next(Fault.answer(429, "text/html", "<h1>slow down</h1>"));
        assertThat(failure(ErrorKind.TOO_MANY_REQUESTS, volumes::list).retryAfter())
                .isPresent();
        cinder.next(Fault.answer(413, "application/json", "{\"overLimit\":{\"message\":\"too large\"}}"));
        failure(ErrorKind.TOO_LARGE, volumes::list);
        cinder.next(Fault.answer(500, "text/html", "<h1>500</h1>"));
        failure(ErrorKind.PROVIDER_ERROR, volumes::list);
        cinder.next(Fault.answer(502, "text/html", "<h1>Bad Gateway</h1>"));
        failure(ErrorKind.PROVIDER_ERROR, volumes::list);
        cinder.next(Fault.answer(504, "text/html", "<h1>Gateway Time-out</h1>"));
        failure(ErrorKind.PROVIDER_TIMEOUT, volumes::list);
        cinder.next(Fault.answer(200, "text/html", "<html>Please log in to the guest network</html>"));
        failure(ErrorKind.PROVIDER_ERROR, volumes::list);
        cinder.next(Fault.answer(200, "application/json", "{\"volumes\":{}}"));
        failure(ErrorKind.PROVIDER_ERROR, volumes::list);
        cinder.next(new Fault.NotHttp());
        failure(ErrorKind.PROVIDER_ERROR, volumes::list);
        cinder.next(new Fault.CutWithin());
        failure(ErrorKind.PROVIDER_ERROR, volumes::list);
        assertThat(volumes.list()).isNotNull();
    }

    @Test
    void whatNeutronDoesNotTellOfAnInstanceIsLeftOutNotShownAsEmpty() {
        String server = TestServers.create(calls, "half known");
        try {
            cloud.fail(OpenstackService.NETWORK, Fault.throttle(503, Duration.ofSeconds(1)));
            Instance half = listed(server);
            assertThat(half.networkInterfaceIds()).isEmpty();
            assertThat(half.firewallIds()).isEmpty();
            assertThat(half.privateAddresses()).isNotEmpty();
            cloud.heal();
            Instance whole = listed(server);
            assertThat(whole.networkInterfaceIds().orElseThrow()).hasSize(1);
            assertThat(whole.firewallIds().orElseThrow()).hasSize(1);
        } finally {
            TestServers.destroy(calls, server);
        }
    }

    @Test
    void aTokenThatIsRefusedIsRenewedOnce() {
        OpenstackVolumes volumes = new OpenstackVolumes(calls);
        volumes.list();
        FaultyProxy cinder = cloud.proxy(OpenstackService.VOLUME);
        cinder.next(Fault.answer(401, "application/json", "{}"));
        assertThat(volumes.list()).isNotNull();
        assertThat(counted(counts)).containsEntry("CreateToken", 2L).containsEntry("ListVolumes", 3L);

        cinder.next(Fault.answer(401, "application/json", "{}"), Fault.answer(401, "application/json", "{}"));
        failure(ErrorKind.UNAUTHENTICATED, volumes::list);
        assertThat(counted(counts)).containsEntry("CreateToken", 3L).containsEntry("ListVolumes", 5L);
        assertThat(volumes.list()).isNotNull();
    }

    /** Between the two calls that it takes to find one with volumes. */
    @Test
    void anInstanceThatGoesWhileItIsLookedAtIsNotThere() {
        String server = TestServers.create(calls, "going");
        try {
            FaultyProxy nova = cloud.proxy(OpenstackService.COMPUTE);
            nova.always(
                    request -> request.target().endsWith("/os-volume_attachments"),
                    Fault.answer(404, "application/json", "{\"itemNotFound\":{\"code\":404,\"message\":\"gone\"}}"));
            nova.always(
                    request -> request.target().endsWith("/servers/" + server),
                    new Fault.Corrupt(answer -> new String(answer, StandardCharsets.UTF_8)
                            .replaceAll("(volumes_attached\": *\\[)", "$1{\"id\":\"v\"}")
                            .getBytes(StandardCharsets.UTF_8)));
            nova.forget();
            assertThat(new OpenstackInstances(calls).find(server)).isEmpty();
            assertThat(nova.requests()).hasSize(2);
        } finally {
            cloud.heal();
            TestServers.destroy(calls, server);
        }
    }

    @Test
    void aTokenThatIsAboutToEndIsNotUsed() {
        OpenstackVolumes volumes = new OpenstackVolumes(calls);
        cloud.expire(Instant.now().plusSeconds(60).toString());
        volumes.list();
        cloud.heal();
        volumes.list();
        volumes.list();
        assertThat(counted(counts)).containsEntry("CreateToken", 2L);
    }

    @Test
    void aContentThatMeetsAnEndedTokenIsAskedForAgain() {
        OpenstackBuckets buckets = new OpenstackBuckets(calls);
        OpenstackBlobs blobs = new OpenstackBlobs(calls);
        String bucket = "stale-" + UUID.randomUUID();
        buckets.create(bucket, Optional.empty());
        try {
            cloud.proxy(OpenstackService.OBJECT_STORE).next(Fault.answer(401, "text/html", ""));
            CloudException ended = failure(ErrorKind.UNAVAILABLE, () -> blobs.write(bucket, "blob", upload()));
            assertThat(ended.retryAfter()).isPresent();
            assertThat(blobs.write(bucket, "blob", upload()).contentLength()).isEqualTo(3);
            blobs.destroy(bucket, "blob");
            assertThat(counted(counts)).containsEntry("CreateToken", 2L);
        } finally {
            buckets.destroy(bucket);
        }
    }

    @Test
    void aBlobWhoseSegmentsStayIsNotSaidToBeGone() {
        OpenstackBuckets buckets = new OpenstackBuckets(calls);
        OpenstackBlobs blobs = new OpenstackBlobs(calls);
        OpenstackSegmentedBlobs segmented = new OpenstackSegmentedBlobs(calls);
        String bucket = "stay-" + UUID.randomUUID();
        buckets.create(bucket, Optional.empty());
        String id = segmented.begin(bucket, "large", "text/plain", Map.of());
        String etag = segmented.writeSegment(bucket, "large", id, 1, upload());
        segmented.complete(bucket, "large", id, new TreeMap<>(Map.of(1, etag)));
        cloud.proxy(OpenstackService.OBJECT_STORE)
                .always(
                        request -> request.target().contains("multipart-manifest=delete"),
                        Fault.answer(
                                200,
                                "application/json",
                                "{\"Response Status\":\"400 Bad Request\",\"Errors\":[[\"s/1\",\"403 Forbidden\"]]}"));
        assertThat(failure(ErrorKind.PROVIDER_ERROR, () -> blobs.destroy(bucket, "large")))
                .hasMessageContaining("403 Forbidden");
        cloud.heal();
        blobs.destroy(bucket, "large");
        buckets.destroy(bucket);
        buckets.destroy(bucket + "_segments");
    }

    @Test
    void withoutKeystoneWhoHasASessionGoesOnAndNobodyElse() throws Exception {
        OpenstackVolumes volumes = new OpenstackVolumes(calls);
        volumes.list();
        cloud.fail(OpenstackService.IDENTITY, Fault.throttle(503, Duration.ofSeconds(3)));
        assertThat(volumes.list()).isNotNull();
        try (FaultyOpenstack other = new FaultyOpenstack()) {
            other.fail(OpenstackService.IDENTITY, Fault.throttle(503, Duration.ofSeconds(3)));
            assertThat(failure(ErrorKind.UNAVAILABLE, other.calls(counts, PATIENT)::session))
                    .hasMessageContaining("Keystone");
            other.fail(OpenstackService.IDENTITY, Fault.garbage("application/json"));
            failure(ErrorKind.PROVIDER_ERROR, other.calls(counts, PATIENT)::session);
            other.fail(OpenstackService.IDENTITY, new Fault.Hang());
            failure(ErrorKind.PROVIDER_TIMEOUT, other.calls(counts, HASTY)::session);
            other.proxy(OpenstackService.IDENTITY).close();
            failure(ErrorKind.UNAVAILABLE, other.calls(counts, PATIENT)::session);
        }
    }

    @Test
    void aWarmListOpensNoConnectionAndAsksForNoToken() {
        OpenstackVolumes volumes = new OpenstackVolumes(calls);
        volumes.list();
        SERVICES.forEach(service -> cloud.proxy(service).forget());
        cloud.proxy(OpenstackService.IDENTITY).forget();
        volumes.list();
        assertThat(cloud.proxy(OpenstackService.VOLUME).requests()).hasSize(1);
        assertThat(cloud.proxy(OpenstackService.VOLUME).connections()).isZero();
        assertThat(cloud.proxy(OpenstackService.IDENTITY).requests()).isEmpty();
    }

    private Instance listed(String id) {
        return new OpenstackInstances(calls)
                .list(InstanceFilter.ALL).stream()
                        .filter(instance -> instance.id().equals(id))
                        .findFirst()
                        .orElseThrow();
    }

    private static BlobUpload upload() {
        return new BlobUpload(
                new ByteArrayInputStream(new byte[] {1, 2, 3}), OptionalLong.of(3), "text/plain", Map.of());
    }
}

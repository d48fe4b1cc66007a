package org.alluvium.driver.openstack;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.alluvium.capability.BucketOperations;
import org.alluvium.capability.ImageOperations;
import org.alluvium.capability.KeyOperations;
import org.alluvium.capability.LoadBalancerOperations;
import org.alluvium.capability.NetworkOperations;
import org.alluvium.capability.RealmOperations;
import org.alluvium.capability.VolumeOperations;
import org.alluvium.capability.VolumeRequest;
import org.alluvium.driver.BackendCalls;
import org.alluvium.driver.Cloud;
import org.alluvium.driver.CloudDriver;
import org.alluvium.driver.Credentials;
import org.alluvium.model.Bucket;
import org.alluvium.model.Key;
import org.alluvium.model.Network;
import org.alluvium.model.Volume;
import org.alluvium.testkit.DriverFixture;
import org.alluvium.testkit.ErrorContract;
import org.alluvium.testkit.FaultyProxy;
import org.alluvium.testkit.LongList;
import org.alluvium.testkit.ProxiedRequest;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/**
 * The contract between a driver and its cloud, with a proxy before the real services. One or two collections of each service
 * stand for all of it; those that read several services at once are in {@link OpenstackFaultsTest}.
 */
class OpenstackBackendConformanceTest implements ErrorContract {
    private static final int PAGE = 3;
    private static final int MANY = 2 * PAGE + 1;

    private static FakeOctavia octavia;
    private static OpenstackGateway gateway;
    private static FaultyProxy proxy;
    private static OpenstackDriver driver;
    private static List<LongList> lists;
    private static final List<Runnable> REMOVALS = new ArrayList<>();

    @BeforeAll
    static void start() throws Exception {
        RealOpenstack.start();
        octavia = new FakeOctavia();
        gateway = new OpenstackGateway();
        proxy = FaultyProxy.to(gateway.address());
        driver = new OpenstackDriver(
                new BackendCalls(),
                "1.0.0",
                new OpenstackSettings(
                        List.of(proxy.url() + OpenstackGateway.path(OpenstackService.IDENTITY) + "/v3"),
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(20),
                        PAGE));
        fill(driver.connect(Optional.empty(), Optional.of(RealOpenstack.DEMO)));
    }

    @AfterAll
    static void stop() throws Exception {
        REMOVALS.forEach(Runnable::run);
        proxy.close();
        gateway.close();
        octavia.close();
    }

    private static void fill(Cloud cloud) {
        KeyOperations keys = cloud.require(KeyOperations.class);
        NetworkOperations networks = cloud.require(NetworkOperations.class);
        VolumeOperations volumes = cloud.require(VolumeOperations.class);
        BucketOperations buckets = cloud.require(BucketOperations.class);
        Set<String> keyIds = new HashSet<>();
        Set<String> networkIds = new HashSet<>();
        Set<String> volumeIds = new HashSet<>();
        Set<String> bucketIds = new HashSet<>();
        for (int i = 0; i < MANY; i++) {
            String name = "long-" + UUID.randomUUID();
            keyIds.add(keys.create(name, Optional.empty()).id());
            networkIds.add(networks.create(Optional.of(name), Optional.empty()).id());
            bucketIds.add(buckets.create(name, Optional.empty()).id());
            volumeIds.add(volumes.create(new VolumeRequest(
                            Optional.of("1"), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty()))
                    .id());
        }
        volumeIds.forEach(id -> Conditions.await(
                "volume " + id, () -> volumes.find(id).flatMap(Volume::state).equals(Optional.of("AVAILABLE"))));
        REMOVALS.add(() -> keyIds.forEach(keys::destroy));
        REMOVALS.add(() -> networkIds.forEach(networks::destroy));
        REMOVALS.add(() -> bucketIds.forEach(buckets::destroy));
        REMOVALS.add(() -> volumeIds.forEach(volumes::destroy));
        lists = List.of(
                list(cloud, "keys", keyIds, KeyOperations.class, o -> ids(o.list(), Key::id)),
                list(cloud, "networks", networkIds, NetworkOperations.class, o -> ids(o.list(), Network::id)),
                list(cloud, "buckets", bucketIds, BucketOperations.class, o -> ids(o.list(), Bucket::id)),
                list(cloud, "storage_volumes", volumeIds, VolumeOperations.class, o -> ids(o.list(), Volume::id)));
    }

    private static <T> LongList list(
            Cloud cloud, String collection, Set<String> ids, Class<T> capability, Function<T, List<String>> read) {
        int all = read.apply(cloud.require(capability)).size();
        assertThat(all).isGreaterThanOrEqualTo(ids.size());
        return new LongList(collection, ids, (all + PAGE - 1) / PAGE, c -> read.apply(c.require(capability)));
    }

    private static <T> List<String> ids(List<T> things, Function<T, String> id) {
        return things.stream().map(id).toList();
    }

    @Override
    public DriverFixture fixture() {
        return new DriverFixture() {
            @Override
            public CloudDriver driver() {
                return driver;
            }

            @Override
            public Credentials credentials() {
                return RealOpenstack.DEMO;
            }

            @Override
            public Set<Class<?>> capabilities() {
                return Set.of(
                        RealmOperations.class,
                        KeyOperations.class,
                        ImageOperations.class,
                        VolumeOperations.class,
                        NetworkOperations.class,
                        BucketOperations.class,
                        LoadBalancerOperations.class);
            }

            @Override
            public String imageId() {
                throw new AssertionError("Nothing is started here.");
            }

            @Override
            public Optional<FaultyProxy> proxy() {
                return Optional.of(proxy);
            }

            @Override
            public boolean fetchesToken(ProxiedRequest request) {
                return request.path().endsWith("/auth/tokens");
            }

            /** Images have those of the flavors that they fit in, networks those of their subnets. */
            @Override
            public int listOverhead() {
                return 3;
            }

            @Override
            public List<LongList> longLists() {
                return lists;
            }

            @Override
            public String someId() {
                return "0123abcd-0123-4567-89ab-0123456789ab";
            }

            @Override
            public Optional<Duration> timeOut() {
                return Optional.of(Duration.ofSeconds(20));
            }
        };
    }
}

package org.alluvium.driver.ec2;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.alluvium.capability.BlobOperations;
import org.alluvium.capability.BlobUpload;
import org.alluvium.capability.BucketOperations;
import org.alluvium.capability.InstanceFilter;
import org.alluvium.capability.InstanceOperations;
import org.alluvium.capability.InstanceRequest;
import org.alluvium.driver.BackendCalls;
import org.alluvium.driver.Cloud;
import org.alluvium.driver.Credentials;
import org.alluvium.model.Instance;
import org.alluvium.testkit.FaultyProxy;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Long lists, whole, with their pages of calls and no other, over connections that are there. Moto is slow to be filled: {@code
 * -Dscale.instances=3000 -Dscale.objects=10000} takes minutes.
 */
class Ec2ScaleMotoTest {
    private static final int INSTANCES = Integer.getInteger("scale.instances", 120);
    private static final int OBJECTS = Integer.getInteger("scale.objects", 1200);
    private static final int PAGE = INSTANCES > 1000 ? 1000 : 50;
    /** S3's own. */
    private static final int S3_PAGE = 1000;

    private static MotoServer moto;
    private static FaultyProxy proxy;
    private static Ec2Driver driver;
    private static Cloud cloud;

    @BeforeAll
    static void start() throws Exception {
        moto = MotoServer.start();
        proxy = FaultyProxy.to(URI.create(moto.url()));
        driver = new Ec2Driver(
                new BackendCalls(),
                "1.0.0",
                new Ec2Settings(
                        proxy.url(),
                        "us-east-1",
                        List.of(),
                        List.of(),
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(300),
                        Duration.ofSeconds(2),
                        16,
                        PAGE));
        cloud = driver.connect(Optional.empty(), Optional.of(new Credentials("AKIAEXAMPLE", "secret")));
    }

    @AfterAll
    static void stop() throws Exception {
        driver.deactivate();
        proxy.close();
        moto.close();
    }

    private static long pages(long things, long page) {
        return (things + page - 1) / page;
    }

    @Test
    void everyInstanceIsListedWithOneCallAPageAndNoNewConnection() {
        InstanceOperations instances = cloud.require(InstanceOperations.class);
        for (int made = 0; made < INSTANCES; made++) {
            instances.create(InstanceRequest.builder("ami-12c6146b").build());
        }
        proxy.forget();
        long begin = System.nanoTime();
        assertThat(instances.list(InstanceFilter.ALL))
                .hasSize(INSTANCES)
                .extracting(Instance::id)
                .doesNotHaveDuplicates();
        report(INSTANCES + " instances", begin);
        assertThat(proxy.requests()).hasSize((int) pages(INSTANCES, PAGE));
        assertThat(proxy.connections()).isZero();
    }

    @Test
    void everyObjectIsListedWithOneCallAPageAndNoNewConnection() {
        BucketOperations buckets = cloud.require(BucketOperations.class);
        BlobOperations blobs = cloud.require(BlobOperations.class);
        buckets.create("many", Optional.empty());
        IntStream.range(0, OBJECTS)
                .forEach(i -> blobs.write(
                        "many",
                        "folder/object-%05d".formatted(i),
                        new BlobUpload(
                                new ByteArrayInputStream(new byte[1]), OptionalLong.of(1), "text/plain", Map.of())));
        proxy.forget();
        long begin = System.nanoTime();
        assertThat(buckets.find("many").orElseThrow().blobIds())
                .hasSize(OBJECTS)
                .doesNotHaveDuplicates();
        report(OBJECTS + " objects", begin);
        assertThat(proxy.requests()).hasSize((int) pages(OBJECTS, S3_PAGE));
        assertThat(proxy.connections()).isZero();
    }

    private static void report(String what, long begin) {
        System.out.printf(
                "%s: %d calls, %d new connections, %d ms%n",
                what, proxy.requests().size(), proxy.connections(), (System.nanoTime() - begin) / 1_000_000);
    }
}

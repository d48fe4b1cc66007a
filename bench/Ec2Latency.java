package org.alluvium.driver.ec2;

import com.sun.net.httpserver.HttpServer;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.function.LongSupplier;
import org.alluvium.capability.InstanceFilter;
import org.alluvium.capability.InstanceOperations;
import org.alluvium.capability.KeyOperations;
import org.alluvium.driver.BackendCalls;
import org.alluvium.driver.Credentials;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ec2.Ec2Client;

/** The driver and the vendor's client side by side, turn about, against the same server that answers from memory. */
public final class Ec2Latency {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final byte[] keys = keys(10).getBytes(StandardCharsets.UTF_8);
    private static volatile byte[] answer = {};

    private Ec2Latency() {}

    public static void main(String[] arguments) throws Exception {
        int rounds = Integer.parseInt(arguments[0]);
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext("/", exchange -> {
            String asked = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            byte[] body = asked.contains("DescribeInstances") ? answer : keys;
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        String url = "http://127.0.0.1:" + server.getAddress().getPort();
        Ec2Driver driver = new Ec2Driver(
                new BackendCalls(),
                "1.0.0",
                new Ec2Settings(
                        url,
                        "us-east-1",
                        List.of(),
                        List.of(),
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(30),
                        Duration.ofSeconds(8),
                        16,
                        1000));
        Ec2Client sdk = Ec2Client.builder()
                .endpointOverride(URI.create(url))
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("KEY", "secret")))
                .httpClientBuilder(ApacheHttpClient.builder())
                .build();
        Optional<Credentials> account = Optional.of(new Credentials("KEY", "secret"));
        compare("10 keys", rounds, () -> sdk.describeKeyPairs().keyPairs().size(), () -> driver.connect(
                        Optional.empty(), account)
                .require(KeyOperations.class)
                .list()
                .size());
        for (int instances : new int[] {1, 100}) {
            answer = instances(instances).getBytes(StandardCharsets.UTF_8);
            compare(
                    instances + (instances == 1 ? " instance" : " instances"),
                    rounds,
                    () -> sdk.describeInstances(q -> q.maxResults(1000)).reservations().size(),
                    () -> driver.connect(Optional.empty(), account)
                            .require(InstanceOperations.class)
                            .list(InstanceFilter.ALL)
                            .size());
        }
        System.exit(0);
    }

    private static void compare(String what, int rounds, LongSupplier sdk, LongSupplier driver) {
        long[] bare = new long[rounds];
        long[] ours = new long[rounds];
        long[] bareWork = new long[rounds];
        long[] ourWork = new long[rounds];
        for (int i = -rounds; i < rounds; i++) { // the first half warms both up
            long start = THREADS.getCurrentThreadCpuTime();
            long a = time(sdk);
            long middle = THREADS.getCurrentThreadCpuTime();
            long b = time(driver);
            long end = THREADS.getCurrentThreadCpuTime();
            if (i >= 0) {
                bare[i] = a;
                ours[i] = b;
                bareWork[i] = middle - start;
                ourWork[i] = end - middle;
            }
        }
        System.out.printf(
                "%-14s p50 ms: SDK %.3f, driver %.3f, added %.3f; p99 ms: SDK %.3f, driver %.3f; its thread's work, p50 ms: SDK"
                        + " %.3f, driver %.3f%n",
                what,
                at(bare, 0.5),
                at(ours, 0.5),
                at(ours, 0.5) - at(bare, 0.5),
                at(bare, 0.99),
                at(ours, 0.99),
                at(bareWork, 0.5),
                at(ourWork, 0.5));
    }

    private static long time(LongSupplier call) {
        long begin = System.nanoTime();
        if (call.getAsLong() == 0) {
            throw new IllegalStateException("an empty answer");
        }
        return System.nanoTime() - begin;
    }

    private static double at(long[] times, double share) {
        long[] sorted = times.clone();
        Arrays.sort(sorted);
        return sorted[(int) (share * (sorted.length - 1))] / 1e6;
    }

    private static String keys(int count) {
        StringBuilder all = new StringBuilder("<DescribeKeyPairsResponse><keySet>");
        for (int i = 0; i < count; i++) {
            all.append("<item><keyName>key").append(i).append("</keyName><keyFingerprint>1f:51</keyFingerprint></item>");
        }
        return all.append("</keySet></DescribeKeyPairsResponse>").toString();
    }

    private static String instances(int count) {
        StringBuilder all = new StringBuilder("<DescribeInstancesResponse><reservationSet>");
        for (int i = 0; i < count; i++) {
            all.append("<item><ownerId>123456789012</ownerId><instancesSet><item><instanceId>i-")
                    .append(1000000000 + i)
                    .append("</instanceId><imageId>ami-12c6146b</imageId><instanceState><code>16</code><name>running</name>"
                            + "</instanceState><dnsName>ec2-1-2-3-4.compute-1.amazonaws.com</dnsName><instanceType>t3.micro"
                            + "</instanceType><launchTime>2026-01-01T00:00:00.000Z</launchTime><placement>"
                            + "<availabilityZone>us-east-1a</availabilityZone></placement><subnetId>subnet-1</subnetId>"
                            + "<rootDeviceType>ebs</rootDeviceType></item></instancesSet></item>");
        }
        return all.append("</reservationSet></DescribeInstancesResponse>").toString();
    }
}

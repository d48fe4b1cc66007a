package org.alluvium.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.alluvium.driver.ec2.MotoServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Drivers that come and go leave nothing behind. {@code -Dcycles=200} has them come and go more often, and revisions of one take
 * turns as well.
 */
@Timeout(3600)
class UnloadingIT {
    private static final int FEW = 10;
    private static final int CYCLES = Integer.getInteger("cycles", FEW);
    /** After so many the caches of the framework, the console and the JVM are full. */
    private static final int WARM = 3;

    /** Threads that the JDK may have started meanwhile. */
    private static final int SLACK = 2;

    /** What the JIT compiler notes of methods that stay; the classes of one EC2 driver take three times as much. */
    private static final long SMALL_KILOBYTES = 8_000;

    @TempDir
    static Path folder;

    @Test
    void driversThatComeAndGoLeaveNoClassLoaderNoThreadAndNoMetaspaceAndRefreshNothing() throws Exception {
        try (MotoServer moto = MotoServer.start();
                Distribution server = new Distribution(folder)) {
            server.set("org.alluvium.driver.ec2", "endpoint", moto.url());
            String mock = DriverJar.version(server, "driver-mock", "1.0.1");
            String ec2 = DriverJar.version(server, "driver-ec2", "1.0.1");
            cycles(server, mock, WARM);
            upgrade(server, ec2);
            ServerMemory before = ServerMemory.of(server.pid());
            Map<String, String> others = others(server);

            int answered = cycles(server, mock, CYCLES);
            upgrade(server, ec2);

            ServerMemory after = settled(server, before);
            System.out.println("Drivers came and went " + CYCLES + " times, answering " + answered
                    + " requests: before " + before + ", after " + after);
            assertThat(after.bundleLoaders()).as("class loaders").isLessThanOrEqualTo(before.bundleLoaders());
            // Something that stays would be one for each cycle
            assertThat(after.driverObjects()).as("objects of drivers").isLessThan(before.driverObjects() + CYCLES);
            assertThat(after.threads()).as("threads").isLessThan(before.threads() + SLACK);
            assertThat(after.metaspace()).as("KB of metaspace").isLessThan(before.metaspace() + SMALL_KILOBYTES);
            assertThat(others(server)).as("the other bundles").isEqualTo(others);
        }
    }

    /** Once what still works on the last change has ended, at most a minute later. */
    private static ServerMemory settled(Distribution server, ServerMemory before) throws Exception {
        long end = System.nanoTime() + Duration.ofMinutes(1).toNanos();
        while (true) {
            ServerMemory now = ServerMemory.of(server.pid());
            boolean settled = now.bundleLoaders() <= before.bundleLoaders() && now.threads() < before.threads() + SLACK;
            if (settled || System.nanoTime() > end) {
                return now;
            }
        }
    }

    /** Both drivers come and go so often, in one session, and are used meanwhile; answers how many requests they answered. */
    private static int cycles(Distribution server, String mock, int count) throws Exception {
        AtomicInteger answered = new AtomicInteger();
        AtomicBoolean running = new AtomicBoolean(true);
        Thread client = new Thread(() -> {
            while (running.get()) {
                for (String path : new String[] {"/api;driver=ec2/realms", "/api;driver=ec2/buckets"}) {
                    // moto takes any key; while the driver is away the answer is a 400
                    if (server.get(path, "Authorization", "Basic YTpi").statusCode() == 200) {
                        answered.incrementAndGet();
                    }
                }
            }
        });
        client.start();
        String printed = server.console(("cloud:driver-install ec2\n"
                        // So that there are requests while it is here
                        + "shell:sleep 1\n"
                        + "cloud:driver-uninstall ec2\n"
                        + "bundle:uninstall org.alluvium.driver-mock\n"
                        + "bundle:install -s " + mock + "\n")
                .repeat(count));
        running.set(false);
        client.join();
        assertThat(printed.split("Driver ec2 \\S+ is active", -1)).as(printed).hasSize(count + 1);
        assertThat(printed.split("Driver ec2 \\S+ is gone", -1)).as(printed).hasSize(count + 1);
        assertThat(printed.split("Bundle ID: ", -1)).as(printed).hasSize(count + 1);
        assertThat(answered.get()).isPositive();
        server.await(
                "the mock cloud answers", () -> server.get("/api/instances").statusCode() == 200);
        return answered.get();
    }

    /** Two revisions of the EC2 driver prove themselves, serve, and are retired. */
    private static void upgrade(Distribution server, String ec2) throws Exception {
        if (CYCLES <= FEW) {
            // Their proofs take half a minute
            return;
        }
        server.console("cloud:driver-install ec2");
        for (String change : new String[] {"cloud:driver-upgrade ec2 " + ec2, "cloud:driver-rollback ec2"}) {
            assertThat(server.console(change)).contains("is kept for a rollback");
            assertThat(server.get("/api;driver=ec2/buckets", "Authorization", "Basic YTpi")
                            .statusCode())
                    .isEqualTo(200);
        }
        assertThat(server.console("cloud:driver-uninstall ec2")).contains("is gone");
    }

    private static Map<String, String> others(Distribution server) throws Exception {
        Map<String, String> others = server.bundles("driver-ec2");
        others.values().removeIf(info -> info.contains("driver-mock"));
        return others;
    }
}

package org.alluvium.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(300)
class DriverUpgradeIT {
    private static final String MOCK = "driver-mock";
    private static final String LIBRARY_OF_EC2 =
            "bundle:requirements --namespace osgi.wiring.bundle org.alluvium.driver-ec2";

    @TempDir
    static Path folder;

    private static Distribution server;

    @BeforeAll
    static void start() throws Exception {
        server = new Distribution(folder);
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
    }

    @Test
    void aDriverIsUpgradedAndRolledBackUnderLoadAndNothingElseRestarts() throws Exception {
        String next = DriverJar.version(server, MOCK, "1.1.0");
        try (Load load = new Load(server)) {
            var before = server.bundles("mock-1.");

            assertThat(server.console("cloud:driver-upgrade mock " + next))
                    .contains("Driver mock 1.1.0 is active; 1.0.0 is kept for a rollback.");
            server.await("the old revision is retired", () -> list().matches("(?s).*1\\.0\\.0 [^\\n]*retired.*"));
            assertThat(list()).containsPattern("1\\.1\\.0 [^\\n]*active");

            assertThat(server.console("cloud:driver-rollback mock")).contains("Driver mock 1.0.0 is active");
            server.await("the new revision is retired", () -> list().matches("(?s).*1\\.1\\.0 [^\\n]*retired.*"));
            assertThat(server.console("cloud:driver-upgrade mock 1.1.0")).contains("Driver mock 1.1.0 is active");
            assertThat(server.console("cloud:driver-rollback mock")).contains("Driver mock 1.0.0 is active");

            assertThat(server.console("cloud:driver-history mock"))
                    .contains("admin")
                    .containsPattern("upgrade +.+ 1\\.0\\.0 +.+ 1\\.1\\.0 +.+ done")
                    .containsPattern("rollback +.+ 1\\.1\\.0 +.+ 1\\.0\\.0 +.+ done");
            assertThat(server.bundles("mock-1.")).isEqualTo(before);
            assertThat(load.failures()).isEmpty();
            System.out.println("Upgraded and rolled back under load: " + load.answered() + " requests, 0 failed");
        }
    }

    @Test
    void whatIsNoDriverIsRefusedAndTheOldRevisionStays() throws Exception {
        Path junk = Files.writeString(folder.resolve("junk.jar"), "no jar");

        assertThat(server.console("cloud:driver-upgrade mock " + junk.toUri()))
                .contains("The archive is no bundle")
                .doesNotContain("\tat ");
        assertThat(server.console("cloud:driver-upgrade mock 9.9.9")).contains("cannot be read");
        assertThat(server.console("cloud:driver-upgrade nosuch 1.0.0")).contains("There is no driver 'nosuch'");
        assertThat(server.console("cloud:driver-upgrade mock " + DriverJar.version(server, "driver-ec2", "1.5.0")))
                .contains("Driver mock 1.5.0 was refused, 1.0.0 stays active: it is driver 'ec2'");
        assertThat(list()).containsPattern("1\\.0\\.0 [^\\n]*active").containsPattern("1\\.5\\.0 [^\\n]*failed");
        assertThat(server.get("/api/realms").statusCode()).isEqualTo(200);
        assertThat(server.get("/api;driver=ec2").statusCode()).isEqualTo(400);
    }

    @Test
    void theRevisionsOfADriverShareTheLibraryThatTheyNestAndItGoesWithTheLastOfThem() throws Exception {
        String next = DriverJar.version(server, "driver-ec2", "1.6.0");
        assertThat(server.console("cloud:driver-install ec2")).contains("Driver ec2 1.0.0 is active");
        assertThat(server.console(LIBRARY_OF_EC2 + "/1.0.0")).contains("from org.alluvium.library-aws");

        assertThat(server.console("cloud:driver-upgrade ec2 " + next))
                .contains("They share the library org.alluvium.library-aws ")
                .contains("Driver ec2 1.6.0 is active");
        assertThat(server.console(LIBRARY_OF_EC2 + "/1.6.0")).contains("from org.alluvium.library-aws");
        assertThat(server.console("bundle:list -t 0 -s")).containsOnlyOnce("org.alluvium.library-aws");
        assertThat(server.get("/api;driver=ec2").statusCode()).isEqualTo(200);

        assertThat(server.console("cloud:driver-uninstall ec2")).contains("is gone");
        server.await(
                "the library is gone",
                () -> !server.console("bundle:list -t 0 -s").contains("library-aws"));
        assertThat(server.get("/api/realms").statusCode()).isEqualTo(200);
    }

    @Test
    void newSettingsLeaveADrainingRevisionItsTime() throws Exception {
        // Whoever stopped it now would wait for no longer than this.
        set("org.alluvium.registry", "drainTimeoutSeconds", "1");
        // More than the buffers on the way take, so that the download is not over before it is read.
        String content = "long download ".repeat(1_000_000);
        assertThat(server.send("PUT", "/api/buckets/bucket1/long", content).statusCode())
                .isEqualTo(200);
        try (InputStream download = server.open("/api/buckets/bucket1/long/content")) {
            assertThat(server.console("cloud:driver-upgrade mock " + DriverJar.version(server, MOCK, "1.7.0")))
                    .contains("Driver mock 1.7.0 is active");
            assertThat(list()).contains("draining");

            set("org.alluvium.lifecycle", "keptRevisions", "3");

            // A change waits for one that is being made
            assertThat(server.console("cloud:driver-upgrade --canary 100 mock 1.7.0"))
                    .doesNotContain("is being changed");
            assertThat(list()).contains("draining");
            assertThat(new String(download.readAllBytes(), StandardCharsets.UTF_8))
                    .isEqualTo(content);
        }
        server.await("it is retired", () -> !list().contains("draining"));
        set("org.alluvium.registry", "drainTimeoutSeconds", "30");
        assertThat(server.console("cloud:driver-rollback mock")).contains("is kept for a rollback");
    }

    @Test
    void aDownloadThatACanaryBeganOutlivesItsTrial() throws Exception {
        set("org.alluvium.registry", "drainTimeoutSeconds", "1");
        String content = "long download ".repeat(1_000_000);
        assertThat(server.send("PUT", "/api/buckets/bucket1/tried", content).statusCode())
                .isEqualTo(200);
        assertThat(server.console("cloud:driver-upgrade --canary 99 mock " + DriverJar.version(server, MOCK, "1.8.0")))
                .contains("Driver mock 1.8.0 is tried by 99 % of the callers");
        try (InputStream download = server.open("/api/buckets/bucket1/tried/content")) {
            assertThat(server.console("cloud:driver-rollback mock")).contains("Driver mock 1.8.0 is tried no more");
            assertThat(list()).containsPattern("1\\.8\\.0 [^\\n]*draining");

            assertThat(new String(download.readAllBytes(), StandardCharsets.UTF_8))
                    .isEqualTo(content);
        }
        server.await("it is gone", () -> list().matches("(?s).*1\\.8\\.0 [^\\n]*failed [^\\n]*Its trial was ended.*"));
        set("org.alluvium.registry", "drainTimeoutSeconds", "30");
    }

    /** Changes a setting, and waits until it is in force. */
    private static void set(String pid, String name, String value) throws Exception {
        server.set(pid, name, value);
        server.await(
                "the setting is in force",
                () -> server.console("config:property-get --pid " + pid + " " + name)
                        .contains(value));
    }

    /** {@code -Dkills=100} tries more moments. */
    @Test
    void afterAKillInTheMiddleOfAnUpgradeExactlyOneRevisionIsActive() throws Exception {
        Random random = new Random(7);
        String url = DriverJar.version(server, MOCK, "1.2.0");
        for (int i = 0; i < Integer.getInteger("kills", 3); i++) {
            Thread operator = new Thread(() -> {
                try {
                    server.console("cloud:driver-upgrade mock " + url + "\ncloud:driver-rollback mock");
                } catch (java.io.UncheckedIOException e) {
                    // The console ends with the server.
                }
            });
            operator.start();
            int millis = random.nextInt(3000);
            operator.join(millis + 1L);

            server.restartAfterKill();

            operator.join();
            server.await("the console answers", () -> list().contains("mock"));
            assertThat(server.get("/api/realms").statusCode()).isEqualTo(200);
            server.await("one revision is active after a kill at " + millis + " ms", () -> {
                String drivers = list();
                return drivers.split(" active ", -1).length == 2 && !drivers.contains(" installed ");
            });
        }
    }

    private static String list() {
        return server.console("cloud:driver-list");
    }
}

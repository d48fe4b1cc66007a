package org.alluvium.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is kept of drivers that come, change and go by Karaf's own ways. */
@Timeout(300)
class DriverStateIT {
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
    void everyChangeOfEveryDriverIsKeptFromTheFirstStartOn() throws Exception {
        server.await("what the server brought is wanted", () -> wanted("mock", "1.0.0"));

        server.console("cloud:driver-install ec2");
        assertThat(wanted("ec2", "1.0.0")).isTrue();
        server.console("bundle:update org.alluvium.driver-mock " + DriverJar.version(server, "driver-mock", "1.3.0"));

        server.await("the updated bundle is wanted", () -> wanted("mock", "1.3.0"));
        assertThat(server.console("cloud:driver-history mock"))
                .containsPattern("\\(server\\) +.+ install +.+ +.+ 1\\.0\\.0 +.+ done")
                .containsPattern("\\(server\\) +.+ other means +.+ 1\\.0\\.0 +.+ 1\\.3\\.0 +.+ done");
        assertThat(log())
                .contains("install of driver ec2 by admin from none to 1.0.0: done")
                .doesNotContain("of driver ec2 by (server)");
        assertThat(server.console("cloud:driver-uninstall ec2")).contains("is gone");
    }

    @Test
    void aRestartWithoutAChangeWritesNothing() throws Exception {
        TrialDriver.installed(server, "still");
        server.await("it is wanted", () -> wanted("still", "1.0.0"));
        FileTime written = Files.getLastModifiedTime(state());

        server.restartAfterKill();
        server.await("it is there", () -> drivers().contains("id='still'"));
        // Waits for what the start does
        server.console("cloud:driver-diff still 1.0.0 1.0.0");

        assertThat(Files.getLastModifiedTime(state())).isEqualTo(written);
    }

    @Test
    void whatIsTakenAwayByKarafsOwnWaysStaysAway() throws Exception {
        TrialDriver.installed(server, "own");
        TrialDriver upgraded = TrialDriver.installed(server, "upgraded");
        server.console("cloud:driver-upgrade upgraded " + upgraded.version("1.1.0", "works"));
        Path jar =
                server.drop(Path.of(java.net.URI.create(new TrialDriver(server, "dropped").version("1.0.0", "works"))));
        Path kar = server.drop(new TrialDriver(server, "packed").kar("1.0.0"));
        // Karaf forgets one of two changes of features at the same time.
        server.await(
                "the KAR is installed", () -> server.console("feature:list -i").contains("kar-packed"));
        TrialDriver featured = new TrialDriver(server, "featured");
        server.console("feature:repo-add " + featured.features("1.0.0") + "\nfeature:install trial-featured");
        for (String id : new String[] {"own", "dropped", "packed", "featured"}) {
            server.await(id + " is wanted", () -> wanted(id, "1.0.0"));
        }
        server.await("the one before is retired", () -> kept("upgraded", "1.0.0", "retired"));

        Files.delete(jar);
        Files.delete(kar);
        server.await("the KAR is gone", () -> !server.console("feature:list -i").contains("kar-packed"));
        server.await("the jar is gone", () -> !drivers().contains("dropped"));
        for (String uninstall : List.of(
                "bundle:uninstall trial.own",
                "feature:uninstall trial-featured",
                "bundle:uninstall trial.upgraded/1.1.0")) {
            assertThat(server.console(uninstall)).as(uninstall).isBlank();
            assertThat(server.get("/api/drivers").statusCode()).as(uninstall).isEqualTo(200);
        }
        server.await("the one that was kept is wanted", () -> wanted("upgraded", "1.0.0"));
        server.console("bundle:uninstall trial.upgraded/1.0.0");

        String[] away = {"own", "dropped", "packed", "featured", "upgraded"};
        for (String id : away) {
            server.await(id + " is not wanted", () -> !read(state()).contains("revision\t" + id + "\t"));
            assertThat(log()).contains("uninstall of driver " + id + " by (server) from 1.0.0 to none: done");
        }
        server.restartAfterKill();
        assertThat(server.console("cloud:driver-list")).contains("mock");
        for (String id : away) {
            assertThat(drivers()).doesNotContain("id='" + id + "'");
        }
        assertThat(folder.resolve("drivers")).isDirectoryNotContaining("glob:**/upgraded-*");
    }

    @Test
    void aDriverGoesWithAllItsRevisionsWhenItsNameIsUninstalled() throws Exception {
        TrialDriver named = TrialDriver.installed(server, "named");
        server.console(
                "cloud:driver-upgrade named " + named.version("1.1.0", "works") + "\ncloud:driver-rollback named");
        server.await(
                "the other is retired",
                () -> kept("named", "1.1.0", "retired") && !drivers().contains("draining"));

        server.console("bundle:uninstall trial.named");

        server.await("it is not wanted", () -> !read(state()).contains("revision\tnamed\t"));
        server.restartAfterKill();
        assertThat(server.console("cloud:driver-list")).contains("mock").doesNotContain("named");
    }

    @Test
    void whatIsTakenOutOfTheFolderWhileTheServerIsDownIsGoneAndTheRestIsThereThoughDataIsDeleted() throws Exception {
        TrialDriver.installed(server, "lasting");
        Path jar = server.drop(
                Path.of(java.net.URI.create(new TrialDriver(server, "fleeting").version("1.0.0", "works"))));
        server.await("both are wanted", () -> wanted("lasting", "1.0.0") && wanted("fleeting", "1.0.0"));

        server.kill();
        Files.delete(jar);
        delete(folder.resolve("data"));
        server.restart();

        server.await("what was installed by hand is there", () -> server.realms("lasting", "user") == 200);
        server.await("what was taken away is not wanted", () -> !read(state()).contains("revision\tfleeting\t"));
        assertThat(log()).contains("uninstall of driver fleeting by (server) from 1.0.0 to none: done");
    }

    @Test
    void whatAStartBringsBesideTheWantedRevisionHasToProveItselfFirst() throws Exception {
        server.set("org.alluvium.lifecycle", "checkTimeoutSeconds", "10");
        TrialDriver early = TrialDriver.installed(server, "early");
        server.await("it is wanted", () -> wanted("early", "1.0.0"));

        server.kill();
        Path bad = server.drop(Path.of(java.net.URI.create(early.version("1.1.0", "hangs"))));
        server.restart();
        server.await("what is no good is refused", () -> log().contains("Driver early 1.1.0 was refused"));
        assertThat(server.realms("early", "user")).isEqualTo(200);
        assertThat(wanted("early", "1.0.0")).isTrue();

        server.kill();
        Files.delete(bad);
        server.drop(Path.of(java.net.URI.create(early.version("1.2.0", "works"))));
        server.restart();
        server.await("what is good is wanted", () -> wanted("early", "1.2.0"));
        assertThat(log()).contains("other means of driver early by (server) from 1.0.0 to 1.2.0: done");
        assertThat(server.realms("early", "user")).isEqualTo(200);
    }

    @Test
    void aRevisionThatWasUpdatedWhereAnUpgradePutItCanBeReplacedAndGoneBackTo() throws Exception {
        TrialDriver placed = TrialDriver.installed(server, "placed");
        String first = placed.version("1.1.0", "works");
        server.console("cloud:driver-upgrade placed " + first);
        server.console("bundle:update trial.placed/1.1.0 " + placed.version("1.3.0", "works"));
        server.await("the update is wanted", () -> wanted("placed", "1.3.0"));

        assertThat(server.console("cloud:driver-upgrade placed " + first + "\ncloud:driver-rollback placed"))
                .contains("Driver placed 1.1.0 is active; 1.3.0 is kept for a rollback.")
                .contains("Driver placed 1.3.0 is active; 1.1.0 is kept for a rollback.");
        assertThat(server.realms("placed", "user")).isEqualTo(200);
    }

    /** {@code -Dkills=100} tries more moments. */
    @Test
    void afterAKillInTheMiddleOfAnUpgradeOfAFeatureExactlyOneRevisionIsActive() throws Exception {
        Random random = new Random(11);
        TrialDriver killed = new TrialDriver(server, "killed");
        server.console("feature:repo-add " + killed.features("1.0.0") + "\nfeature:install trial-killed");
        server.await("it is wanted", () -> wanted("killed", "1.0.0"));
        for (int i = 1; i <= Integer.getInteger("kills", 3); i++) {
            String version = "1." + i + ".0";
            String repository = killed.features(version);
            Thread operator = new Thread(() -> {
                try {
                    server.console(
                            "feature:repo-add " + repository + "\nfeature:install --upgrade trial-killed/" + version);
                } catch (java.io.UncheckedIOException e) {
                    // The console ends with the server.
                }
            });
            operator.start();
            int millis = 1500 + random.nextInt(1500);
            operator.join(millis);

            server.restartAfterKill();

            operator.join();
            server.await("it answers", () -> server.realms("killed", "user") == 200);
            server.await("one revision is active after a kill at " + millis + " ms", () -> {
                String killedOnes = server.driver("killed");
                return killedOnes.split("state='active'", -1).length == 2
                        && killedOnes.split("state='installed'", -1).length
                                        + killedOnes.split("state='checking'", -1).length
                                == 2;
            });
        }
    }

    private static void delete(Path root) throws Exception {
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private static Path state() {
        return folder.resolve("drivers/state");
    }

    private static boolean wanted(String id, String version) {
        return kept(id, version, "active");
    }

    /** Whether the state file holds a revision in that state, with a digest. */
    private static boolean kept(String id, String version, String state) {
        return Pattern.compile("revision\t" + id + "\t" + Pattern.quote(version) + "\t" + state
                        + "\t[^\t]*\t[^\t]*\tsha256:[0-9a-f]{64}\t")
                .matcher(read(state()))
                .find();
    }

    private static String log() {
        return read(folder.resolve("data/log/karaf.log"));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static String drivers() {
        return server.get("/api/drivers").body();
    }
}

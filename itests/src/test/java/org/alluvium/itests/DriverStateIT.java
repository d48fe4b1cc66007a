package org.alluvium.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Base64;
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
        installed("still");
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
        installed("own");
        TrialDriver upgraded = installed("upgraded");
        server.console("cloud:driver-upgrade upgraded " + upgraded.version("1.1.0", "works"));
        Path jar = drop(Path.of(java.net.URI.create(new TrialDriver(server, "dropped").version("1.0.0", "works"))));
        Path kar = drop(new TrialDriver(server, "packed").kar("1.0.0"));
        // Karaf forgets one of two changes of features at the same time.
        server.await("the KAR is installed", () -> features().contains("kar-packed"));
        TrialDriver featured = new TrialDriver(server, "featured");
        server.console("feature:repo-add " + features(featured, "1.0.0") + "\nfeature:install trial-featured");
        for (String id : new String[] {"own", "dropped", "packed", "featured"}) {
            server.await(id + " is wanted", () -> wanted(id, "1.0.0"));
        }
        server.await("the one before is retired", () -> kept("upgraded", "1.0.0", "retired"));

        Files.delete(jar);
        Files.delete(kar);
        server.await("the KAR is gone", () -> !features().contains("kar-packed"));
        server.await("the jar is gone", () -> !drivers().contains("dropped"));
        for (String uninstall : List.of(
                "bundle:uninstall trial.own",
                "feature:uninstall trial-featured",
                "bundle:uninstall trial.upgraded/1.1.0")) {
            assertThat(server.console(uninstall)).as(uninstall).isBlank();
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
        TrialDriver named = installed("named");
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
        installed("lasting");
        Path jar = drop(Path.of(java.net.URI.create(new TrialDriver(server, "fleeting").version("1.0.0", "works"))));
        server.await("both are wanted", () -> wanted("lasting", "1.0.0") && wanted("fleeting", "1.0.0"));

        server.kill();
        Files.delete(jar);
        delete(folder.resolve("data"));
        server.restart();

        server.await("what was installed by hand is there", () -> get("lasting") == 200);
        server.await("what was taken away is not wanted", () -> !read(state()).contains("revision\tfleeting\t"));
        assertThat(log()).contains("uninstall of driver fleeting by (server) from 1.0.0 to none: done");
    }

    @Test
    void whatAStartBringsBesideTheWantedRevisionHasToProveItselfFirst() throws Exception {
        server.set("org.alluvium.lifecycle", "checkTimeoutSeconds", "10");
        TrialDriver early = installed("early");
        server.await("it is wanted", () -> wanted("early", "1.0.0"));

        server.kill();
        Path bad = drop(Path.of(java.net.URI.create(early.version("1.1.0", "hangs"))));
        server.restart();
        server.await("what is no good is refused", () -> log().contains("Driver early 1.1.0 was refused"));
        assertThat(get("early")).isEqualTo(200);
        assertThat(wanted("early", "1.0.0")).isTrue();

        server.kill();
        Files.delete(bad);
        drop(Path.of(java.net.URI.create(early.version("1.2.0", "works"))));
        server.restart();
        server.await("what is good is wanted", () -> wanted("early", "1.2.0"));
        assertThat(log()).contains("other means of driver early by (server) from 1.0.0 to 1.2.0: done");
        assertThat(get("early")).isEqualTo(200);
    }

    @Test
    void aRevisionThatWasUpdatedWhereAnUpgradePutItCanBeReplacedAndGoneBackTo() throws Exception {
        TrialDriver placed = installed("placed");
        String first = placed.version("1.1.0", "works");
        server.console("cloud:driver-upgrade placed " + first);
        server.console("bundle:update trial.placed/1.1.0 " + placed.version("1.3.0", "works"));
        server.await("the update is wanted", () -> wanted("placed", "1.3.0"));

        assertThat(server.console("cloud:driver-upgrade placed " + first + "\ncloud:driver-rollback placed"))
                .contains("Driver placed 1.1.0 is active; 1.3.0 is kept for a rollback.")
                .contains("Driver placed 1.3.0 is active; 1.1.0 is kept for a rollback.");
        assertThat(get("placed")).isEqualTo(200);
    }

    /** {@code -Dkills=100} tries more moments. */
    @Test
    void afterAKillInTheMiddleOfAnUpgradeOfAFeatureExactlyOneRevisionIsActive() throws Exception {
        Random random = new Random(11);
        TrialDriver killed = new TrialDriver(server, "killed");
        server.console("feature:repo-add " + features(killed, "1.0.0") + "\nfeature:install trial-killed");
        server.await("it is wanted", () -> wanted("killed", "1.0.0"));
        for (int i = 1; i <= Integer.getInteger("kills", 3); i++) {
            String version = "1." + i + ".0";
            String repository = features(killed, version);
            Thread operator = new Thread(() -> {
                try {
                    server.console(
                            "feature:repo-add " + repository + "\nfeature:install --upgrade trial-killed/" + version);
                } catch (java.io.IOException | InterruptedException e) {
                    // The console ends with the server.
                }
            });
            operator.start();
            int millis = 1500 + random.nextInt(1500);
            operator.join(millis);

            server.restartAfterKill();

            operator.join();
            server.await("it answers", () -> get("killed") == 200);
            server.await("one revision is active after a kill at " + millis + " ms", () -> {
                String killedOnes = driver("killed");
                return killedOnes.split("state='active'", -1).length == 2
                        && killedOnes.split("state='installed'", -1).length
                                        + killedOnes.split("state='checking'", -1).length
                                == 2;
            });
        }
    }

    private static TrialDriver installed(String id) throws Exception {
        TrialDriver driver = new TrialDriver(server, id);
        server.console("bundle:install -s " + driver.version("1.0.0", "works"));
        server.await("the driver is there", () -> get(id) == 200);
        return driver;
    }

    private static String features(TrialDriver driver, String version) throws Exception {
        String bundle = driver.version(version, "works");
        String name = bundle.replaceFirst(".*trial-(.*)-" + Pattern.quote(version) + "\\.jar", "trial-$1");
        Path file = Files.writeString(
                folder.resolve(name + "-" + version + ".xml"),
                "<features name='" + name + "-" + version + "' xmlns='http://karaf.apache.org/xmlns/features/v1.6.0'>"
                        + "<feature name='" + name + "' version='" + version + "'><bundle>" + bundle
                        + "</bundle></feature></features>");
        return file.toUri().toString();
    }

    /** Puts a file into the folder for deployment, in one step. */
    private static Path drop(Path file) throws Exception {
        return Files.move(file, folder.resolve("deploy").resolve(file.getFileName()));
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

    private static String features() {
        try {
            return server.console("feature:list -i");
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static String drivers() {
        return server.get("/api/drivers").body();
    }

    /** A driver's part of the list of drivers. */
    private static String driver(String id) {
        String drivers = drivers();
        int begin = drivers.indexOf("id='" + id + "'");
        return begin < 0 ? "" : drivers.substring(begin, drivers.indexOf("</driver>", begin));
    }

    private static int get(String driver) {
        String token = Base64.getEncoder().encodeToString("user:secret".getBytes(StandardCharsets.UTF_8));
        return server.get("/api;driver=" + driver + "/realms", "Authorization", "Basic " + token)
                .statusCode();
    }
}

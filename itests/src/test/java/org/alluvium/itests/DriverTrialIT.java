package org.alluvium.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Drivers that misbehave, and revisions that a share of the callers tries. */
@Timeout(300)
class DriverTrialIT {
    @TempDir
    static Path folder;

    private static Distribution server;

    @BeforeAll
    static void start() throws Exception {
        server = Distribution.hasty(folder);
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
    }

    @Test
    void badRevisionsAreRefusedWithASentenceAndTheOldOneStays() throws Exception {
        TrialDriver bad = TrialDriver.installed(server, "bad");

        assertThat(server.console("cloud:driver-upgrade bad " + bad.version("1.1.0", "throws")))
                .contains("Driver bad 1.1.0 was refused, 1.0.0 stays active: it cannot be activated:"
                        + " java.lang.IllegalStateException: no licence")
                .doesNotContain("\tat ");
        assertThat(server.console(
                        "cloud:driver-upgrade bad " + bad.version("1.2.0", "works", "Alluvium-Collections", "drivers")))
                .contains("it offers what its manifest does not declare: collection realms");
        assertThat(server.console("cloud:driver-upgrade bad " + bad.version("1.3.0", "hangs")))
                .contains("Driver bad 1.3.0 was refused, 1.0.0 stays active: it did not answer within 10 s");
        assertThat(server.console(
                        "cloud:driver-upgrade --dry-run bad "
                                + bad.version("1.4.0", "works", "Import-Package", "org.gone;version=\"[3,4)\""),
                        "cloud:driver-upgrade --dry-run bad "
                                + bad.version("1.5.0", "works", "Alluvium-Operations", "realm.list"),
                        "cloud:driver-upgrade --dry-run bad "
                                + bad.version(
                                        "1.7.0",
                                        "works",
                                        "Require-Bundle",
                                        "org.alluvium.driver-mock,org.nobody;bundle-version=\"[3,4)\""),
                        "cloud:driver-diff bad 1.0.0 1.0.0",
                        "cloud:driver-diff bad 1.0.0 "
                                + bad.version("1.8.0", "works", "Alluvium-Collections", "realms"),
                        "cloud:driver-promote bad"))
                .contains("It will be refused: it needs the package org.gone [3,4), which nothing here offers.")
                .contains(
                        "Driver bad 1.0.0 -> 1.5.0\n  - operation realm.find\n  SPI as before: org.alluvium.capability"
                                + " [1.0,2)")
                .contains("Nothing was changed.")
                .contains("It will be refused: it needs the bundle org.nobody [3,4), which nothing here offers.")
                .doesNotContain("the bundle org.alluvium.driver-mock")
                .contains("Driver bad 1.0.0 -> 1.8.0\n  - collection drivers\n")
                .contains("No collection, operation, feature or parameter comes or goes.")
                .contains("No revision of driver 'bad' is being tried.");
        String works = bad.version("1.6.0", "works");
        assertThat(server.console("cloud:driver-upgrade --canary 100 bad " + works))
                .contains("A canary gets 1 to 99 percent of the callers, not 100.");
        assertThat(server.console("cloud:driver-upgrade --dry-run --canary 101 bad " + works))
                .contains("A canary gets 1 to 99 percent of the callers, not 101.")
                .doesNotContain("1.0.0 -> 1.6.0");
        assertThat(server.realms("bad", "anybody")).isEqualTo(200);
        assertThat(list()).containsPattern("bad +.+ 1\\.0\\.0 [^\\n]*active");
    }

    @Test
    void aRevisionThatHangsWhenItIsAskedWhatItIsHoldsUpNobody() throws Exception {
        TrialDriver silent = TrialDriver.installed(server, "silent");
        TrialDriver spry = TrialDriver.installed(server, "spry");

        Path jar = server.drop(Path.of(java.net.URI.create(silent.version("1.1.0", "falls silent"))));
        server.await(
                "it is refused",
                () -> server.console("cloud:driver-history silent").contains("refused: it did not answer within 10 s"));

        assertThat(server.get("/api/drivers").statusCode()).isEqualTo(200);
        assertThat(server.realms("silent", "anybody")).isEqualTo(200);
        assertThat(server.console("cloud:driver-upgrade spry " + spry.version("1.1.0", "works")))
                .contains("Driver spry 1.1.0 is active");
        assertThat(server.console("cloud:driver-upgrade silent " + silent.version("1.2.0", "works")))
                .contains("Driver silent 1.2.0 is active");
        Files.delete(jar);
    }

    @Test
    void aCanaryThatBreaksIsRolledBackByItself() throws Exception {
        TrialDriver canary = TrialDriver.installed(server, "canary");

        assertThat(server.console("cloud:driver-upgrade --canary 50 canary " + canary.version("1.1.0", "breaks")))
                .contains("Driver canary 1.1.0 is tried by 50 % of the callers; the others have 1.0.0.");
        AtomicInteger users = new AtomicInteger();
        server.await("the canary has failed", () -> {
            for (int i = 0; i < 100; i++) {
                assertThat(server.realms("canary", "user" + users.incrementAndGet()))
                        .isIn(200, 500);
            }
            return list().matches("(?s).*1\\.1\\.0 [^\\n]*failed [^\\n]*requests failed.*");
        });

        for (int i = 0; i < 50; i++) {
            assertThat(server.realms("canary", "user" + i)).isEqualTo(200);
        }
        server.await(
                "that is recorded",
                () -> server.console("cloud:driver-history canary").contains("requests failed"));
        assertThat(server.console("cloud:driver-history canary"))
                .containsPattern("rollback +.+ 1\\.1\\.0 +.+ 1\\.0\\.0 +.+ done: \\d+ of its \\d+ requests failed");
        assertThat(Files.readString(folder.resolve("data/log/karaf.log")))
                .contains("rollback of driver canary by (server) from 1.1.0 to 1.0.0: done: ");
    }

    @Test
    void aCanaryIsPromotedOrEndedByARestartAndNeverTwoAreActive() throws Exception {
        TrialDriver tried = TrialDriver.installed(server, "tried");

        assertThat(server.console(
                        "cloud:driver-upgrade --canary 10 tried " + tried.version("1.1.0", "works"),
                        "cloud:driver-list",
                        "cloud:driver-upgrade tried " + tried.version("1.2.0", "works")))
                .containsPattern("1\\.1\\.0 [^\\n]*canary")
                .contains("Driver tried 1.1.0 is tried by 10 % of the callers: 0 of its ")
                .contains("Driver tried 1.1.0 is being tried. cloud:driver-promote tried makes it active");
        assertThat(server.console(
                        "cloud:driver-promote tried",
                        "cloud:driver-upgrade --canary 10 tried " + tried.version("1.3.0", "works"),
                        "cloud:driver-rollback tried"))
                .contains("Driver tried 1.1.0 is active; 1.0.0 is kept for a rollback.")
                .contains("Driver tried 1.3.0 is tried no more; 1.1.0 is active.");

        server.console("cloud:driver-upgrade --canary 10 tried " + tried.version("1.4.0", "works"));
        server.restartAfterKill();

        server.await("the revision before is active", () -> list().matches("(?s).*1\\.1\\.0 [^\\n]*active.*"));
        assertThat(list()).containsPattern("1\\.4\\.0 [^\\n]*failed [^\\n]*A restart ended its trial\\.");
        assertThat(server.realms("tried", "anybody")).isEqualTo(200);
    }

    @Test
    void threadsThatARevisionLeavesBehindAreToldOf() throws Exception {
        TrialDriver leaky = TrialDriver.installed(server, "leaky");

        assertThat(server.console(
                        "cloud:driver-upgrade leaky " + leaky.version("1.1.0", "leaks"), "cloud:driver-rollback leaky"))
                .contains("Driver leaky 1.1.0 is active", "Driver leaky 1.0.0 is active");

        server.await(
                "the thread is noticed",
                () -> server.console("cloud:driver-history leaky").contains("left threads behind"));
        assertThat(server.console("cloud:driver-history leaky")).contains("left-by-the-trial");
    }

    @Test
    void archivesThatNobodyTrustedSignedAreRefusedWhereTheOperatorDemandsIt() throws Exception {
        TrialDriver signed = TrialDriver.installed(server, "signed");
        Path certificates = Files.createDirectories(folder.resolve("certificates"));
        String upgrade = "cloud:driver-upgrade signed " + signed.version("1.1.0", "works");

        server.set("org.alluvium.lifecycle", "trustedSigners", certificates.toString());
        server.await(
                "signatures are demanded",
                () -> server.console(upgrade.replace("upgrade", "upgrade --dry-run"))
                        .contains("It will be refused: its archive is not signed."));
        assertThat(server.console(upgrade))
                .contains("Driver signed 1.1.0 was refused, 1.0.0 stays active: its archive is not signed");
        server.set("org.alluvium.lifecycle", "trustedSigners", "");
        server.await(
                "no signature is demanded",
                () -> !server.console(upgrade.replace("upgrade", "upgrade --dry-run"))
                        .contains("is not signed"));
        assertThat(server.console(upgrade)).contains("Driver signed 1.1.0 is active");
    }

    @Test
    void aRollbackDoesNotAskTheCloudWhichMayBeDown() throws Exception {
        TrialDriver back = TrialDriver.installed(server, "back");
        server.console("cloud:driver-upgrade back " + back.version("1.1.0", "unaccepted"));
        String upgrade = "cloud:driver-upgrade back " + back.version("1.2.0", "works");
        server.set("org.alluvium.lifecycle", "probe.back.user", "somebody");
        server.set(
                "org.alluvium.lifecycle",
                "trustedSigners",
                folder.resolve("nowhere").toString());
        server.await(
                "the settings are in force",
                () -> server.console(upgrade.replace("upgrade", "upgrade --dry-run"))
                        .contains("It will be refused: the certificates of trusted signers"));
        assertThat(server.console(upgrade))
                .contains("Driver back 1.2.0 was refused, 1.1.0 stays active: the certificates of trusted signers")
                .doesNotContain("\tat ");
        server.set("org.alluvium.lifecycle", "trustedSigners", "");
        server.await("no signature is demanded", () -> server.console(upgrade).contains("Driver back 1.2.0 is active"));

        assertThat(server.console("cloud:driver-upgrade back 1.1.0"))
                .contains("Driver back 1.1.0 was refused, 1.2.0 stays active: it threw IllegalStateException: the cloud"
                        + " is down");
        assertThat(server.console("cloud:driver-rollback back"))
                .contains("Driver back 1.1.0 is active; 1.2.0 is kept for a rollback.");
    }

    @Test
    void karafsOwnWaysLoseNoRequestEither() throws Exception {
        String updated = DriverJar.version(server, "driver-mock", "1.3.0");
        Path dropped = Path.of(java.net.URI.create(DriverJar.version(server, "driver-mock", "1.4.0")));
        // More than the buffers on the way take, so that the download is not over before it is read.
        String content = "long download ".repeat(1_000_000);
        assertThat(server.send("PUT", "/api/buckets/bucket1/long", content).statusCode())
                .isEqualTo(200);
        try (Load load = new Load(server);
                InputStream download = server.open("/api/buckets/bucket1/long/content")) {
            Thread operator = new Thread(() -> server.console("bundle:update org.alluvium.driver-mock " + updated));
            operator.start();
            server.await(
                    "the old revision waits for the download",
                    () -> server.driver("mock").contains("draining"));
            int before = load.answered();
            server.await("others are served meanwhile", () -> load.answered() > before + 200);
            assertThat(new String(download.readAllBytes(), StandardCharsets.UTF_8))
                    .isEqualTo(content);
            operator.join();
            server.await(
                    "the updated bundle is active", () -> server.active("mock").equals("1.3.0"));
            server.console("bundle:restart org.alluvium.driver-mock");
            assertThat(server.active("mock")).isEqualTo("1.3.0");
            Files.copy(dropped, folder.resolve("next.jar"));
            Files.move(folder.resolve("next.jar"), folder.resolve("deploy/driver-mock-1.4.0.jar"));
            server.await(
                    "the dropped bundle is active", () -> server.active("mock").equals("1.4.0"));
            int answered = load.answered();
            server.await("requests go on", () -> load.answered() > answered + 200);

            assertThat(load.failures()).isEmpty();
            System.out.println("Changed by Karaf's own ways under load: " + load.answered() + " requests, 0 failed");
        }
    }

    @Test
    void anUpgradeOfAFeatureLosesNoRequest() throws Exception {
        TrialDriver featured = new TrialDriver(server, "featured");
        server.console("feature:repo-add " + featured.features("1.0.0"), "feature:install trial-featured");
        server.await("the driver is there", () -> server.realms("featured", "anybody") == 200);
        AtomicBoolean running = new AtomicBoolean(true);
        List<Integer> answers = Collections.synchronizedList(new ArrayList<>());
        Thread client = new Thread(() -> {
            while (running.get()) {
                answers.add(server.realms("featured", "anybody"));
            }
        });
        client.start();

        server.console(
                "feature:repo-add " + featured.features("1.1.0"), "feature:install --upgrade trial-featured/1.1.0");
        server.await(
                "the upgraded bundle is active", () -> server.active("featured").equals("1.1.0"));
        int answered = answers.size();
        server.await("requests go on", () -> answers.size() > answered + 50);
        running.set(false);
        client.join();

        assertThat(answers).containsOnly(200);
    }

    @Test
    void aKarThatIsDroppedInLosesNoRequestAndRefreshesNothingAndOneThatLiesIsRefused() throws Exception {
        TrialDriver packed = TrialDriver.installed(server, "packed");
        AtomicBoolean running = new AtomicBoolean(true);
        List<Integer> answers = Collections.synchronizedList(new ArrayList<>());
        Thread client = new Thread(() -> {
            while (running.get()) {
                answers.add(server.realms("packed", "anybody"));
            }
        });
        client.start();
        var others = server.bundles("packed");

        server.drop(packed.kar("1.1.0"));
        server.await(
                "the driver of the KAR is active", () -> server.active("packed").equals("1.1.0"));
        server.drop(packed.kar("1.2.0", "Alluvium-Collections", "drivers"));
        server.await(
                "the driver that lies is refused", () -> server.driver("packed").contains("failed"));

        int answered = answers.size();
        server.await("requests go on", () -> answers.size() > answered + 50);
        running.set(false);
        client.join();
        assertThat(answers).containsOnly(200);
        assertThat(server.active("packed")).isEqualTo("1.1.0");
        assertThat(server.bundles("packed")).isEqualTo(others);
        assertThat(list())
                .containsPattern(
                        "packed +.+ 1\\.2\\.0 [^\\n]*failed [^\\n]*it offers what its manifest does not declare: collection realms");
        assertThat(server.console("cloud:driver-history packed"))
                .containsPattern("other means +.+ 1\\.0\\.0 +.+ 1\\.1\\.0 +.+ done")
                .containsPattern("other means +.+ 1\\.1\\.0 +.+ 1\\.2\\.0 +.+ refused: it offers what");
        server.restartAfterKill();
        server.await(
                "what was active is active again", () -> server.active("packed").equals("1.1.0"));
    }

    @Test
    void aRevisionThatStepsInForOneThatWentCanStillBeGoneBackTo() throws Exception {
        TrialDriver steady = TrialDriver.installed(server, "steady");
        server.console("cloud:driver-upgrade steady " + steady.version("1.1.0", "works"));
        server.console("bundle:install -s " + steady.version("1.2.0", "works"));
        server.await("what came beside is active", () -> server.active("steady").equals("1.2.0"));

        server.console("bundle:uninstall trial.steady/1.2.0");
        server.await("the one before steps in", () -> server.active("steady").equals("1.1.0"));
        server.await(
                "it is wanted from now on",
                () -> server.console("cloud:driver-history steady").contains("done: the other was uninstalled"));

        assertThat(server.console(
                        "cloud:driver-upgrade steady " + steady.version("1.3.0", "works"),
                        "cloud:driver-rollback steady",
                        "cloud:driver-drain steady",
                        "cloud:driver-rollback steady"))
                .contains("Driver steady 1.1.0 is active; 1.3.0 is kept for a rollback.")
                .contains("Driver 'steady' 1.1.0 is drained and gets no requests; bundle:restart takes it back.");
        assertThat(server.console("cloud:driver-info steady")).contains("Version:      1.1.0");
        assertThat(server.realms("steady", "user")).isEqualTo(503);
    }

    private static String list() {
        return server.console("cloud:driver-list");
    }
}

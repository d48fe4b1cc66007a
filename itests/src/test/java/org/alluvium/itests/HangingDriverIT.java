package org.alluvium.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Drivers that take whoever starts them with them: by hanging, or by ending the server. */
@Timeout(300)
class HangingDriverIT {
    private static final String STUCK = "trial.Driver$Stuck";

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
    void aDriverThatHangsAsItIsMadeIsToldOfAndHoldsUpNobody() throws Exception {
        TrialDriver endless = TrialDriver.installed(server, "endless");
        TrialDriver brisk = TrialDriver.installed(server, "brisk");

        server.drop(file(endless.version("1.1.0", "never comes")));
        server.await(
                "it is refused", () -> history("endless").contains("refused: it did not become active within 10 s"));
        server.drop(file(brisk.version("1.1.0", "works")));
        server.await(
                "the folder is looked at still", () -> server.active("brisk").equals("1.1.0"));

        assertThat(server.console("cloud:driver-upgrade endless " + endless.version("1.2.0", "never comes")))
                .contains("Driver endless 1.2.0 was refused, 1.0.0 stays active: it did not become active within 10 s");
        assertThat(server.console(
                        "cloud:driver-upgrade --dry-run brisk " + brisk.version("1.2.0", "works"),
                        "cloud:driver-upgrade brisk " + brisk.version("1.2.0", "works")))
                .contains("Nothing was changed.", "Driver brisk 1.2.0 is active");
        assertThat(server.realms("endless", "anybody")).isEqualTo(200);
    }

    @Test
    void aDriverWhoseActivatorHangsIsLeftOutByARestart() throws Exception {
        TrialDriver stuck = TrialDriver.installed(server, "stuck");

        server.drop(file(stuck.version("1.1.0", "works", "Bundle-Activator", STUCK)));
        server.await("it is refused", () -> history("stuck").contains("is stuck in it until a restart of the server"));
        assertThat(list())
                .containsPattern("stuck +.+ 1\\.1\\.0 [^\\n]*failed [^\\n]*it did not become active within 10 s");
        server.restartAfterKill();

        server.await("the old one is active", () -> server.active("stuck").equals("1.0.0"));
        assertThat(server.console("bundle:list")).containsPattern("Resolved [^\\n]* 1\\.1\\.0 [^\\n]*trial\\.stuck");
    }

    @Test
    void aDriverThatEndsTheServerAsItIsCheckedIsNotTriedAgain() throws Exception {
        TrialDriver deadly = TrialDriver.installed(server, "deadly");

        server.drop(file(deadly.version("1.1.0", "exits")));
        server.awaitEnd();
        server.restart();

        server.await("the old one is active", () -> server.active("deadly").equals("1.0.0"));
        assertThat(list())
                .containsPattern("deadly +.+ 1\\.1\\.0 [^\\n]*failed [^\\n]*the server ended while it was checked");
        assertThat(history("deadly"))
                .containsPattern("other means +.+ 1\\.0\\.0 +.+ 1\\.1\\.0 +.+ refused: the server ended while");
    }

    @Test
    void aBundleOfTwoDriversIsRefused() throws Exception {
        TrialDriver twin = TrialDriver.installed(server, "twin");
        String[] both = {"Service-Component", "OSGI-INF/trial.xml,OSGI-INF/twin.xml"};

        assertThat(server.console("cloud:driver-upgrade twin " + twin.version("1.1.0", "works", both)))
                .contains("1.0.0 stays active: it offers 2 driver services, but a bundle is one driver");
        server.drop(file(twin.version("1.2.0", "works", both)));

        server.await("it is refused", () -> history("twin").contains("refused: it offers 2 driver services"));
        assertThat(server.active("twin")).isEqualTo("1.0.0");
    }

    @Test
    void theCanaryTakesThePlaceOfTheRevisionThatIsUninstalled() throws Exception {
        TrialDriver heir = TrialDriver.installed(server, "heir");
        server.console("cloud:driver-upgrade --canary 50 heir " + heir.version("1.1.0", "works"));
        AtomicBoolean running = new AtomicBoolean(true);
        List<Integer> answers = Collections.synchronizedList(new ArrayList<>());
        Thread client = new Thread(() -> {
            for (int user = 0; running.get(); user++) {
                answers.add(server.realms("heir", "user" + user));
            }
        });
        client.start();

        server.console("bundle:uninstall trial.heir/1.0.0");
        server.await("the canary is active", () -> server.active("heir").equals("1.1.0"));

        int answered = answers.size();
        server.await("requests go on", () -> answers.size() > answered + 50);
        running.set(false);
        client.join();
        assertThat(answers).containsOnly(200);
        assertThat(history("heir")).containsPattern("promote +.+ 1\\.0\\.0 +.+ 1\\.1\\.0 +.+ done: the other was");
        assertThat(server.console("cloud:driver-upgrade heir " + heir.version("1.2.0", "works")))
                .contains("Driver heir 1.2.0 is active; 1.1.0 is kept for a rollback.");
    }

    private static Path file(String url) {
        return Path.of(URI.create(url));
    }

    private static String history(String driver) {
        return server.console("cloud:driver-history " + driver);
    }

    private static String list() {
        return server.console("cloud:driver-list");
    }
}

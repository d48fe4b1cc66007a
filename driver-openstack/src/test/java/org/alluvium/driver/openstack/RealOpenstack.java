package org.alluvium.driver.openstack;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.alluvium.driver.BackendCalls;
import org.alluvium.driver.Credentials;

/**
 * A real OpenStack from Debian's packages, as plain processes on the loopback interface; one for all tests of a build. It is
 * started by src/test/openstack/openstack-up.sh in target/openstack, or in the folder that the environment variable
 * OPENSTACK_STATE names; there it stays up for the next build, else it ends with the tests. Where the packages are missing
 * they are installed, which only root can do.
 */
final class RealOpenstack {
    static final String KEYSTONE = "http://127.0.0.1:15000/v3";
    static final Credentials DEMO = new Credentials("demo+demo", "devcloud");
    static final Credentials ADMIN = new Credentials("admin@Default+admin@Default", "devcloud");

    private static boolean started;

    private RealOpenstack() {}

    /** Sees to it that it runs. */
    static synchronized void start() throws IOException, InterruptedException {
        if (started) {
            return;
        }
        String kept = System.getenv("OPENSTACK_STATE");
        String state =
                kept == null ? Path.of("target", "openstack").toAbsolutePath().toString() : kept;
        if (kept == null) {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> run(Map.of(), "openstack-down.sh", state)));
        }
        boolean installed = Files.isDirectory(Path.of("/usr/lib/python3/dist-packages/cinder"));
        if (run(installed ? Map.of() : Map.of("INSTALL", "1"), "openstack-up.sh", state) != 0) {
            throw new IllegalStateException(
                    "OpenStack did not start; see target/openstack-up.sh.log. It needs Debian 12, and its packages or root.");
        }
        started = true;
    }

    /** The way to it for a caller, with a session of its own. */
    static OpenstackCalls calls(Credentials credentials, BackendCalls counts, int pageSize) {
        OpenstackSettings settings =
                new OpenstackSettings(List.of(KEYSTONE), Duration.ofSeconds(5), Duration.ofSeconds(30), pageSize);
        OpenstackPlace place = settings.place(Optional.empty());
        return new OpenstackCalls(
                new OpenstackHttp(settings),
                settings,
                counts,
                place,
                new OpenstackSessions().slot(place, Optional.of(credentials)),
                Optional.of(credentials));
    }

    private static int run(Map<String, String> settings, String script, String state) {
        try {
            ProcessBuilder process = new ProcessBuilder(
                            "bash", Path.of("src/test/openstack", script).toString(), state)
                    .redirectErrorStream(true)
                    .redirectOutput(new File("target/" + script + ".log"));
            process.environment().putAll(new HashMap<>(settings));
            Files.createDirectories(Path.of(state));
            return process.start().waitFor();
        } catch (IOException e) {
            throw new IllegalStateException(script + " cannot be run", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return -1;
        }
    }
}

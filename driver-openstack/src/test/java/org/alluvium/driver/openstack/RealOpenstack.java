package org.alluvium.driver.openstack;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
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
    static final Credentials DEMO = new Credentials("demo+demo", "devcloud");
    static final Credentials ADMIN = new Credentials("admin@Default+admin@Default", "devcloud");

    /** The variables by which the script is told its ports. */
    private static final List<String> PORTS = List.of(
            "DB_PORT",
            "MQ_PORT",
            "MQ_DIST_PORT",
            "EPMD_PORT",
            "KEYSTONE_PORT",
            "PLACEMENT_PORT",
            "GLANCE_PORT",
            "NEUTRON_PORT",
            "NOVA_PORT",
            "CINDER_PORT",
            "SWIFT_PORT",
            "SWIFT_OBJECT_PORT",
            "SWIFT_CONTAINER_PORT",
            "SWIFT_ACCOUNT_PORT");

    private static final Map<String, String> ENVIRONMENT = new HashMap<>();

    private RealOpenstack() {}

    /** Sees to it that it runs. */
    static synchronized void start() throws IOException {
        if (!ENVIRONMENT.isEmpty()) {
            return;
        }
        String kept = System.getenv("OPENSTACK_STATE");
        Path state = kept == null ? Path.of("target", "openstack").toAbsolutePath() : Path.of(kept);
        Map<String, String> environment = new HashMap<>(ports(state));
        if (!Files.isDirectory(Path.of("/usr/lib/python3/dist-packages/cinder"))) {
            environment.put("INSTALL", "1");
        }
        if (kept == null) {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> run(Map.of(), "openstack-down.sh", state)));
        }
        if (run(environment, "openstack-up.sh", state) != 0) {
            throw new IllegalStateException(
                    "OpenStack did not start; see target/openstack-up.sh.log. It needs Debian 12, and its packages or root.");
        }
        ENVIRONMENT.putAll(environment);
    }

    /** Its Keystone. */
    static String keystone() {
        return "http://127.0.0.1:" + ENVIRONMENT.get("KEYSTONE_PORT") + "/v3";
    }

    /** Free ports; those that it had before where it has been there already, for its catalogue tells them. */
    private static Map<String, String> ports(Path state) throws IOException {
        Path known = state.resolve("ports");
        if (!Files.exists(known)) {
            Files.createDirectories(state);
            List<String> lines = new ArrayList<>();
            List<ServerSocket> taken = new ArrayList<>();
            for (String name : PORTS) {
                ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                taken.add(socket);
                lines.add(name + "=" + socket.getLocalPort());
            }
            for (ServerSocket socket : taken) {
                socket.close();
            }
            Files.write(known, lines);
        }
        Map<String, String> ports = new HashMap<>();
        Files.readAllLines(known).forEach(line -> ports.put(line.split("=")[0], line.split("=")[1]));
        return ports;
    }

    /** What an operator would set for it. */
    static OpenstackSettings settings(int pageSize) {
        return new OpenstackSettings(List.of(keystone()), Duration.ofSeconds(5), Duration.ofSeconds(60), pageSize);
    }

    /** The way to it for a caller, with a session of its own. */
    static OpenstackCalls calls(Credentials credentials, BackendCalls counts, int pageSize) {
        return calls(credentials, counts, settings(pageSize));
    }

    /** The way to it by other settings. */
    static OpenstackCalls calls(Credentials credentials, BackendCalls counts, OpenstackSettings settings) {
        OpenstackPlace place = settings.place(Optional.empty());
        return new OpenstackCalls(
                new OpenstackHttp(settings),
                settings,
                counts,
                place,
                new OpenstackSessions().slot(place, Optional.of(credentials)),
                Optional.of(credentials));
    }

    private static int run(Map<String, String> settings, String script, Path state) {
        try {
            ProcessBuilder process = new ProcessBuilder(
                            "bash", Path.of("src/test/openstack", script).toString(), state.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(new File("target/" + script + ".log"));
            process.environment().putAll(settings);
            return process.start().waitFor();
        } catch (IOException e) {
            throw new IllegalStateException(script + " cannot be run", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return -1;
        }
    }
}

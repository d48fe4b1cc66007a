package org.alluvium.driver.openstack;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * A real OpenStack from Debian's packages, as plain processes on the loopback interface; one for all tests of a build. It is
 * started by src/test/openstack/openstack-up.sh in the driver's target/openstack, or in the folder that the environment
 * variable OPENSTACK_STATE names; there it stays up for the next build, else it ends with the tests. Where the packages are
 * missing they are installed, which only root can do.
 */
public final class OpenstackProcesses {
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

    private OpenstackProcesses() {}

    /** Sees to it that all of it runs. */
    public static synchronized void start() throws IOException {
        if (!ENVIRONMENT.isEmpty()) {
            return;
        }
        Map<String, String> environment = new HashMap<>(ports(state()));
        if (!Files.isDirectory(Path.of("/usr/lib/python3/dist-packages/cinder"))) {
            environment.put("INSTALL", "1");
        }
        if (System.getenv("OPENSTACK_STATE") == null) {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> run(Map.of(), "openstack-down.sh")));
        }
        ENVIRONMENT.putAll(environment);
        startWhatIsMissing();
    }

    /** Starts again what was stopped, and waits until it answers. */
    static synchronized void startWhatIsMissing() {
        if (run(ENVIRONMENT, "openstack-up.sh") != 0) {
            throw new IllegalStateException(
                    "OpenStack did not start; see target/openstack-up.sh.log. It needs Debian 12, and its packages or root.");
        }
    }

    /** Its Keystone. */
    public static String keystone() {
        return "http://127.0.0.1:" + ENVIRONMENT.get("KEYSTONE_PORT") + "/v3";
    }

    /** Ends one of its processes, such as {@code nova-api}, as an operator would. */
    static void stop(String name) throws IOException, InterruptedException {
        List<ProcessHandle> all = processes(name);
        all.forEach(ProcessHandle::destroy);
        for (ProcessHandle one : all) {
            try {
                one.onExit().get(15, TimeUnit.SECONDS);
            } catch (ExecutionException | TimeoutException stuck) {
                one.destroyForcibly();
                one.onExit().join();
            }
        }
    }

    /** Lets one of its processes hang: it keeps its connections and takes new ones, and nobody answers. */
    static void pause(String name) throws IOException, InterruptedException {
        signal(name, "-STOP");
    }

    /** Lets it go on. */
    static void resume(String name) throws IOException, InterruptedException {
        signal(name, "-CONT");
    }

    private static void signal(String name, String signal) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("kill", signal));
        processes(name).forEach(process -> command.add(Long.toString(process.pid())));
        if (new ProcessBuilder(command).inheritIO().start().waitFor() != 0) {
            throw new IOException(name + " takes no " + signal);
        }
    }

    /** The process that the script started under that name, and its children. */
    private static List<ProcessHandle> processes(String name) throws IOException {
        String[] known = Files.readString(state().resolve("run/" + name + ".pid"))
                .strip()
                .split(" ");
        ProcessHandle process = ProcessHandle.of(Long.parseLong(known[0])).orElseThrow();
        String stat = Files.readString(Path.of("/proc", known[0], "stat"));
        // A number that has come round to somebody else's process is not ours
        if (!stat.substring(stat.lastIndexOf(')') + 2).split(" ")[19].equals(known[1])) {
            throw new IllegalStateException(name + " runs no longer");
        }
        return Stream.concat(Stream.of(process), process.descendants()).toList();
    }

    /** The driver's folder, from wherever in the build the tests run. */
    private static Path module() {
        return Path.of("..", "driver-openstack").toAbsolutePath().normalize();
    }

    private static Path state() {
        String kept = System.getenv("OPENSTACK_STATE");
        return kept == null ? module().resolve("target/openstack") : Path.of(kept);
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

    private static int run(Map<String, String> settings, String script) {
        try {
            ProcessBuilder process = new ProcessBuilder(
                            "bash",
                            module().resolve("src/test/openstack")
                                    .resolve(script)
                                    .toString(),
                            state().toString())
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

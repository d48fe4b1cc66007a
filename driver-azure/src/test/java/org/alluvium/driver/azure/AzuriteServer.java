package org.alluvium.driver.azure;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * An Azurite on a free loopback port: Microsoft's own emulator of Azure's storage. Set up once in
 * {@code target/azurite} by npm with the version pinned here, and ended by {@link #close()}.
 */
public final class AzuriteServer implements AutoCloseable {
    /** The account that every Azurite has, and its published key. */
    public static final String ACCOUNT = "devstoreaccount1";

    public static final String KEY =
            "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    /** The second is Microsoft's own client, for the tests that hold the driver against it. */
    private static final List<String> PACKAGES = List.of("azurite@3.37.0", "@azure/storage-blob@12.27.0");

    private static final Path HOME = Path.of("target", "azurite").toAbsolutePath();

    /** Where Node.js finds the packages. */
    static final Path MODULES = HOME.resolve("node_modules");

    private final Process process;
    private final int port;

    private AzuriteServer(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** A server that answers. */
    public static AzuriteServer start() throws IOException, InterruptedException {
        return start("--inMemoryPersistence");
    }

    /** A server that answers, with its data in a folder: for more of it than memory holds. */
    public static AzuriteServer startIn(Path folder) throws IOException, InterruptedException {
        return start("--location", folder.toString());
    }

    private static AzuriteServer start(String... persistence) throws IOException, InterruptedException {
        Path program = MODULES.resolve("azurite/dist/src/blob/main.js");
        if (!Files.isRegularFile(program) || !Files.isDirectory(MODULES.resolve("@azure/storage-blob"))) {
            Files.createDirectories(HOME);
            List<String> install =
                    new ArrayList<>(List.of("npm", "install", "--prefix", HOME.toString(), "--no-audit", "--no-fund"));
            install.addAll(PACKAGES);
            run(install);
        }
        int port = freePort();
        List<String> command = new ArrayList<>(List.of(
                "node", program.toString(), "--blobPort", String.valueOf(port), "--disableTelemetry", "--silent"));
        command.addAll(List.of(persistence));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(new File("target/azurite.log"))
                .start();
        AzuriteServer server = new AzuriteServer(process, port);
        server.awaitAnswers();
        return server;
    }

    /** Its port on the loopback address. */
    public int port() {
        return port;
    }

    /** The address of an account's blob service, as the driver's settings take it. */
    public String blobUrl() {
        return "http://127.0.0.1:" + port + "/{account}";
    }

    @Override
    public void close() {
        process.destroy();
    }

    private void awaitAnswers() {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (System.nanoTime() < end && process.isAlive()) {
            try (Socket probe = new Socket(InetAddress.getLoopbackAddress(), port)) {
                return;
            } catch (IOException notYet) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
            }
        }
        process.destroy();
        throw new IllegalStateException("Azurite did not start; see target/azurite.log.");
    }

    private static void run(List<String> command) throws IOException, InterruptedException {
        Process process;
        try {
            process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(new File("target/azurite-setup.log"))
                    .start();
        } catch (IOException missing) {
            throw new IllegalStateException(
                    "The tests of the Azure driver need Node.js 18 or newer, with npm.", missing);
        }
        if (process.waitFor() != 0) {
            throw new IllegalStateException(
                    "'" + String.join(" ", command) + "' failed; see target/azurite-setup.log.");
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}

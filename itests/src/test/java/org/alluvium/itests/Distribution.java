package org.alluvium.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A fresh unpack of the distribution on free ports, started in the foreground. It has no Maven repository but its own
 * {@code system} folder: what it does not bring along, it does not find.
 */
final class Distribution implements AutoCloseable {
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();
    private static final String ACCOUNT =
            "Basic " + Base64.getEncoder().encodeToString("mockuser:mockpassword".getBytes(StandardCharsets.UTF_8));

    private final Path home;
    private final int sshPort = freePort();
    private final int monitorPort = freePort();
    private final Map<String, String> environment;
    private volatile Process process;
    private volatile int port = freePort();

    /** Unpacks into the folder, starts, and waits until the API answers. */
    Distribution(Path folder) throws IOException, InterruptedException {
        this(folder, Map.of());
    }

    /** One that is started with further variables of the environment. */
    Distribution(Path folder, Map<String, String> environment) throws IOException, InterruptedException {
        this.environment = Map.copyOf(environment);
        run(folder, "tar", "xzf", System.getProperty("distribution"), "--strip-components=1");
        home = folder;
        set("org.alluvium.server", "port", Integer.toString(port));
        set("org.alluvium.monitor", "port", Integer.toString(monitorPort));
        set("org.apache.karaf.shell", "sshPort", Integer.toString(sshPort));
        set("org.ops4j.pax.url.mvn", "org.ops4j.pax.url.mvn.repositories", "");
        process = start();
    }

    /** One that gives drivers ten seconds to prove themselves. */
    static Distribution hasty(Path folder) throws IOException, InterruptedException {
        Distribution server = new Distribution(folder);
        server.set("org.alluvium.lifecycle", "checkTimeoutSeconds", "10");
        server.await(
                "the shorter time-out is in force",
                () -> server.console("config:property-get --pid org.alluvium.lifecycle checkTimeoutSeconds")
                        .contains("10"));
        return server;
    }

    /** Ends the process as a power cut would, and starts it again. */
    void restartAfterKill() throws IOException, InterruptedException {
        kill();
        restart();
    }

    /** Ends the process as a power cut would. */
    void kill() throws InterruptedException {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().waitFor();
    }

    /** Waits until the process has ended by itself. */
    void awaitEnd() throws InterruptedException {
        process.waitFor();
    }

    /** Starts the process that was ended. */
    void restart() throws IOException {
        process = start();
    }

    private Process start() throws IOException {
        ProcessBuilder start = new ProcessBuilder(home.resolve("bin/alluvium").toString(), "run")
                .redirectErrorStream(true)
                .redirectOutput(home.resolve("out.log").toFile());
        start.environment().put("JAVA_HOME", System.getProperty("java.home"));
        start.environment().putAll(environment);
        Process started = start.start();
        await("the API answers", started, () -> get("/api").statusCode() == 200);
        return started;
    }

    /** The id of the server's process. */
    long pid() {
        return process.descendants()
                .filter(child -> child.info().command().orElse("").endsWith("java"))
                .findFirst()
                .orElse(process.toHandle())
                .pid();
    }

    Path home() {
        return home;
    }

    /** Where the API is asked from now on. */
    void port(int changed) {
        port = changed;
    }

    /** Its address, without a slash at the end. */
    String url() {
        return "http://127.0.0.1:" + port;
    }

    int monitorPort() {
        return monitorPort;
    }

    /** Sets a value in a file of {@code etc}, in one step. */
    void set(String pid, String name, String value) throws IOException {
        Path file = home.resolve("etc/" + pid + ".cfg");
        StringBuilder text = new StringBuilder();
        boolean found = false;
        for (String line : Files.exists(file) ? Files.readAllLines(file) : List.<String>of()) {
            boolean match = line.matches(Pattern.quote(name) + "\\s*=.*");
            found |= match;
            text.append(match ? name + " = " + value : line).append('\n');
        }
        if (!found) {
            text.append(name).append(" = ").append(value).append('\n');
        }
        Path next = Files.writeString(home.resolve("changed.cfg"), text);
        Files.move(
                next,
                file,
                java.nio.file.StandardCopyOption.ATOMIC_MOVE,
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    }

    /** Asks the API with the mock cloud's account. */
    HttpResponse<String> get(String path, String... headers) {
        return send("GET", path, "", headers);
    }

    /** Sends a form, or nothing, with the mock cloud's account unless the headers hold another. */
    HttpResponse<String> send(String method, String path, String form, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url() + path))
                .timeout(Duration.ofSeconds(60))
                .method(method, form.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(form))
                .header("Authorization", ACCOUNT)
                .header("Content-Type", "application/x-www-form-urlencoded");
        for (int i = 0; i < headers.length; i += 2) {
            request.setHeader(headers[i], headers[i + 1]);
        }
        return send(request.build());
    }

    private static HttpResponse<String> send(HttpRequest request) {
        try {
            return CLIENT.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Begins to download with the mock cloud's account; the rest comes as it is read. */
    InputStream open(String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .header("Authorization", ACCOUNT)
                .build();
        return CLIENT.send(request, BodyHandlers.ofInputStream()).body();
    }

    /** Asks the port of health and metrics. */
    HttpResponse<String> monitor(String path) {
        return send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + monitorPort + path))
                .build());
    }

    /** Types commands into the console, one a line; answers what it prints, without colours. */
    String console(String... commands) {
        ProcessBuilder client = new ProcessBuilder(
                        home.resolve("bin/alluvium").toString(), "client", String.join("\n", commands))
                .redirectErrorStream(true);
        client.environment().put("JAVA_HOME", System.getProperty("java.home"));
        try {
            Process typed = client.start();
            typed.getOutputStream().close();
            String printed = new String(typed.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            typed.waitFor();
            return printed.replaceAll("\u001b\\[[0-9;?]*[a-zA-Z]", "");
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Puts a file into the folder for deployment, in one step; answers where it is. */
    Path drop(Path file) throws IOException {
        return Files.move(file, home.resolve("deploy").resolve(file.getFileName()));
    }

    /** A driver's part of the list of drivers; empty when it is not there. */
    String driver(String id) {
        String drivers = get("/api/drivers").body();
        int begin = drivers.indexOf("id='" + id + "'");
        return begin < 0 ? "" : drivers.substring(begin, drivers.indexOf("</driver>", begin));
    }

    /** The version of a driver that gets the requests; empty when there is none. */
    String active(String id) {
        Matcher revision = Pattern.compile("<revision ([^>]*)>").matcher(driver(id));
        while (revision.find()) {
            if (revision.group(1).contains("state='active'")) {
                return revision.group(1).replaceFirst("(?s).*version='([^']*)'.*", "$1");
            }
        }
        return "";
    }

    /** The status of a list of a driver's realms, asked for by a user. */
    int realms(String driver, String user) {
        String token = Base64.getEncoder().encodeToString((user + ":secret").getBytes(StandardCharsets.UTF_8));
        return get("/api;driver=" + driver + "/realms", "Authorization", "Basic " + token)
                .statusCode();
    }

    /** The password that the first start made. */
    String adminPassword() throws IOException {
        for (String line : Files.readAllLines(home.resolve("etc/users.properties"))) {
            if (line.startsWith("admin = ")) {
                return line.substring("admin = ".length(), line.indexOf(','));
            }
        }
        throw new IllegalStateException("no account 'admin' in users.properties");
    }

    /**
     * Of each bundle but those of that location and the libraries of drivers, what the framework keeps: id, location, state, last
     * change.
     */
    Map<String, String> bundles(String except) throws IOException {
        Map<String, String> bundles = new TreeMap<>();
        try (Stream<Path> folders = Files.list(home.resolve("data/cache"))) {
            for (Path folder : folders.sorted(Comparator.naturalOrder()).toList()) {
                Path info = folder.resolve("bundle.info");
                if (Files.exists(info)) {
                    String text = Files.readString(info);
                    if (!text.contains(except) && !text.contains("alluvium-library:")) {
                        bundles.put(folder.getFileName().toString(), text);
                    }
                }
            }
        }
        return bundles;
    }

    /** Waits for a condition; one that throws is not there yet. */
    void await(String what, BooleanSupplier condition) {
        await(what, process, condition);
    }

    private void await(String what, Process process, BooleanSupplier condition) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(90);
        while (System.nanoTime() < end && process.isAlive()) {
            try {
                if (condition.getAsBoolean()) {
                    return;
                }
            } catch (java.io.UncheckedIOException notYet) {
                // Asked again below.
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
        }
        throw new IllegalStateException("In vain was waited until " + what + "; see " + home + "/data/log/karaf.log.");
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Ends the server; when this returns nothing writes into its folder any more. */
    @Override
    public void close() throws InterruptedException {
        List<ProcessHandle> all = Stream.concat(process.descendants(), Stream.of(process.toHandle()))
                .toList();
        all.forEach(ProcessHandle::destroy);
        for (ProcessHandle one : all) {
            try {
                one.onExit().get(60, TimeUnit.SECONDS);
            } catch (ExecutionException | TimeoutException stuck) {
                one.destroyForcibly();
            }
        }
    }

    private static void run(Path folder, String... command) throws IOException, InterruptedException {
        Process tool = new ProcessBuilder(command)
                .directory(folder.toFile())
                .inheritIO()
                .start();
        if (tool.waitFor() != 0) {
            throw new IOException(String.join(" ", command) + " failed");
        }
    }

    /** A text that is nowhere by chance. */
    static String canary() {
        return "canary" + UUID.randomUUID().toString().replace("-", "");
    }

    /** Asserts that none of these is in a log, as such or as HTTP and clouds encode it. */
    void assertLogsHide(String... secrets) throws IOException {
        for (Path log : List.of(home.resolve("out.log"), home.resolve("data/log"))) {
            try (Stream<Path> files = Files.walk(log)) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    String text = Files.readString(file, StandardCharsets.ISO_8859_1);
                    for (String secret : secrets) {
                        String encoded = Base64.getEncoder().encodeToString(secret.getBytes(StandardCharsets.UTF_8));
                        assertThat(text.contains(secret) || text.contains(encoded))
                                .as(file + " tells a secret:\n" + around(text, secret))
                                .isFalse();
                    }
                }
            }
        }
    }

    private static String around(String text, String secret) {
        return text.lines()
                .filter(line -> line.contains(secret))
                .findFirst()
                .map(line -> line.substring(0, Math.min(1000, line.length())))
                .orElse("encoded");
    }
}

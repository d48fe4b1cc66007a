package org.alluvium.driver.ec2;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A moto server on a free loopback port: EC2 and S3 as far as tests need them. Set up once in {@code target/moto} by python3 with the
 * versions pinned here, and ended by {@link #close()}.
 */
public final class MotoServer implements AutoCloseable {
    private static final List<String> PACKAGES = List.of("moto[ec2,s3]==5.2.1", "flask==3.1.3", "flask-cors==6.0.5");
    private static final Path HOME = Path.of("target", "moto");

    private final Process process;
    private final int port;

    private MotoServer(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** A server that answers. */
    public static MotoServer start() throws IOException, InterruptedException {
        Path program = HOME.resolve("bin").resolve("moto_server");
        Path installed = HOME.resolve("installed");
        if (!Files.exists(installed) || !Files.readString(installed).equals(PACKAGES.toString())) {
            run(List.of("python3", "-m", "venv", HOME.toString()));
            List<String> install = new ArrayList<>(
                    List.of(HOME.resolve("bin/pip").toString(), "install", "--quiet", "--disable-pip-version-check"));
            install.addAll(PACKAGES);
            run(install);
            Files.writeString(installed, PACKAGES.toString());
        }
        int port = freePort();
        ProcessBuilder builder = new ProcessBuilder(program.toString(), "-H", "127.0.0.1", "-p", String.valueOf(port))
                .redirectErrorStream(true)
                .redirectOutput(new File("target/moto.log"));
        // Else it starts instances of any type and image, which EC2 does not
        builder.environment().put("MOTO_EC2_ENABLE_INSTANCE_TYPE_VALIDATION", "true");
        builder.environment().put("MOTO_ENABLE_AMI_VALIDATION", "true");
        Process process = builder.start();
        MotoServer server = new MotoServer(process, port);
        server.awaitAnswers();
        return server;
    }

    /** Its address. */
    public String url() {
        return "http://127.0.0.1:" + port;
    }

    /** The location that it keeps of a bucket; empty for the first region (S3, GetBucketLocation). */
    public String bucketLocation(String bucket) {
        return ask("s3", "/" + bucket + "?location").replaceAll("<[^>]*>", "").strip();
    }

    /** Whether it keeps that an instance is to be measured in detail. */
    public boolean isMeasured(String instance) {
        return ask("ec2", "/?Action=DescribeInstances&Version=2016-11-15&InstanceId.1=" + instance)
                .replaceAll("\\s", "")
                .contains("<monitoring><state>enabled</state>");
    }

    /** The user data that it keeps of an instance, in base64; empty for none. */
    public String userData(String instance) {
        String answer = ask(
                "ec2",
                "/?Action=DescribeInstanceAttribute&Version=2016-11-15&Attribute=userData&InstanceId=" + instance);
        Matcher value = Pattern.compile("<userData>\\s*<value>([^<]*)</value>").matcher(answer);
        return value.find() ? value.group(1) : "";
    }

    private String ask(String service, String target) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url() + target))
                // Moto wants it, and does not check it
                .header(
                        "Authorization",
                        "AWS4-HMAC-SHA256 Credential=A/20200101/us-east-1/" + service
                                + "/aws4_request, SignedHeaders=host, Signature=0")
                .build();
        try {
            HttpResponse<String> answer =
                    HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
            return answer.statusCode() == 200 ? answer.body() : "";
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException("moto does not answer", e);
        }
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
        throw new IllegalStateException("The moto server did not start; see target/moto.log.");
    }

    private static void run(List<String> command) throws IOException, InterruptedException {
        Process process;
        try {
            process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(new File("target/moto-setup.log"))
                    .start();
        } catch (IOException missing) {
            throw new IllegalStateException(
                    "The tests of the EC2 driver need " + command.get(0) + " (3.9 or newer, with venv).", missing);
        }
        if (process.waitFor() != 0) {
            throw new IllegalStateException("'" + String.join(" ", command) + "' failed; see target/moto-setup.log.");
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}

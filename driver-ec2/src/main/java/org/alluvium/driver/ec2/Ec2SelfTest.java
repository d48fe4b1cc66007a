package org.alluvium.driver.ec2;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.alluvium.capability.BucketOperations;
import org.alluvium.capability.InstanceFilter;
import org.alluvium.capability.InstanceOperations;
import org.alluvium.capability.KeyOperations;
import org.alluvium.capability.VolumeOperations;
import org.alluvium.driver.BackendCalls;
import org.alluvium.driver.Cloud;
import org.alluvium.driver.Credentials;
import org.alluvium.model.Key;
import org.osgi.framework.Bundle;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.wiring.BundleWire;
import org.osgi.framework.wiring.BundleWiring;
import software.amazon.awssdk.services.ec2.Ec2Client;

/**
 * Proves that the nested library works where the driver runs, from signing to parsing, without asking any cloud: a stand-in on the
 * loopback address answers. Where no other revision has the library, it goes on for as long as that gets faster, for a revision that
 * gets its first thousand requests cold makes all of them wait. Where another has it, the library is as warm as the requests have made
 * it. More calls, of kinds that nobody asks for, would then only have the compiler throw away what it knows of those that somebody does.
 */
final class Ec2SelfTest {
    /** The first round is the test, the others only warm up. */
    private static final Duration BOUND = Duration.ofSeconds(8);

    /** So many rounds have to bring the fastest of them below this share of the fastest before, or it was the last time. */
    private static final int ROUNDS = 20;

    private static final double FASTER = 0.8;

    private static final String KEY = "self-test";

    private Ec2SelfTest() {}

    /**
     * Asks for some lists.
     *
     * @throws IllegalStateException when an answer is not understood
     */
    static void run(Ec2Settings settings, String version) {
        long end = System.nanoTime() + BOUND.toNanos();
        try (ServerSocket server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            Thread thread = new Thread(() -> serve(server), "alluvium-ec2-self-test");
            thread.setDaemon(true);
            thread.start();
            Ec2Driver driver = new Ec2Driver(new BackendCalls(), version, at(settings, server));
            try {
                long fastest = round(driver);
                boolean faster = libraryIsNew();
                while (faster && System.nanoTime() < end) {
                    long before = fastest;
                    for (int i = 0; i < ROUNDS && System.nanoTime() < end; i++) {
                        fastest = Math.min(fastest, round(driver));
                    }
                    faster = fastest < FASTER * before;
                }
            } finally {
                driver.deactivate();
            }
        } catch (IOException e) {
            throw new IllegalStateException("no port of the loopback address can be listened on: " + e.getMessage(), e);
        }
    }

    private static boolean libraryIsNew() {
        Bundle library = FrameworkUtil.getBundle(Ec2Client.class);
        // Outside of a framework there is no other
        return library == null
                || library.adapt(BundleWiring.class).getProvidedWires(null).stream()
                                .map(BundleWire::getRequirer)
                                .distinct()
                                .count()
                        < 2;
    }

    /** How long it took, in ns. */
    private static long round(Ec2Driver driver) {
        long begin = System.nanoTime();
        ask(driver.connect(Optional.empty(), Optional.of(new Credentials("SELFTEST", KEY))));
        long took = System.nanoTime() - begin;
        // Half of the time belongs to the requests that the other revision works on
        LockSupport.parkNanos(took);
        if (Thread.currentThread().isInterrupted()) {
            throw new IllegalStateException("the test was interrupted");
        }
        return took;
    }

    private static void ask(Cloud cloud) {
        List<Key> keys = cloud.require(KeyOperations.class).list();
        if (keys.size() != 1 || !keys.get(0).id().equals(KEY)) {
            throw new IllegalStateException("a list of one key was read as " + keys.size() + " keys");
        }
        cloud.require(InstanceOperations.class).list(InstanceFilter.ALL);
        cloud.require(VolumeOperations.class).list();
        cloud.require(BucketOperations.class).list();
    }

    private static Ec2Settings at(Ec2Settings settings, ServerSocket server) {
        return new Ec2Settings(
                "http://127.0.0.1:" + server.getLocalPort(),
                settings.defaultRegion(),
                settings.regions(),
                List.of(),
                settings.connectTimeout(),
                BOUND,
                Duration.ZERO,
                1,
                settings.pageSize());
    }

    /** Answers one connection after the other, until the socket is closed. */
    private static void serve(ServerSocket server) {
        while (!server.isClosed()) {
            try (Socket socket = server.accept()) {
                socket.setTcpNoDelay(true);
                InputStream in = new BufferedInputStream(socket.getInputStream());
                OutputStream out = socket.getOutputStream();
                for (String asked = request(in); !asked.isEmpty(); asked = request(in)) {
                    byte[] answer = answer(asked).getBytes(StandardCharsets.UTF_8);
                    out.write(("HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nContent-Length: " + answer.length
                                    + "\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
                    out.write(answer);
                }
            } catch (IOException e) {
                // The client was closed, or the test is over
            }
        }
    }

    /** Everything is empty but the list of keys. */
    private static String answer(String asked) {
        int begin = asked.indexOf("Action=");
        if (begin < 0) {
            return "<ListAllMyBucketsResult><Buckets/></ListAllMyBucketsResult>";
        }
        String action = asked.substring(begin + 7).split("&", 2)[0];
        String content =
                action.equals("DescribeKeyPairs") ? "<keySet><item><keyName>" + KEY + "</keyName></item></keySet>" : "";
        return "<" + action + "Response>" + content + "</" + action + "Response>";
    }

    /** The next request's body, or a word when it has none; empty at the end. */
    private static String request(InputStream in) throws IOException {
        int length = 0;
        String line = line(in);
        if (line.isEmpty()) {
            return "";
        }
        for (; !line.isEmpty(); line = line(in)) {
            if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
                length = Integer.parseInt(line.substring(15).strip());
            }
        }
        return "asked " + new String(in.readNBytes(length), StandardCharsets.UTF_8);
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder text = new StringBuilder();
        for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
            if (c != '\r') {
                text.append((char) c);
            }
        }
        return text.toString();
    }
}

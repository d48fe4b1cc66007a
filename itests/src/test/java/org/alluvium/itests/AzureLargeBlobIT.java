package org.alluvium.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.SplittableRandom;
import org.alluvium.driver.azure.AzureStack;
import org.alluvium.driver.azure.AzuriteServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * A blob larger than the server's memory goes through the server, to Azurite and back: {@code -Dalluvium.azure.large=5} has 5
 * GB. Azurite keeps it on the disk, twice.
 */
@EnabledIfSystemProperty(named = "alluvium.azure.large", matches = "[1-9][0-9]*")
class AzureLargeBlobIT {
    private static final long GIGABYTE = 1 << 30;
    private static final String AUTHORIZATION = "Basic "
            + Base64.getEncoder()
                    .encodeToString((AzureStack.ACCOUNT + ":" + AzureStack.KEY).getBytes(StandardCharsets.UTF_8));

    private final HttpClient client = HttpClient.newHttpClient();

    @Test
    void aBlobOfManyTimesTheHeapGoesUpAndDown(@TempDir Path folder, @TempDir Path blobs) throws Exception {
        long size = Long.getLong("alluvium.azure.large") * GIGABYTE;
        try (AzuriteServer azurite = AzuriteServer.startIn(blobs);
                Distribution server = new Distribution(folder, Map.of("EXTRA_JAVA_OPTS", "-Xmx256m"))) {
            String host = "http://127.0.0.1:" + azurite.port();
            server.set(
                    "org.alluvium.driver.azure",
                    "clouds",
                    "public;login=" + host + ";arm=" + host + ";blob=" + azurite.blobUrl() + ";location=westeurope");
            assertThat(server.console("cloud:driver-install azure")).contains("Driver azure 1.0.0 is active.");
            assertThat(AzureTour.run(
                            Path.of(System.getProperty("java.home"), "bin", "jcmd")
                                    .toString(),
                            String.valueOf(server.pid()),
                            "VM.flags"))
                    .contains("-XX:MaxHeapSize=" + (256 << 20) + " ");
            String buckets = server.url() + "/api;driver=azure/buckets";
            server.await("the settings are in force", () -> status("GET", buckets, BodyPublishers.noBody()) == 200);
            assertThat(status("POST", buckets, BodyPublishers.ofString("name=large")))
                    .isEqualTo(201);

            for (boolean told : new boolean[] {true, false}) {
                String blob = buckets + "/large/" + (told ? "told" : "untold");
                Made made = new Made(size);
                long start = System.nanoTime();
                BodyPublisher unknown = BodyPublishers.ofInputStream(() -> made);
                assertThat(status("PUT", blob, told ? BodyPublishers.fromPublisher(unknown, size) : unknown))
                        .isEqualTo(200);
                report("up", told, size, start);
                start = System.nanoTime();
                HttpResponse<InputStream> answer = client.send(
                        request("GET", blob + "/content", BodyPublishers.noBody()), BodyHandlers.ofInputStream());
                assertThat(answer.headers().firstValueAsLong("Content-Length")).hasValue(size);
                assertThat(digest(answer.body())).isEqualTo(HexFormat.of().formatHex(made.digest.digest()));
                report("down", told, size, start);
                assertThat(status("DELETE", blob, BodyPublishers.noBody())).isEqualTo(204);
            }
        }
    }

    private static void report(String way, boolean told, long size, long start) {
        double seconds = (System.nanoTime() - start) / 1e9;
        System.out.printf(
                "%d GB %s, length %s: %.0f s, %.0f MB/s%n",
                size / GIGABYTE, way, told ? "told" : "not told", seconds, size / 1e6 / seconds);
    }

    private static HttpRequest request(String method, String url, BodyPublisher body) {
        return HttpRequest.newBuilder(URI.create(url))
                .method(method, body)
                .header("Authorization", AUTHORIZATION)
                .header(
                        "Content-Type",
                        method.equals("POST") ? "application/x-www-form-urlencoded" : "application/octet-stream")
                .build();
    }

    private int status(String method, String url, BodyPublisher body) {
        try {
            return client.send(request(method, url, body), BodyHandlers.discarding())
                    .statusCode();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static String digest(InputStream content) throws Exception {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        byte[] buffer = new byte[1 << 16];
        try (content) {
            for (int n = content.read(buffer); n >= 0; n = content.read(buffer)) {
                digest.update(buffer, 0, n);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /** A content that is made while it is read. */
    private static final class Made extends InputStream {
        private final SplittableRandom random = new SplittableRandom(5);
        private final byte[] block = new byte[1 << 16];
        final MessageDigest digest;
        private long left;

        Made(long size) throws Exception {
            this.left = size;
            this.digest = MessageDigest.getInstance("SHA-256");
        }

        @Override
        public int read() {
            throw new UnsupportedOperationException("It is read in pieces");
        }

        @Override
        public int read(byte[] target, int offset, int length) {
            if (left == 0) {
                return -1;
            }
            int n = (int) Math.min(Math.min(length, block.length), left);
            random.nextBytes(block);
            System.arraycopy(block, 0, target, offset, n);
            digest.update(block, 0, n);
            left -= n;
            return n;
        }
    }
}

package org.alluvium.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.alluvium.driver.openstack.OpenstackProcesses;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * 5,000,000,000 bytes to Swift and back through a server with a heap of 256 MB; -Dalluvium.openstack.huge.bytes=N for another size.
 * Takes minutes and as much of a disk: {@code ./mvnw verify -pl itests -am -Dalluvium.openstack.huge=true -Dtest=NONE
 * -Dsurefire.failIfNoSpecifiedTests=false -Dit.test=OpenstackHugeBlobIT -Dfailsafe.failIfNoSpecifiedTests=false}.
 */
@EnabledIfSystemProperty(named = "alluvium.openstack.huge", matches = "true")
@Timeout(3600)
class OpenstackHugeBlobIT {
    private static final long SIZE = Long.getLong("alluvium.openstack.huge.bytes", 5_000_000_000L);
    private static final String ACCOUNT =
            "Basic " + Base64.getEncoder().encodeToString("demo+demo:devcloud".getBytes(StandardCharsets.UTF_8));

    @TempDir
    Path folder;

    /** The same bytes each time it is read: one random megabyte over and over, each begun by its number. */
    private static final class Pattern extends InputStream {
        private final byte[] block = new byte[1 << 20];
        private long position;

        Pattern() {
            new Random(5).nextBytes(block);
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] to, int from, int length) {
            if (position == SIZE) {
                return -1;
            }
            int at = (int) (position % block.length);
            if (at == 0) {
                long number = position / block.length;
                for (int i = 0; i < 8; i++) {
                    block[i] = (byte) (number >>> (8 * i));
                }
            }
            int now = (int) Math.min(Math.min(length, block.length - at), SIZE - position);
            System.arraycopy(block, at, to, from, now);
            position += now;
            return now;
        }
    }

    @Test
    void fiveGigabytesGoThereAndBackThroughAHeapOfAQuarter() throws Exception {
        OpenstackProcesses.start();
        try (Distribution server = new Distribution(folder, Map.of("EXTRA_JAVA_OPTS", "-Xmx256m"))) {
            server.set("org.alluvium.driver.openstack", "keystones", OpenstackProcesses.keystone());
            assertThat(server.console("cloud:driver-install openstack")).contains("Driver openstack 1.0.0 is active.");
            String api = server.url() + "/api;driver=openstack/buckets";
            server.await(
                    "the settings are in force",
                    () -> server.send("GET", "/api;driver=openstack/buckets", "", "Authorization", ACCOUNT)
                                    .statusCode()
                            == 200);
            HttpClient client = HttpClient.newHttpClient();
            String bucket = api + "/huge-" + UUID.randomUUID();
            assertThat(status(client, "POST", api, "name=" + bucket.substring(api.length() + 1)))
                    .isEqualTo(201);
            String blob = bucket + "/blob";
            try {
                long start = System.nanoTime();
                HttpResponse<String> stored = client.send(
                        request(blob)
                                .header("Content-Type", "application/octet-stream")
                                .PUT(BodyPublishers.fromPublisher(BodyPublishers.ofInputStream(Pattern::new), SIZE))
                                .build(),
                        BodyHandlers.ofString());
                assertThat(stored.statusCode()).as(stored.body()).isEqualTo(200);
                long between = System.nanoTime();
                HttpResponse<InputStream> back =
                        client.send(request(blob + "/content").build(), BodyHandlers.ofInputStream());
                assertThat(back.statusCode()).isEqualTo(200);
                String digest = digest(back.body());
                long end = System.nanoTime();
                System.out.printf(
                        "%,d bytes: there in %d s, back in %d s, SHA-256 %s, heap %d KB after%n",
                        SIZE,
                        Duration.ofNanos(between - start).toSeconds(),
                        Duration.ofNanos(end - between).toSeconds(),
                        digest,
                        ServerMemory.of(server.pid()).heap());
                assertThat(digest).isEqualTo(digest(new Pattern()));
            } finally {
                status(client, "DELETE", blob, "");
                status(client, "DELETE", bucket, "");
                status(client, "DELETE", bucket + "_segments", "");
            }
        }
    }

    private static HttpRequest.Builder request(String address) {
        return HttpRequest.newBuilder(URI.create(address)).header("Authorization", ACCOUNT);
    }

    private static int status(HttpClient client, String method, String address, String form) throws Exception {
        return client.send(
                        request(address)
                                .header("Content-Type", "application/x-www-form-urlencoded")
                                .method(
                                        method,
                                        form.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(form))
                                .build(),
                        BodyHandlers.ofString())
                .statusCode();
    }

    private static String digest(InputStream content) throws Exception {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        try (DigestInputStream read = new DigestInputStream(content, digest)) {
            byte[] buffer = new byte[1 << 16];
            while (read.read(buffer) >= 0) {
                // The digest has it
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}

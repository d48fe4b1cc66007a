package org.alluvium.driver.azure;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Microsoft's own client of blobs, {@code vendor-client.js}. */
final class VendorClient {
    private VendorClient() {}

    /**
     * What it tells of each blob of a container: name, length, digest, type and metadata, in the order of their names. Then it
     * writes two of its own, {@code vendor/appended ü} and {@code vendor/paged}.
     */
    static List<List<String>> read(AzuriteServer azurite, String container) throws IOException, InterruptedException {
        Path script = Files.createTempFile("vendor-client", ".js");
        try {
            try (InputStream in = VendorClient.class.getResourceAsStream("/vendor-client.js")) {
                Files.write(script, in.readAllBytes());
            }
            ProcessBuilder client = new ProcessBuilder("node", script.toString()).redirectErrorStream(true);
            client.environment()
                    .putAll(Map.of(
                            "NODE_PATH",
                            AzuriteServer.MODULES.toString(),
                            "BLOB_URL",
                            azurite.blobUrl().replace("{account}", AzuriteServer.ACCOUNT),
                            "ACCOUNT",
                            AzuriteServer.ACCOUNT,
                            "KEY",
                            AzuriteServer.KEY,
                            "CONTAINER",
                            container));
            Process process = client.start();
            String told = new String(process.getInputStream().readAllBytes(), UTF_8);
            if (process.waitFor() != 0) {
                throw new AssertionError(told);
            }
            return told.lines()
                    .map(line -> Arrays.stream(line.split("\t", -1))
                            .map(field -> URLDecoder.decode(field.replace("+", "%2B"), UTF_8))
                            .toList())
                    .toList();
        } finally {
            Files.delete(script);
        }
    }
}

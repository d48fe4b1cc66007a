package org.alluvium.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The driver that the archetype made, as its own build has packed it, in a running server. */
@Timeout(300)
class ArchetypeIT {
    @TempDir
    static Path folder;

    @Test
    void theDriverThatTheArchetypeMadeIsInstalledAndShowsWhatIsProvenOfIt() throws Exception {
        Path made = Path.of(System.getProperty("archetype.driver"));
        try (Distribution server = new Distribution(folder)) {
            Path archive = Files.copy(made, folder.resolve("paper.jar"), StandardCopyOption.REPLACE_EXISTING);
            // Nothing listens where its cloud should be
            String endpoint = "http://127.0.0.1:" + Distribution.freePort();
            server.set("org.alluvium.driver.paper", "endpoint", endpoint);
            var before = server.bundles("paper");

            assertThat(server.console("bundle:install -s " + archive.toUri())).contains("Bundle ID");

            server.await(
                    "the driver is there, with its setting",
                    () -> server.get("/api/drivers/paper").body().contains(endpoint));
            assertThat(server.get("/api;driver=paper/keys", "Authorization", "Basic YTpi")
                            .statusCode())
                    .isEqualTo(503);
            assertThat(server.get("/api/docs/conformance/paper", "Accept", "application/json")
                            .body())
                    .contains("\"examined\":true")
                    .contains("a list of several pages comes back whole\",\"state\":\"proven\"");
            assertThat(server.console("cloud:driver-info paper")).contains("4 of 4 operations", "21 of 21 guarantees");
            assertThat(server.bundles("paper")).isEqualTo(before);
        }
    }
}

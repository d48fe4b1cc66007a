package org.alluvium.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A client of the original, as it was published in 2013, works against the distribution unchanged. */
class OldClientIT {
    private static final Path PYTHON = Path.of("target", "old-client");

    @Test
    void theOldPythonClientLeadsAnInstanceThroughItsLife(@TempDir Path home) throws Exception {
        run("python3", "-m", "venv", PYTHON.toString());
        run(PYTHON.resolve("bin/pip").toString(), "install", "--quiet", "deltacloud==0.9.1", "requests==2.32.5");
        try (Distribution distribution = new Distribution(home)) {
            assertThat(run(
                            PYTHON.resolve("bin/python").toString(),
                            "src/test/python/old_client.py",
                            distribution.url() + "/api"))
                    .contains("as the client wants it");
        }
    }

    private static String run(String... command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }
}

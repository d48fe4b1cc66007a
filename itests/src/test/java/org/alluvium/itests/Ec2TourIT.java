package org.alluvium.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.alluvium.driver.ec2.MotoServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A tour of everything that the EC2 driver does, over HTTP in XML and JSON, while the server logs all that it can. */
@Timeout(600)
class Ec2TourIT {
    private static final Path PYTHON = Path.of("target", "moto", "bin", "python");

    @Test
    void everyOperationAgreesWithTheVendorsOwnClientAndNoSecretIsTold(@TempDir Path home) throws Exception {
        String secret = Distribution.canary();
        String token = Distribution.canary();
        String userData = Distribution.canary();
        try (MotoServer moto = MotoServer.start();
                Distribution server = new Distribution(home)) {
            server.set("org.alluvium.driver.ec2", "endpoint", moto.url());
            assertThat(server.console("cloud:driver-install ec2")).contains("Driver ec2 1.0.0 is active.");
            server.await("the settings are in force", () -> asksMoto(server));
            server.console("log:set TRACE");
            assertThat(tour(server.url(), moto.url(), secret, token, userData)).contains("unknown in json agrees");
            assertThat(server.monitor("/metrics").body())
                    .contains("operation=\"RunInstances\"")
                    .doesNotContain(secret, token, userData);
            server.console("log:set INFO");
            server.assertLogsHide(secret, token, userData);
        }
    }

    private static boolean asksMoto(Distribution server) {
        return server.console("config:property-list --pid org.alluvium.driver.ec2")
                .contains("endpoint = http://127.0.0.1:");
    }

    private static String tour(String... arguments) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Stream.concat(Stream.of(PYTHON.toString(), "src/test/python/ec2_tour.py"), Stream.of(arguments))
                                .toList())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return said;
    }
}

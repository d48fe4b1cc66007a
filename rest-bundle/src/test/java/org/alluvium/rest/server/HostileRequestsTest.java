package org.alluvium.rest.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What bench/fuzz has found. */
@Timeout(60)
class HostileRequestsTest {
    @TempDir
    private Path folder;

    private RunningApi api;

    @BeforeEach
    void start() {
        api = new RunningApi(folder);
    }

    @AfterEach
    void stop() throws Exception {
        api.close();
    }

    @Test
    void aCharacterSetThatDoesNotExistIsPassedOver() {
        for (String type : new String[] {"application/x-www-form-urlencoded", "application/json", "text/plain"}) {
            assertThat(api.post("/api/nosuch", "{}", "Content-Type", type + "; charset=utf-99")
                            .statusCode())
                    .as(type)
                    .isEqualTo(404);
        }
    }

    @Test
    void aFileWhereATextIsRequiredIsRefusedByName() {
        String form =
                "--fuzz\r\nContent-Disposition: form-data; name=\"name\"; filename=\"f\"\r\n\r\nx\r\n--fuzz--\r\n";

        HttpResponse<String> answer =
                api.post("/api/buckets", form, "Content-Type", "multipart/form-data; boundary=fuzz");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("Parameter 'name' must be a text, not a file.");
    }

    @Test
    void aClientThatDoesNotWaitLeavesTheServerWell() throws Exception {
        for (int i = 0; i < 50; i++) {
            try (Connection connection = new Connection(api.port())) {
                connection.write("GET /api/hardware_profiles HTTP/1.1\r\nHost: localhost\r\n\r\n".repeat(5));
            }
        }
        assertThat(api.get("/api").statusCode()).isEqualTo(200);
    }
}

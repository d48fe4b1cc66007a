package org.alluvium.rest.root;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.alluvium.rest.server.FakeDriver;
import org.alluvium.rest.server.RunningApi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class DriverEventsTest {
    @TempDir
    Path folder;

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
    void aStreamTellsWhatIsThereAndThenWhatChanges() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(api.base() + "/api/drivers/events"))
                .header("Accept", "text/event-stream")
                .build();
        HttpResponse<java.io.InputStream> answer =
                HttpClient.newHttpClient().send(request, BodyHandlers.ofInputStream());
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).contains("text/event-stream");
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8))) {
            assertThat(lines.readLine()).isEqualTo("event: active");
            assertThat(lines.readLine())
                    .startsWith("data: {\"driver\":\"mock\",\"version\":\"1.0.0\",\"state\":\"active\",\"since\":\"");
            assertThat(lines.readLine()).isEmpty();
            FakeDriver newcomer = new FakeDriver(List.of());

            api.registry().addDriver(newcomer);
            assertThat(lines.readLine()).isEqualTo("event: active");
            assertThat(lines.readLine()).contains("\"driver\":\"fake\"");
            assertThat(lines.readLine()).isEmpty();

            api.registry().removeDriver(newcomer);
            String event = lines.readLine();
            while (!"event: gone".equals(event)) {
                // It drains for a moment, which may be told or not.
                event = lines.readLine();
            }
            assertThat(lines.readLine()).isEqualTo("data: {\"driver\":\"fake\",\"version\":\"1.0.0\"}");
        }
    }

    @Test
    void theHeadOfAStreamComesAlone() {
        assertThat(api.send("HEAD", "/api/drivers/events", "").statusCode()).isEqualTo(200);
    }

    @Test
    void driversShowTheirRevisions() {
        assertThat(api.get("/api/drivers").body())
                .contains("<revision since='")
                .contains("state='active' version='1.0.0' />");
        assertThat(api.get("/api/drivers", "Accept", "application/json").body())
                .contains("\"revisions\":[{\"version\":\"1.0.0\",\"state\":\"active\",\"since\":\"");
    }
}

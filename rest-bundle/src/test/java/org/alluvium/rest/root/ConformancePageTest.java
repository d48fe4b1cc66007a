package org.alluvium.rest.root;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import org.alluvium.driver.Features;
import org.alluvium.rest.server.FakeDriver;
import org.alluvium.rest.server.RunningApi;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The archive of driver "fake" is META-INF/conformance/fake.tsv of these tests: not a friendly one. */
class ConformancePageTest {
    @TempDir
    static Path folder;

    private static RunningApi api;

    @BeforeAll
    static void start() {
        api = new RunningApi(folder, new FakeDriver(List.of(Features.KEY_IMPORT)));
    }

    @AfterAll
    static void stop() throws Exception {
        api.close();
    }

    private static HttpResponse<String> get(String driver, String... headers) {
        return api.get("/api/docs/conformance/" + driver, headers);
    }

    @Test
    void aPageTellsWhatIsProvenAndEscapesWhatTheArchiveSays() {
        HttpResponse<String> answer = get("fake", "Accept", "text/html", "Authorization", "none");

        assertThat(answer.headers().firstValue("Content-Type")).contains("text/html;charset=utf-8");
        assertThat(answer.body())
                .contains("Version 0.9.9", "1 proven, 1 accepted by the cloud, 1 not examined")
                .contains("<td>import_key: public_key</td><td>accepted by the cloud</td>")
                .contains("&lt;script&gt;alert(1)&lt;/script&gt;")
                .doesNotContain("<script");
        assertThat(get("fake", "Accept", "*/*").body()).isEqualTo(answer.body());
    }

    @Test
    void jsonIsForWhoAsks() {
        HttpResponse<String> answer = get("fake", "Accept", "application/json");

        assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("application/json");
        assertThat(answer.body())
                .contains(
                        "\"driver\":\"fake\"",
                        "\"examined\":true",
                        "\"state\":\"accepted\"",
                        "lists are \\\"whole\\\"");
    }

    @Test
    void aDriverThatIsNotThereIsNotFoundAndTheIndexLeadsToThoseThatAre() {
        assertThat(get("nosuch").statusCode()).isEqualTo(404);
        assertThat(api.get("/api/docs").body())
                .contains("/api/docs/conformance/fake\"", "/api/docs/conformance/mock\"");
    }
}

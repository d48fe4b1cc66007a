package org.alluvium.rest.root;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.FutureTask;
import org.alluvium.rest.server.FakeDriver;
import org.alluvium.rest.server.RunningApi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Who asks about a driver while it is away for an update waits for it, as who uses it does. */
@Timeout(60)
class AwayDriverTest {
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
    void questionsAboutADriverWaitForItsReturn() throws Exception {
        FakeDriver fake = new FakeDriver(List.of());
        api.registry().addDriver(fake);
        api.registry().removeDriver(fake);

        List<FutureTask<HttpResponse<String>>> questions = List.of(
                ask("GET", "/api/drivers/fake"),
                ask("GET", "/api/docs/conformance/fake"),
                ask("OPTIONS", "/api;driver=fake"),
                ask("GET", "/api;driver=fake"));
        while (waiting() < questions.size()) {
            Thread.onSpinWait();
        }
        api.registry().addDriver(fake);

        for (FutureTask<HttpResponse<String>> question : questions) {
            assertThat(question.get().statusCode()).isEqualTo(200);
        }
    }

    @Test
    void aDriverThatWasNeverThereIsNotWaitedFor() {
        assertThat(api.get("/api/drivers/fake").statusCode()).isEqualTo(404);
        assertThat(api.send("OPTIONS", "/api;driver=fake", "").statusCode()).isEqualTo(404);
    }

    private FutureTask<HttpResponse<String>> ask(String method, String path) {
        FutureTask<HttpResponse<String>> question = new FutureTask<>(() -> api.send(method, path, ""));
        Thread asker = new Thread(question);
        asker.setDaemon(true);
        asker.start();
        return question;
    }

    private static long waiting() {
        return Thread.getAllStackTraces().values().stream()
                .filter(stack -> Arrays.stream(stack)
                        .anyMatch(frame -> frame.getMethodName().equals("awaitReturn")))
                .count();
    }
}

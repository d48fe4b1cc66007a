package org.alluvium.rest.golden;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.alluvium.rest.server.RunningApi;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Replays recorded requests that need no preparation, none of which changes anything, and compares status, content type and body
 * byte for byte. A difference is either in {@link #DEVIATIONS}, with its entry of docs/compatibility.md, or a failure; so is
 * an entry that is no longer needed.
 */
class GoldenTest {
    /** Recording to entry of docs/compatibility.md. */
    private static final Map<String, String> DEVIATIONS = deviations();

    @TempDir
    static Path folder;

    private static RunningApi api;

    @BeforeAll
    static void start() throws Exception {
        api = new RunningApi(folder);
    }

    @AfterAll
    static void stop() throws Exception {
        api.close();
    }

    @TestFactory
    Stream<DynamicTest> everyRecordingIsAnsweredAsRecorded() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("src/test/resources/golden"))) {
            return files
                    .map(file -> file.getFileName().toString())
                    .filter(GoldenTest::replayable)
                    .sorted()
                    .toList()
                    .stream()
                    .map(name -> DynamicTest.dynamicTest(name, () -> replay(name)));
        }
    }

    private static void replay(String name) throws Exception {
        Recording recording = Recording.read(Path.of("src/test/resources/golden", name));
        HttpResponse<String> answer =
                api.send(recording.method(), recording.path(), recording.body(), recording.headers());
        String difference = recording.difference(answer, api.base());
        String entry = DEVIATIONS.get(name);
        if (entry == null) {
            assertThat(difference).as(name).isEmpty();
        } else {
            assertThat(difference)
                    .as(name + " is listed as " + entry + " but does not differ")
                    .isNotEmpty();
        }
    }

    /** Flows build on one another, ec2 is another bundle's, and the mock cloud had no firewalls and load balancers. */
    private static boolean replayable(String name) {
        return !name.startsWith("flow-") && !name.startsWith("synthetic-") && !name.contains("ec2");
    }

    private static Map<String, String> deviations() {
        Map<String, String> all = new TreeMap<>();
        try {
            for (String line : Files.readAllLines(Path.of("src/test/resources/golden-deviations.txt"))) {
                if (!line.isBlank() && !line.startsWith("#")) {
                    String[] parts = line.strip().split("\\s+");
                    all.put(parts[0], parts[1]);
                }
            }
        } catch (IOException e) {
            throw new ExceptionInInitializerError(e);
        }
        return all;
    }

    /** One recorded exchange. */
    private record Recording(
            String method, String path, String[] headers, String body, int status, String contentType, String answer) {
        static Recording read(Path file) throws IOException {
            String text = Files.readString(file);
            String request = text.substring(0, text.indexOf("\n\nRESPONSE"));
            String response = text.substring(text.indexOf("\n\nRESPONSE") + 2);
            String[] lines = request.split("\n");
            String[] first = lines[0].split(" ");
            List<String> headers = new ArrayList<>();
            String body = "";
            boolean anonymous = file.getFileName().toString().contains("noauth");
            boolean authorized = false;
            for (String line : List.of(lines).subList(1, lines.length)) {
                if (line.startsWith("BODY")) {
                    body = line.substring(4).strip();
                } else {
                    String[] header = line.split(": ", 2);
                    headers.add(header[0]);
                    headers.add(header[1]);
                    authorized |= header[0].equals("Authorization");
                }
            }
            if (!authorized) {
                headers.add("Authorization");
                headers.add(anonymous ? "none" : RunningApi.ACCOUNT);
            }
            if (!body.isEmpty()) {
                headers.add("Content-Type");
                headers.add("application/x-www-form-urlencoded");
            }
            String head = response.substring(0, response.indexOf("\n\n"));
            String type = "";
            for (String line : head.split("\n")) {
                if (line.startsWith("Content-Type: ")) {
                    type = line.substring("Content-Type: ".length());
                }
            }
            return new Recording(
                    first[1],
                    first[2],
                    headers.toArray(String[]::new),
                    body,
                    Integer.parseInt(head.split(" ")[1]),
                    type,
                    response.substring(response.indexOf("\n\n") + 2));
        }

        /** What differs, in words; empty when nothing does. */
        String difference(HttpResponse<String> actual, String base) {
            StringBuilder difference = new StringBuilder();
            if (actual.statusCode() != status) {
                difference
                        .append("status ")
                        .append(actual.statusCode())
                        .append(" not ")
                        .append(status)
                        .append('\n');
            }
            String type = actual.headers().firstValue("Content-Type").orElse("");
            if (!type.equals(contentType)) {
                difference
                        .append("type ")
                        .append(type)
                        .append(" not ")
                        .append(contentType)
                        .append('\n');
            }
            String body = new String(actual.body().getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8)
                    .replace(base, "{base}");
            if (!body.strip().equals(answer.strip())) {
                difference.append("body\n").append(body).append("\nnot\n").append(answer);
            }
            return difference.toString();
        }
    }
}

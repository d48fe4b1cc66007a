package org.alluvium.rest.golden;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.alluvium.driver.mock.MockDriver;
import org.alluvium.rest.golden.Deviation.Pair;
import org.alluvium.rest.golden.Recording.Answer;
import org.alluvium.rest.server.RunningApi;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Sends every recorded request again and compares status, headers and body byte for byte, but for times. What differs must be
 * explained by the entries of docs/compatibility.md that golden-deviations.txt names for the recording, and each of them must
 * be needed.
 */
class GoldenTest {
    private static final Path RECORDINGS = Path.of("src/test/resources/golden");

    /** What changes something, in groups that are done in XML first and then in JSON. */
    private static final List<List<String>> FLOWS = List.of(
            List.of("instance-create"),
            List.of("instance-reboot", "instance-stop", "instance-start", "instance-destroy"),
            List.of("volume-attach", "volume-detach"),
            List.of("address-create"),
            List.of("address-associate", "address-show-associated", "address-disassociate", "address-destroy"),
            List.of("image-create", "image-destroy"),
            List.of("bucket-create", "blob-put", "blob-head", "blob-form-post", "blob-meta-post", "blob-content"),
            List.of("blob-destroy", "bucket-destroy"),
            List.of("subnet-destroy"),
            List.of("key-destroy"));

    /** What has to be done before a recording makes sense, and was not recorded. */
    private static final Map<String, String> BEFORE = Map.of(
            "flow-instance-destroy.xml", "POST /api/instances/inst4/stop",
            "flow-instance-destroy.json", "POST /api/instances/inst5/stop",
            "flow-bucket-destroy.xml", "DELETE /api/buckets/tb0/b3",
            "flow-bucket-destroy.json", "DELETE /api/buckets/tb1/b3");

    private static final Map<String, List<Deviation>> DEVIATIONS = deviations();

    private static MockDriver behindOthers;
    private static RunningApi api;

    @BeforeAll
    static void start(@TempDir Path folder) {
        behindOthers = new MockDriver(folder.resolve("others"), "1.0.0");
        api = new RunningApi(
                folder.resolve("mock"), RecordedClouds.madeUp(behindOthers), RecordedClouds.ec2(behindOthers));
    }

    @AfterAll
    static void stop() throws Exception {
        api.close();
        behindOthers.close();
    }

    @TestFactory
    Stream<DynamicTest> everyRequestIsAnsweredAsRecordedButForWhatIsDocumented() throws IOException {
        return inOrder().stream().map(name -> DynamicTest.dynamicTest(name, () -> replay(name)));
    }

    @Test
    void everyDeviationIsDocumented() throws IOException {
        assertThat(Files.readString(Path.of("../docs/compatibility.md")))
                .contains(Arrays.stream(Deviation.values())
                        .map(deviation -> "| " + deviation + " |")
                        .toList());
    }

    /** All recordings: first what only reads. */
    private static List<String> inOrder() throws IOException {
        List<String> order = new ArrayList<>();
        List<String> flows = new ArrayList<>();
        try (Stream<Path> files = Files.list(RECORDINGS)) {
            files.map(file -> file.getFileName().toString()).sorted().forEach(name -> {
                if (name.startsWith("flow-")) {
                    flows.add(name);
                } else {
                    order.add(name);
                }
            });
        }
        for (List<String> group : FLOWS) {
            for (String format : List.of(".xml", ".json")) {
                group.stream()
                        .map(step -> "flow-" + step + format)
                        .filter(flows::remove)
                        .forEach(order::add);
            }
        }
        assertThat(flows).as("recordings without a place in the order").isEmpty();
        return order;
    }

    private static void replay(String name) {
        if (BEFORE.containsKey(name)) {
            String[] first = BEFORE.get(name).split(" ");
            api.send(first[0], first[1], "");
        }
        Recording recording = Recording.read(RECORDINGS.resolve(name));
        Pair pair = new Pair(timeless(recording.answer()), timeless(send(name, recording)));
        List<Deviation> deviations = DEVIATIONS.getOrDefault(name, List.of());

        Pair explained = explain(pair, deviations);
        assertThat(explained.same())
                .as(() -> name + " was answered\n" + explained.recorded() + "\n\nand is answered\n" + explained.given())
                .isTrue();
        for (Deviation deviation : deviations) {
            List<Deviation> others =
                    deviations.stream().filter(other -> other != deviation).toList();
            assertThat(explain(pair, others).same())
                    .as(deviation + " is no longer needed for " + name)
                    .isFalse();
        }
    }

    private static Pair explain(Pair pair, List<Deviation> deviations) {
        Pair explained = pair;
        for (Deviation deviation : deviations) {
            explained = deviation.explain(explained);
        }
        return explained;
    }

    private static Answer send(String name, Recording recording) {
        boolean madeUp = name.startsWith("synthetic-");
        List<String> headers = new ArrayList<>(recording.headers());
        String body = recording.body();
        if (name.contains("noauth")) {
            headers.addAll(List.of("Authorization", "none"));
        }
        if (name.contains("form-post")) {
            headers.addAll(List.of("Content-Type", "multipart/form-data; boundary=part"));
            body = "--part\r\nContent-Disposition: form-data; name=\"blob_data\"; filename=\"f\"\r\n"
                    + "Content-Type: text/plain\r\n\r\nsmall\n\r\n"
                    + field("blob_id", "b3")
                    + field("meta_params", "1")
                    + field("meta_name1", "Author")
                    + field("meta_value1", "me")
                    + "--part--\r\n";
        }
        String path = madeUp ? recording.path().replaceFirst("/api", "/api;driver=fake") : recording.path();
        HttpResponse<String> response = api.send(recording.method(), path, body, headers.toArray(String[]::new));
        Map<String, String> answered = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        response.headers().map().forEach((header, values) -> answered.put(header, normal(values.get(0), madeUp)));
        return new Answer(
                response.statusCode(), answered, normal(response.body(), madeUp).stripTrailing());
    }

    private static String field(String name, String value) {
        return "--part\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + value + "\r\n";
    }

    /** As it would be at the place of the recordings. */
    private static String normal(String text, boolean madeUp) {
        String normal = text.replace(api.base(), "{base}").replaceAll("-deltacloud@[^\"]*", "-deltacloud@localhost");
        return madeUp ? normal.replaceAll("^fake$", "mock").replace("driver='fake'", "driver='mock'") : normal;
    }

    /** Times are now, and were then. */
    private static Answer timeless(Answer answer) {
        return answer.withBody(answer.body().replaceAll("20[0-9]{2}-[0-9]{2}-[0-9]{2} [0-9:]{8} \\+0000", "NOW"));
    }

    private static Map<String, List<Deviation>> deviations() {
        Map<String, List<Deviation>> all = new TreeMap<>();
        try (Stream<String> lines = Files.lines(Path.of("src/test/resources/golden-deviations.txt"))) {
            lines.filter(line -> !line.isBlank() && !line.startsWith("#")).forEach(line -> {
                List<String> words = List.of(line.strip().split("\\s+"));
                all.put(
                        words.get(0),
                        words.stream().skip(1).map(Deviation::valueOf).toList());
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return all;
    }
}

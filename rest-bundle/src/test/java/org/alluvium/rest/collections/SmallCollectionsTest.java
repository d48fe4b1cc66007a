package org.alluvium.rest.collections;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.alluvium.rest.server.FakeDriver;
import org.alluvium.rest.server.RunningApi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Element;

/** What the recordings do not show of hardware profiles, images, states, keys, metrics, volumes and snapshots. */
@Timeout(60)
class SmallCollectionsTest {
    @TempDir
    private Path folder;

    private RunningApi api;

    @BeforeEach
    void start() {
        api = new RunningApi(folder, new FakeDriver(List.of(), new OneVolume()));
    }

    @AfterEach
    void stop() throws Exception {
        api.close();
    }

    private static Element parse(String xml) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)))
                .getDocumentElement();
    }

    @Test
    void hardwareProfilesNeedNoCredentials() {
        assertThat(api.get("/api/hardware_profiles", "Authorization", "none").statusCode())
                .isEqualTo(200);
    }

    @Test
    void hardwareProfilesAreFilteredByArchitecture() {
        assertThat(api.get("/api/hardware_profiles?architecture=i386").body())
                .contains("id='m1-small'")
                .doesNotContain("id='m1-large'")
                .doesNotContain("id='opaque'");
    }

    @Test
    void imagesAreFilteredByOwnerAndArchitecture() {
        assertThat(api.get("/api/images?owner_id=fedoraproject&architecture=i386")
                        .body())
                .contains("id='img2'")
                .doesNotContain("id='img1'")
                .doesNotContain("id='img3'");
    }

    @Test
    void anImageIsMadeInJsonToo() {
        HttpResponse<String> answer =
                api.post("/api/images", "instance_id=inst0&name=snap", "Accept", "application/json");

        assertThat(answer.statusCode()).isEqualTo(201);
        assertThat(answer.headers().firstValue("Location")).contains(api.base() + "/api/images/snap");
        assertThat(answer.body()).startsWith("{\"image\":{\"id\":\"snap\"").contains("\"hardware_profiles\":[]");
    }

    @Test
    void theStatesAreAPictureForWhoAsksForOne() throws Exception {
        HttpResponse<String> answer = api.get("/api/instance_states?format=svg", "Authorization", "none");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).contains("image/svg+xml");
        Element svg = parse(answer.body());
        assertThat(svg.getElementsByTagName("title").item(0).getTextContent()).isEqualTo("States of an instance");
        assertThat(svg.getElementsByTagName("rect").getLength()).isEqualTo(5);
        // Six arrows, and the tip of an arrow.
        assertThat(svg.getElementsByTagName("path").getLength()).isEqualTo(7);
        assertThat(api.get("/api/instance_states", "Accept", "image/svg+xml").body())
                .isEqualTo(answer.body());
    }

    @Test
    void nothingElseIsAPictureAndNothingIsDoneForOne() {
        HttpResponse<String> answer = api.post("/api/keys", "name=drawn", "Accept", "image/svg+xml");

        assertThat(answer.statusCode()).isEqualTo(406);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/xml");
        assertThat(api.get("/api/keys/drawn").statusCode()).isEqualTo(404);
        assertThat(api.get("/api?format=svg").statusCode()).isEqualTo(406);
    }

    @Test
    void aDriverWithoutStatesLacksTheCapability() {
        HttpResponse<String> answer = api.get("/api;driver=fake/instance_states");

        assertThat(answer.statusCode()).isEqualTo(412);
        assertThat(answer.headers().firstValue("Expect")).contains("instance_states");
    }

    @Test
    void aNewKeyTellsItsPrivateHalfAndIsNotIndented() {
        HttpResponse<String> answer = api.post("/api/keys", "name=mine");

        assertThat(answer.statusCode()).isEqualTo(201);
        assertThat(answer.headers().firstValue("Location")).contains(api.base() + "/api/keys/mine");
        assertThat(answer.body())
                .contains("\n<name>mine</name>\n")
                .contains("\n<pem>\n<![CDATA[-----BEGIN RSA PRIVATE KEY-----\n");
    }

    @Test
    void aKeyThatIsThereIsForbidden() {
        HttpResponse<String> answer = api.post("/api/keys", "name=test-key", "Accept", "application/json");

        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.body())
                .isEqualTo("{\"code\":403,\"message\":\"Key with same name already exists\","
                        + "\"error\":\"Deltacloud::Exceptions::ForbiddenError\"}");
    }

    @Test
    void theListOfMetricsHasNoSamples() throws Exception {
        HttpResponse<String> answer = api.get("/api/metrics");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains("    <cpuUtilization></cpuUtilization>\n");
        assertThat(parse(answer.body()).getElementsByTagName("sample").getLength())
                .isZero();
        assertThat(api.get("/api/metrics", "Accept", "application/json").body())
                .contains("{\"name\":\"cpuUtilization\",\"values\":null}");
    }

    @Test
    void samplesFollowEachOtherAsRecorded() {
        assertThat(api.get("/api/metrics/inst0").body())
                .containsPattern("\n    <cpuUtilization><sample>\n      <property name='minimum' value='[0-9.]+'>"
                        + "</property>\n")
                .containsPattern("</property>\n    </sample>\n    <sample>\n      <property")
                .contains("\n    </sample></nicOutputPacket>\n  </properties>\n</metric>\n");
        assertThat(api.get("/api/metrics/inst0", "Accept", "application/json").body())
                .containsPattern("\"values\":\\[\\{\"minimum\":[0-9.]+,\"maximum\":[0-9.]+,\"average\":[0-9.]+,"
                        + "\"timestamp\":[0-9]+,\"unit\":\"Percent\"}");
    }

    @Test
    void aVolumeIsMadeWithACapacity() {
        HttpResponse<String> answer =
                api.post("/api/storage_volumes", "capacity=2&name=data", "Accept", "application/json");

        assertThat(answer.statusCode()).isEqualTo(201);
        assertThat(answer.headers().firstValue("Location").orElse("")).startsWith(api.base() + "/api/storage_volumes/");
        assertThat(answer.body()).contains("\"name\":\"data\"").contains("\"capacity\":2,");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "many", "NaN"})
    void aCapacityIsAPositiveNumber(String capacity) {
        HttpResponse<String> answer = api.post("/api/storage_volumes", "capacity=" + capacity);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("'capacity' must be a positive number");
    }

    @Test
    void attachingNeedsInstanceAndDevice() {
        assertThat(api.post("/api/storage_volumes/vol1/attach", "instance_id=inst0")
                        .body())
                .contains("Required parameter 'device' not found");
        assertThat(api.post("/api/storage_volumes/vol1/attach", "device=sdb").statusCode())
                .isEqualTo(400);
    }

    @Test
    void aBrowserIsSentToTheVolume() {
        HttpResponse<String> answer = api.post(
                "/api/storage_volumes/vol1/attach", "instance_id=inst0&device=/dev/sdb", "Accept", "text/html");

        assertThat(answer.statusCode()).isEqualTo(303);
        assertThat(answer.headers().firstValue("Location")).contains(api.base() + "/api/storage_volumes/vol1");
    }

    @Test
    void aVolumeTellsWhatCanBeDoneWithIt() {
        String xml = api.get("/api/storage_volumes/v%2F1", "X-Deltacloud-Driver", "fake")
                .body();
        String href = api.base() + "/api/storage_volumes/v%2F1";

        assertThat(xml)
                .contains("<link href='" + href + "/attach' method='post' rel='attach' />")
                .contains("<link href='" + href + "' method='post' rel='destroy' />")
                .doesNotContain("<realm")
                .doesNotContain("<mount>");
        assertThat(api.get("/api/storage_volumes/v%2F1", "X-Deltacloud-Driver", "fake", "Accept", "application/json")
                        .body())
                .contains("\"capacity\":\"plenty\"")
                .contains("\"realm\":{\"id\":null,\"href\":null,\"rel\":\"realm\"}")
                .contains("\"actions\":[{\"href\":\"" + href + "/attach\",\"rel\":\"attach\"}");
    }

    @Test
    void aSnapshotIsMadeOfAVolume() {
        HttpResponse<String> answer = api.post("/api/storage_snapshots", "volume_id=vol1");

        assertThat(answer.statusCode()).isEqualTo(201);
        assertThat(answer.body()).contains("id='vol1'");
        String location = answer.headers().firstValue("Location").orElse("");
        String path = location.substring(api.base().length());
        assertThat(api.send("DELETE", path, "").statusCode()).isEqualTo(204);
        assertThat(api.get(path).statusCode()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hardware_profiles/nosuch",
                "images/nosuch",
                "keys/nosuch",
                "metrics/nosuch",
                "storage_volumes/nosuch",
                "storage_snapshots/nosuch"
            })
    void whatIsNotThereIsNotFound(String path) {
        HttpResponse<String> answer = api.get("/api/" + path);

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body()).startsWith("<error status='404' url='/api/" + path + "'>");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "PUT;/api/keys;GET, HEAD, POST",
                "DELETE;/api/realms/us;GET, HEAD",
                "GET;/api/instances/inst0/stop;POST",
                "PATCH;/api/buckets/b/c;DELETE, GET, HEAD, POST, PUT",
                "DELETE;/api/buckets/b/c/content;GET, HEAD"
            })
    void aMethodThatDoesNotWorkThereIsToldWithThoseThatDo(String method, String path, String allow) {
        HttpResponse<String> answer = api.send(method, path, "");

        assertThat(answer.statusCode()).isEqualTo(405);
        assertThat(answer.headers().allValues("Allow")).containsExactly(allow);
        assertThat(answer.body()).startsWith("<error status='405'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/realms", "/api/instances/inst0", "/api/images?format=json"})
    void aHeadHasTheHeadersOfAGetAndNoBody(String target) {
        HttpResponse<String> get = api.get(target);
        HttpResponse<String> head = api.send("HEAD", target, "");

        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
        for (String name : List.of("Content-Length", "Content-Type", "ETag")) {
            assertThat(head.headers().firstValue(name))
                    .as(name)
                    .isPresent()
                    .isEqualTo(get.headers().firstValue(name));
        }
    }
}

package org.alluvium.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.alluvium.driver.ec2.MotoServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(300)
class DistributionIT {
    private static final String EC2 = "driver-ec2";

    @TempDir
    static Path folder;

    private static Distribution server;

    @BeforeAll
    static void start() throws Exception {
        server = new Distribution(folder);
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
    }

    @Test
    void theApiAnswersFromAFreshUnpack() {
        assertThat(server.get("/api/instances/inst0").body()).contains("<instance href=");
        assertThat(server.get("/api/buckets/bucket1/blob1/content").body()).isEqualTo("content of blob 1");
    }

    @Test
    void theFirstStartMakesAnAccountAndTellsOnlyWhereItsPasswordIs() throws Exception {
        String password = server.adminPassword();

        assertThat(password).hasSizeGreaterThanOrEqualTo(24);
        assertThat(Files.readString(folder.resolve("out.log")))
                .contains("etc/users.properties")
                .doesNotContain(password);
        assertThat(Files.readString(folder.resolve("data/log/karaf.log"))).doesNotContain(password);
    }

    @Test
    void healthAndMetricsAreOnAPortOfTheirOwn() throws Exception {
        assertThat(server.monitor("/health/live").statusCode()).isEqualTo(200);
        assertThat(server.monitor("/health/ready").body()).contains("mock");
        server.get("/api/realms");
        // A request is counted once its last byte is sent, which the client may see first
        server.await(
                "the request is counted",
                () -> server.monitor("/metrics").body().contains("collection=\"realms\""));
    }

    /** Parameters of all kinds, in requests that are served, refused and not understood. */
    @Test
    void whatIsSecretInARequestIsInNoErrorPageMetricOrLog() throws Exception {
        String secret = Distribution.canary();
        String encoded = Base64.getEncoder().encodeToString(secret.getBytes(StandardCharsets.UTF_8));
        String form = "password=" + secret + "&private_key=" + secret + "&public_key=" + secret
                + "&path1=/etc/motd&content1=" + encoded + "&user_data=" + encoded + "&user_iso=" + encoded;
        server.console("log:set TRACE");
        for (String format : List.of("application/xml", "application/json", "text/html", "image/png")) {
            for (String credentials : List.of("mockuser:mockpassword", "mockuser:" + secret, secret + ":" + secret)) {
                String[] headers = {
                    "Accept",
                    format,
                    "Authorization",
                    "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8)),
                    "X-Deltacloud-Blobmeta-Colour",
                    secret
                };
                List<HttpResponse<String>> answers = List.of(
                        server.send("POST", "/api/instances", "image_id=img1&" + form, headers),
                        server.send("POST", "/api/instances", "image_id=img1&hwp_id=nosuch&" + form, headers),
                        server.send("POST", "/api/instances", form + "%zz", headers),
                        server.send("POST", "/api/instances?" + form, "", headers),
                        server.send("PUT", "/api/instances", form, headers),
                        server.send("POST", "/api/nosuch", form, headers),
                        server.send("POST", "/api/keys", form, headers),
                        server.send("POST", "/api/instances/nosuch/run", "cmd=" + secret + "&" + form, headers),
                        server.send("PUT", "/api/buckets/nosuch/blob", secret, headers),
                        server.send("GET", "/api/instances?" + form, "", headers));
                assertThat(answers)
                        .extracting(HttpResponse::body)
                        .allSatisfy(body -> assertThat(body).doesNotContain(secret, encoded));
            }
        }
        server.console("log:set INFO");
        assertThat(server.monitor("/metrics").body()).doesNotContain(secret, encoded);
        server.assertLogsHide(secret);
    }

    @Test
    void anUnknownDriverIsRefusedWithASentence() throws Exception {
        assertThat(server.console("cloud:driver-install nosuch"))
                .contains("There is no driver 'nosuch' to install. Drivers available: ")
                .doesNotContain("\tat ");
    }

    @Test
    void theServerIsTheProcessThatWasStartedSoThatASignalReachesIt() {
        assertThat(ProcessHandle.of(server.pid()).orElseThrow().parent()).contains(ProcessHandle.current());
    }

    @Test
    void aDriverComesWorksAndGoesUnderLoadAndNothingElseRestarts() throws Exception {
        try (MotoServer moto = MotoServer.start();
                Load load = new Load(server)) {
            server.set("org.alluvium.driver.ec2", "endpoint", moto.url());
            Map<String, String> before = server.bundles(EC2);

            assertThat(server.console("cloud:driver-install ec2")).contains("Driver ec2 1.0.0 is active.");

            assertThat(server.get("/api;driver=ec2").body()).contains("<api driver='ec2'");
            liveAnInstance();
            assertThat(server.console("cloud:driver-list")).contains("ec2", "mock");
            assertThat(server.console("cloud:driver-uninstall ec2")).contains("Driver ec2 1.0.0 is gone.");
            assertThat(server.get("/api;driver=ec2").statusCode()).isEqualTo(400);
            assertThat(server.bundles(EC2)).isEqualTo(before);
            assertThat(load.failures()).isEmpty();
            System.out.println("Driver came and went under load: " + load.answered() + " requests, 0 failed");
        }
    }

    @Test
    void theAddressChangesUnderLoadWithoutALostRequest() throws Exception {
        int next = Distribution.freePort();
        try (Load load = new Load(server)) {
            server.set("org.alluvium.server", "port", Integer.toString(next));
            server.await("the new port answers", () -> answersAt(next));
            server.port(next);
            int answered = load.answered();
            server.await("requests go to the new port", () -> load.answered() > answered + 200);
            assertThat(load.failures()).isEmpty();
            System.out.println("Port changed under load: " + load.answered() + " requests, 0 failed");
        }
    }

    @Test
    void aLimitChangesAtRunTime() throws Exception {
        String form = "name=" + "x".repeat(3000);
        server.set("org.alluvium.rest", "maxFormSize", "1000");
        server.await(
                "the smaller limit is in force",
                () -> server.send("POST", "/api/keys", form).statusCode() == 413);
        server.set("org.alluvium.rest", "maxFormSize", "1048576");
        server.await(
                "the larger limit is in force",
                () -> server.send("POST", "/api/keys", form).statusCode() != 413);
    }

    private static boolean answersAt(int port) {
        try (var socket = new java.net.Socket("127.0.0.1", port)) {
            return socket.isConnected();
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static void liveAnInstance() {
        String image = first("/api;driver=ec2/images", "<image href='[^']*' id='([^']*)'");
        String created = ec2("POST", "/api;driver=ec2/instances", "image_id=" + image);
        Matcher matcher = Pattern.compile("<instance href='[^']*' id='([^']*)'").matcher(created);
        assertThat(matcher.find()).as(created).isTrue();
        String instance = "/api;driver=ec2/instances/" + matcher.group(1);
        await(instance, "RUNNING");
        for (List<String> step :
                List.of(List.of("stop", "STOPPED"), List.of("start", "RUNNING"), List.of("stop", "STOPPED"))) {
            ec2("POST", instance + "/" + step.get(0), "");
            await(instance, step.get(1));
        }
        ec2("DELETE", instance, "");
        server.await("the instance is gone", () -> {
            var answer = server.get(instance, "Authorization", "Basic YTpi");
            return answer.statusCode() == 404 || answer.body().contains("<state>FINISH");
        });
    }

    private static void await(String instance, String state) {
        server.await(
                instance + " is " + state, () -> ec2("GET", instance, "").contains("<state>" + state + "</state>"));
    }

    private static String first(String path, String pattern) {
        String body = ec2("GET", path, "");
        Matcher matcher = Pattern.compile(pattern).matcher(body);
        assertThat(matcher.find()).as(body).isTrue();
        return matcher.group(1);
    }

    /** moto takes any key. */
    private static String ec2(String method, String path, String form) {
        var answer = server.send(method, path, form, "Authorization", "Basic YTpi");
        assertThat(answer.statusCode())
                .as(method + " " + path + "\n" + answer.body())
                .isLessThan(400);
        return answer.body();
    }
}

package org.alluvium.rest.collections.instances;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.alluvium.capability.CommandRequest;
import org.alluvium.capability.InstanceRequest;
import org.alluvium.driver.Features;
import org.alluvium.rest.server.FakeDriver;
import org.alluvium.rest.server.RunningApi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class InstancesTest {
    private static final String FAKE = "/api;driver=fake/instances";

    @TempDir
    private Path folder;

    private final FakeInstances instances = new FakeInstances();
    private RunningApi api;

    @BeforeEach
    void start() {
        api = new RunningApi(
                folder,
                new FakeDriver(
                        List.of(
                                Features.INSTANCE_AUTHENTICATION_PASSWORD,
                                Features.INSTANCE_USER_DATA,
                                Features.INSTANCE_COUNT),
                        instances));
    }

    @AfterEach
    void stop() throws Exception {
        api.close();
    }

    private InstanceRequest request() {
        assertThat(instances.requests).hasSize(1);
        return instances.requests.get(0);
    }

    @Test
    void anUnknownInstanceIsNotFoundByAnyAction() {
        assertThat(api.get("/api/instances/nosuch").statusCode()).isEqualTo(404);
        for (String action : List.of("start", "stop", "reboot")) {
            assertThat(api.post("/api/instances/nosuch/" + action, "").statusCode())
                    .as(action)
                    .isEqualTo(404);
        }
        HttpResponse<String> destroy = api.send("DELETE", "/api/instances/nosuch", "");
        assertThat(destroy.statusCode()).isEqualTo(404);
        assertThat(destroy.body()).contains("Instance 'nosuch' does not exist.");
    }

    @Test
    void theReasonOfAStateEndsTheInstance() {
        assertThat(api.get(FAKE + "/broken").body())
                .contains("<state>ERROR</state>")
                .containsSubsequence(
                        "</authentication>",
                        "<state_reason>There is no room &lt;here&gt;.</state_reason>",
                        "</instance>");
        assertThat(api.get(FAKE + "/broken", "Accept", "application/json").body())
                .contains("\"state\":\"ERROR\"", "\"state_reason\":\"There is no room <here>.\"}}");
        assertThat(api.get(FAKE + "/one").body()).doesNotContain("state_reason");
        assertThat(api.get(FAKE + "/one", "Accept", "application/json").body()).doesNotContain("state_reason");
    }

    @Test
    void anActionThatTheStateForbidsIsToldWithTheOnesThatItAllows() {
        HttpResponse<String> answer = api.post("/api/instances/inst0/start", "");

        assertThat(answer.statusCode()).isEqualTo(405);
        assertThat(answer.headers().firstValue("Allow")).isPresent();
        assertThat(answer.body()).contains("RUNNING").contains("Possible now: reboot, stop.");
        assertThat(api.get("/api/instances/inst0").body()).contains("<state>RUNNING</state>");
    }

    @Test
    void aRunningInstanceIsNotDestroyed() {
        assertThat(api.send("DELETE", "/api/instances/inst0", "").statusCode()).isEqualTo(405);
        assertThat(api.get("/api/instances/inst0").statusCode()).isEqualTo(200);
    }

    @Test
    void theListIsNarrowedByIdStateAndRealm() {
        assertThat(api.get("/api/instances?id=inst1").body()).contains("inst1").doesNotContain("'inst0'");
        assertThat(api.get("/api/instances?id=nosuch").body()).doesNotContain("<instance ");
        assertThat(api.get("/api/instances?state=stopped").body()).doesNotContain("<instance ");
        assertThat(api.get("/api/instances?realm_id=eu").body())
                .contains("id='inst3'")
                .doesNotContain("id='inst0'");
    }

    @Test
    void anEmptyHardwareProfileIsOneThatDoesNotExist() {
        HttpResponse<String> answer = api.post("/api/instances", "image_id=img1&hwp_id=");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("Hardware profile '' does not exists.");
    }

    @Test
    void anImageIsRequired() {
        HttpResponse<String> answer = api.post("/api/instances", "realm_id=us");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("Required parameter 'image_id' not found in [realm_id]");
    }

    @Test
    void parametersMayStandInTheQueryOfAnEmptyPost() {
        HttpResponse<String> answer = api.post("/api/instances?image_id=img2&name=query", "");

        assertThat(answer.statusCode()).isEqualTo(201);
        assertThat(answer.body()).contains("<name>query</name>");
        assertThat(answer.headers().firstValue("Location").orElse("")).startsWith(api.base() + "/api/instances/inst");
    }

    @Test
    void everythingThatAClientAsksForReachesTheDriver() {
        String data = Base64.getEncoder().encodeToString("hello".getBytes(StandardCharsets.UTF_8));
        api.post(
                FAKE + "?firewalls0=a",
                "image_id=i&realm_id=r&hwp_id=h&hwp_cpu=2&hwp_memory=512&hwp_other=9&name=n&keyname=k&password=p"
                        + "&user_data=" + data + "&path1=/etc/motd&content1=hi&xfirewalls12=b&metrics=no&sandbox=yes"
                        + "&snapshot_id=s&device_name=sdb&load_balancer_id=l",
                "Idempotency-Key",
                "once");

        InstanceRequest request = request();
        assertThat(request.imageId()).isEqualTo("i");
        assertThat(request.realmId()).contains("r");
        assertThat(request.hardwareProfileId()).contains("h");
        assertThat(request.hardwareOverrides().toString()).isEqualTo("{memory=512, cpu=2}");
        assertThat(request.name()).contains("n");
        assertThat(request.keyName()).contains("k");
        assertThat(request.password()).contains("p");
        assertThat(request.userData().orElseThrow()).asString().isEqualTo("hello");
        assertThat(request.userFiles()).containsOnlyKeys("/etc/motd");
        assertThat(request.firewallIds()).containsExactly("a", "b");
        assertThat(request.metrics()).isTrue();
        assertThat(request.sandbox()).contains("yes");
        assertThat(request.snapshotId()).contains("s");
        assertThat(request.deviceName()).contains("sdb");
        assertThat(request.loadBalancerId()).contains("l");
        assertThat(request.idempotencyKey()).contains("once");
        assertThat(request.count()).isEqualTo(1);
        assertThat(request.parameters()).containsEntry("hwp_other", "9");
    }

    @Test
    void anIdempotencyKeyThatCannotBeKeptIsRefused() {
        for (String key : List.of("two words", "x".repeat(256), "")) {
            HttpResponse<String> answer = api.post(FAKE, "image_id=i", "Idempotency-Key", key);

            assertThat(answer.statusCode()).as(key).isEqualTo(400);
            assertThat(answer.body()).contains("The header Idempotency-Key must be 1 to 255 visible ASCII characters");
        }
        assertThat(instances.requests).isEmpty();
    }

    @Test
    void aJsonObjectIsAsGoodAsAForm() {
        api.post(FAKE, "{\"image_id\":\"i\",\"firewalls\":[\"a\",\"b\"]}", "Content-Type", "application/json");

        assertThat(request().firewallIds()).containsExactly("a", "b");
    }

    @Test
    void userDataThatIsNotBase64IsRefusedWhereTheDriverTakesIt() {
        HttpResponse<String> answer = api.post(FAKE, "image_id=i&user_data=A");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("'user_data' must be base64");
        assertThat(instances.requests).isEmpty();
    }

    @Test
    void userDataThatIsNotBase64IsIgnoredWhereTheDriverDoesNotTakeIt() {
        assertThat(api.post("/api/instances", "image_id=img1&user_data=A").statusCode())
                .isEqualTo(201);
    }

    @Test
    void severalInstancesAreAListWithoutALocation() {
        HttpResponse<String> answer = api.post(FAKE, "image_id=i&instance_count=2");

        assertThat(answer.statusCode()).isEqualTo(201);
        assertThat(answer.headers().firstValue("Location")).isEmpty();
        assertThat(answer.body()).contains("<instances>").containsPattern("(?s)<instance .*<instance ");
    }

    @Test
    void aDriverThatDoesNotTellTheNewStateSendsTheClientToTheInstance() {
        HttpResponse<String> answer = api.post("/api/instances/one/reboot", "", "X-Deltacloud-Driver", "fake");

        assertThat(answer.statusCode()).isEqualTo(303);
        assertThat(answer.headers().firstValue("Location")).contains(api.base() + "/api/instances/one");
    }

    @Test
    void anInstanceOfWhichLittleIsKnownHasFewElements() {
        assertThat(api.get("/api/instances/one", "X-Deltacloud-Driver", "fake").body())
                .isEqualTo("""
                        <?xml version='1.0' encoding='utf-8' ?>
                        <instance href='BASE/api/instances/one' id='one'>
                          <state>RUNNING</state>
                          <actions>
                            <link href='BASE/api/instances/one/reboot' method='post' rel='reboot' />
                            <link href='BASE/api/instances/one/run;id=one' method='post' rel='run' />
                          </actions>
                          <public_addresses><address port='5900' type='vnc'>10.0.0.1</address>\
                        <address type='unavailable'></address></public_addresses>
                          <private_addresses></private_addresses>
                          <firewalls><firewall href='BASE/api/firewalls/a%20b' id='a b'></firewall></firewalls>
                          <storage_volumes></storage_volumes>
                          <authentication type='password'>
                            <login>
                              <username>root</username>
                              <password><![CDATA[]]]]><![CDATA[>&]]></password>
                            </login>
                          </authentication>
                        </instance>
                        """.replace("BASE", api.base()));
    }

    @Test
    void aCommandIsRunOnPort22UnlessTold() {
        HttpResponse<String> answer = api.post("/api;driver=fake/instances/one/run", "cmd=ls&ip=10.0.0.2");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body())
                .startsWith("<instance ")
                .contains("<public_address>10.0.0.1</public_address>")
                .contains("<command>ls</command>")
                .contains("<output>&lt;done&gt;");
        assertThat(instances.commands).hasSize(1);
        CommandRequest command = instances.commands.get(0);
        assertThat(command.port()).isEqualTo(22);
        assertThat(command.ip()).contains("10.0.0.2");
    }

    @Test
    void aCommandNeedsAPortThatExists() {
        for (String port : List.of("0", "70000", "x")) {
            assertThat(api.post("/api;driver=fake/instances/one/run", "cmd=ls&port=" + port)
                            .statusCode())
                    .as(port)
                    .isEqualTo(400);
        }
        assertThat(instances.commands).isEmpty();
    }

    @Test
    void aBrowserIsSentToTheListAfterADestroy() {
        api.post("/api/instances/inst1/stop", "");

        HttpResponse<String> answer = api.send("DELETE", "/api/instances/inst1", "", "Accept", "text/html");

        assertThat(answer.statusCode()).isEqualTo(303);
        assertThat(answer.headers().firstValue("Location")).contains(api.base() + "/api/instances");
    }

    @Test
    void nobodyWithoutCredentialsSeesInstances() {
        HttpResponse<String> answer = api.get("/api/instances", "Authorization", "none");

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().firstValue("WWW-Authenticate").orElse("")).startsWith("Basic realm=\"mock-");
    }
}

package org.alluvium.rest.collections.firewalls;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.alluvium.rest.server.RunningApi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class FirewallsTest {
    private static final String RULE = "mockuser~tcp~22~22~@address,ipv4,10.0.0.0,8";

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

    private HttpResponse<String> addRule(String sources) {
        return api.post("/api/firewalls/default/rules", "protocol=tcp&port_from=22&port_to=22&" + sources);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ip_address",
                "ip-address",
                "ip_address1",
                "ip-address7",
                "IP_ADDRESS1",
                "Ip-Address",
                "ip_addresses"
            })
    void anAddressMayBeSentUnderAnyOfItsNames(String name) {
        HttpResponse<String> answer = addRule(name + "=10.0.0.0/8");

        assertThat(answer.statusCode()).isEqualTo(201);
        assertThat(answer.headers().firstValue("Location")).isEmpty();
        assertThat(answer.body()).contains("<source address='10.0.0.0' family='ipv4' prefix='8' type='address' />");
    }

    @Test
    void addressesOfBothFamiliesAndGroupsMakeOneRule() {
        assertThat(addRule("ip_address1=fd00::/8&group1=web&group1owner=me&group2=db")
                        .body())
                .contains("<source address='fd00::' family='ipv6' prefix='8' type='address' />")
                .contains("<source name='web' owner='me' type='group' />")
                .contains("<source name='db' owner='' type='group' />");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "10.0.0.0",
                "10.0.0.0/33",
                "10.0.0/8",
                "999.0.0.0/8",
                "example.org/8",
                "fd00::/129",
                "fd00:::/8",
                "/8"
            })
    void whatIsNoBlockOfAddressesIsNamed(String block) {
        HttpResponse<String> answer = addRule("ip_address=" + block);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("'ip_address'").contains("'" + block + "'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ip_address1=&group1=", "group1owner=me"})
    void aRuleWithoutSourcesIsRefused(String sources) {
        HttpResponse<String> answer = addRule(sources);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("No sources. Specify at least one source ip address or group.");
    }

    @ParameterizedTest
    @ValueSource(strings = {RULE, "mockuser%7Etcp%7E22%7E22%7E%40address%2Cipv4%2C10.0.0.0%2C8"})
    void aRuleIsRemovedByItsIdRawOrEncoded(String id) {
        assertThat(addRule("ip_address1=10.0.0.0/8").body()).contains("id='" + RULE + "'");

        assertThat(api.send("DELETE", "/api/firewalls/default/" + id, "").statusCode())
                .isEqualTo(204);
        assertThat(api.get("/api/firewalls/default").body()).doesNotContain("<rule ");
    }

    @Test
    void aBrowserIsSentToTheFirewallAfterARuleIsRemoved() {
        addRule("ip_address1=10.0.0.0/8");

        HttpResponse<String> answer = api.send("DELETE", "/api/firewalls/default/" + RULE, "", "Accept", "text/html");

        assertThat(answer.statusCode()).isEqualTo(303);
        assertThat(answer.headers().firstValue("Location")).contains(api.base() + "/api/firewalls/default");
    }

    @Test
    void theIndexShowsItsRulesOtherwiseThanTheFirewallDoes() {
        addRule("ip_address1=10.0.0.0/8");
        String href = api.base() + "/api/firewalls/default";

        assertThat(api.get("/api/firewalls").body())
                .contains("<link href='" + href + "' id='default' method='delete' rel='destroy' />")
                .contains("<link href='" + href + "/rules' id='default' method='post' rel='add_rule' />")
                .contains("<rule id='" + RULE + "'>");
        assertThat(api.get("/api/firewalls/default").body())
                .contains("<link href='" + href + "/rules' method='post' rel='update' />")
                .contains("<rule href='" + href + "/" + RULE + "' id='" + RULE + "'>");
    }

    @Test
    void jsonLeavesOutWhatARuleDoesNotTell() {
        addRule("ip_address1=10.0.0.0/8");

        assertThat(api.get("/api/firewalls/default", "Accept", "application/json")
                        .body())
                .contains("\"direction\":\"ingress\"}]")
                .doesNotContain("rule_action")
                .doesNotContain("log_rule");
    }

    @Test
    void anUnknownRuleIsNotFound() {
        assertThat(api.send("DELETE", "/api/firewalls/default/nosuch", "").statusCode())
                .isEqualTo(404);
    }
}

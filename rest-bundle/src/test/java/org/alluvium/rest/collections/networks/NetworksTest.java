package org.alluvium.rest.collections.networks;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.alluvium.capability.NetworkInterfaceOperations;
import org.alluvium.model.NetworkInterface;
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

/** Networks, subnets and network interfaces. */
@Timeout(60)
class NetworksTest {
    @TempDir
    private Path folder;

    private RunningApi api;

    @BeforeEach
    void start() {
        api = new RunningApi(folder, new FakeDriver(List.of(), new OneInterface()));
    }

    @AfterEach
    void stop() throws Exception {
        api.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/xml", "application/json", "text/html"})
    void everyCreateAnswersCreatedAndTellsWhere(String format) {
        String[][] creates = {
            {"networks", "name=n&address_block=172.16.0.0/12", "n"},
            {"subnets", "name=s&network_id=n&address_block=172.16.0.0/24", "s"},
            {"network_interfaces", "name=i&instance=inst0&network=s", "i"}
        };
        for (String[] create : creates) {
            HttpResponse<String> answer = api.post("/api/" + create[0], create[1], "Accept", format);

            assertThat(answer.statusCode()).as(create[0]).isEqualTo(201);
            assertThat(answer.headers().firstValue("Location"))
                    .contains(api.base() + "/api/" + create[0] + "/" + create[2]);
            assertThat(answer.headers().firstValue("Content-Type")).contains(format);
            assertThat(api.get("/api/" + create[0] + "/" + create[2]).statusCode())
                    .isEqualTo(200);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "networks, address_block=10.0.0.0, address_block",
        "subnets, network_id=net1&address_block=all, address_block",
        "subnets, address_block=10.0.0.0/8, network_id",
        "network_interfaces, instance=inst0, network",
        "network_interfaces, network=net1, instance"
    })
    void whatIsMissingOrNoBlockIsNamed(String collection, String form, String parameter) {
        HttpResponse<String> answer = api.post("/api/" + collection, form);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("'" + parameter + "'");
    }

    @Test
    void aSubnetIsWrittenWithoutPadding() {
        assertThat(api.get("/api/subnets/subnet1").body())
                .contains("<address_block>192.168.1.0/24</address_block>")
                .contains("<network>net1</network>");
    }

    @Test
    void theSubnetOfOldClientsWinsOverTheNetwork() {
        assertThat(api.post("/api/network_interfaces", "instance=inst0&network=net1&subnet=subnet3&name=")
                        .body())
                .contains("id='subnet3' rel='subnet'>subnet3</network>");
    }

    @Test
    void whereThereAreNoSubnetsAnInterfaceIsInANetwork() {
        assertThat(api.get("/api;driver=fake/network_interfaces/i").body())
                .contains("<network href='" + api.base() + "/api/networks/n' id='n' rel='network'>n</network>")
                .doesNotContain("<instance");
    }

    @Test
    void jsonAlwaysLinksAnInterfaceToANetwork() {
        assertThat(api.get("/api/network_interfaces/nic1", "Accept", "application/json")
                        .body())
                .contains("\"network\":{\"id\":\"subnet1\",\"href\":\"" + api.base() + "/api/networks/subnet1\"}");
    }

    @Test
    void aBrowserIsSentToTheCollectionAfterDestroy() {
        for (String member : List.of("network_interfaces/nic1", "subnets/subnet3", "networks/net2")) {
            HttpResponse<String> answer = api.send("DELETE", "/api/" + member, "", "Accept", "text/html");

            assertThat(answer.statusCode()).as(member).isEqualTo(303);
            assertThat(answer.headers().firstValue("Location"))
                    .contains(api.base() + "/api/" + member.substring(0, member.indexOf('/')));
        }
    }

    private static final class OneInterface implements NetworkInterfaceOperations {
        private static final NetworkInterface NIC =
                new NetworkInterface("i", "i", "n", Optional.empty(), Optional.empty());

        @Override
        public List<NetworkInterface> list() {
            return List.of(NIC);
        }

        @Override
        public Optional<NetworkInterface> find(String id) {
            return Optional.of(NIC);
        }

        @Override
        public NetworkInterface create(String instanceId, String networkId, Optional<String> name) {
            return NIC;
        }

        @Override
        public void destroy(String id) {
            throw new AssertionError("asked to destroy");
        }
    }
}

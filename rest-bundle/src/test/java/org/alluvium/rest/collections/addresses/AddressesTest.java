package org.alluvium.rest.collections.addresses;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.alluvium.rest.server.RunningApi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class AddressesTest {
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

    @Test
    void aBrowserIsSentToTheAddressAfterAssociateAndDisassociate() {
        for (String action : new String[] {"associate", "disassociate"}) {
            HttpResponse<String> answer =
                    api.post("/api/addresses/192.168.0.2/" + action, "instance_id=inst0", "Accept", "text/html");

            assertThat(answer.statusCode()).as(action).isEqualTo(303);
            assertThat(answer.headers().firstValue("Location")).contains(api.base() + "/api/addresses/192.168.0.2");
        }
    }

    @Test
    void aBrowserIsSentToAllAddressesAfterDestroy() {
        HttpResponse<String> answer = api.send("DELETE", "/api/addresses/192.168.0.2", "", "Accept", "text/html");

        assertThat(answer.statusCode()).isEqualTo(303);
        assertThat(answer.headers().firstValue("Location")).contains(api.base() + "/api/addresses");
        assertThat(api.get("/api/addresses/192.168.0.2").statusCode()).isEqualTo(404);
    }

    @Test
    void aBrowserIsShownTheNewAddress() {
        HttpResponse<String> answer = api.post("/api/addresses", "", "Accept", "text/html");

        assertThat(answer.statusCode()).isEqualTo(201);
        assertThat(answer.body()).contains("192.168.0.5");
    }

    @Test
    void anAddressInUseIsInConflictWithDestroyAndWithAnotherInstance() {
        api.post("/api/addresses/192.168.0.1/associate", "instance_id=inst0");

        assertThat(api.send("DELETE", "/api/addresses/192.168.0.1", "").statusCode())
                .isEqualTo(409);
        HttpResponse<String> again = api.post("/api/addresses/192.168.0.1/associate", "instance_id=inst1");
        assertThat(again.statusCode()).isEqualTo(409);
        assertThat(again.body()).contains("'192.168.0.1'").contains("'inst0'");
    }

    @Test
    void associatingNeedsAnInstance() {
        HttpResponse<String> answer = api.post("/api/addresses/192.168.0.1/associate", "");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("Required parameter 'instance_id' not found");
    }

    @Test
    void theIndexIsFilteredById() {
        assertThat(api.get("/api/addresses?id=192.168.0.3").body())
                .contains("id='192.168.0.3'")
                .doesNotContain("id='192.168.0.1'");
    }
}

package org.alluvium.rest.root;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.alluvium.capability.RealmOperations;
import org.alluvium.driver.CloudException;
import org.alluvium.driver.ErrorKind;
import org.alluvium.driver.Feature;
import org.alluvium.driver.Parameter;
import org.alluvium.model.Realm;
import org.alluvium.rest.server.FakeDriver;
import org.alluvium.rest.server.RunningApi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretParametersTest {
    @Test
    void anErrorDocumentDoesNotRepeatWhatTheApiOrTheDriverCallsSecret(@TempDir Path folder) throws Exception {
        FakeDriver driver = new FakeDriver(
                List.of(new Feature(
                        "realms",
                        "licences",
                        "index",
                        Parameter.optional("licence", Parameter.Type.SECRET, "The key of the licence."),
                        Parameter.optional("site", Parameter.Type.STRING, "Where it holds."))),
                new Failing());
        try (RunningApi api = new RunningApi(folder, driver)) {
            for (String type : new String[] {"application/xml", "application/json", "text/html"}) {
                HttpResponse<String> answer = api.get(
                        "/api;driver=fake/realms?licence=canary-1&password=canary-2&site=north", "Accept", type);

                assertThat(answer.statusCode()).isEqualTo(409);
                assertThat(answer.body()).contains("no realms today").doesNotContain("canary");
            }
            assertThat(api.get("/api;driver=fake/realms?licence=canary-1&site=north")
                            .body())
                    .contains("<param name='licence'><![CDATA[\"[FILTERED]\"]]></param>")
                    .contains("<param name='site'><![CDATA[\"north\"]]></param>");
        }
    }

    private static final class Failing implements RealmOperations {
        @Override
        public List<Realm> list() {
            throw new CloudException(ErrorKind.CONFLICT, "no realms today");
        }

        @Override
        public Optional<Realm> find(String id) {
            return Optional.empty();
        }
    }
}

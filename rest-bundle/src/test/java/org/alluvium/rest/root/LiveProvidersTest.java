package org.alluvium.rest.root;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.alluvium.capability.ProviderOperations;
import org.alluvium.model.Provider;
import org.alluvium.rest.server.FakeDriver;
import org.alluvium.rest.server.RunningApi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LiveProvidersTest {
    @Test
    void aRegionWithoutAnAddressOfItsOwnIsReachedThroughTheServer(@TempDir Path folder) throws Exception {
        ProviderOperations regions = () -> List.of(
                new Provider("north 1", Map.of()), new Provider("south", Map.of("compute", "south.example.com")));
        try (RunningApi api = new RunningApi(folder)) {
            api.registry().addDriver(new FakeDriver(List.of(), regions));
            String host = api.base().replace("http://", "");
            assertThat(api.get("/api;driver=fake/drivers/fake").body())
                    .contains("kind='north 1'><![CDATA[" + host + "/api;driver=fake;provider=north%201]]>")
                    .contains("kind='compute'><![CDATA[south.example.com]]>");
        }
    }
}

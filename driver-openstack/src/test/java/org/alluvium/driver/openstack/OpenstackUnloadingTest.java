package org.alluvium.driver.openstack;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.alluvium.capability.KeyOperations;
import org.alluvium.driver.BackendCalls;
import org.alluvium.driver.CloudDriver;
import org.alluvium.driver.Credentials;
import org.alluvium.testkit.DriverFixture;
import org.alluvium.testkit.Fault;
import org.alluvium.testkit.FaultyProxy;
import org.alluvium.testkit.UnloadingContract;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The driver that comes and goes, each time with a new token: of an answer machine, for the real Keystone takes long. */
class OpenstackUnloadingTest implements UnloadingContract {
    private static FaultyProxy answers;
    private static OpenstackDriver driver;

    @BeforeAll
    static void start() throws IOException {
        // Behind it is nothing
        answers = FaultyProxy.to(URI.create("http://127.0.0.1:1"));
        answers.always(
                request -> request.path().endsWith("/auth/tokens"),
                new Fault.Answer(
                        201, Map.of("Content-Type", "application/json", "X-Subject-Token", "token"), """
                        {"token": {"expires_at": "2999-01-01T00:00:00.000000Z", "user": {"id": "u"}, "project": {"id": "p"},
                         "catalog": [{"type": "compute", "endpoints": [
                          {"interface": "public", "region_id": "RegionOne", "url": "%s/compute/v2.1"}]}]}}
                        """.formatted(
                                        answers.url())));
        answers.always(
                request -> request.path().endsWith("/os-keypairs"),
                Fault.answer(200, "application/json", "{\"keypairs\": [{\"keypair\": {\"name\": \"k\"}}]}"));
        driver = new OpenstackDriver(
                new BackendCalls(),
                "1.0.0",
                new OpenstackSettings(List.of(keystone()), Duration.ofSeconds(5), Duration.ofSeconds(20), 100));
    }

    @AfterAll
    static void stop() throws IOException {
        answers.close();
    }

    private static String keystone() {
        return answers.url() + "/v3";
    }

    @Override
    public DriverFixture fixture() {
        return new DriverFixture() {
            @Override
            public CloudDriver driver() {
                return driver;
            }

            @Override
            public Optional<Map<String, Object>> settings() {
                return Optional.of(Map.of("keystones", new String[] {keystone()}));
            }

            @Override
            public Credentials credentials() {
                return RealOpenstack.DEMO;
            }

            @Override
            public Set<Class<?>> capabilities() {
                return Set.of(KeyOperations.class);
            }

            @Override
            public String imageId() {
                throw new AssertionError("Nothing is started here.");
            }
        };
    }
}

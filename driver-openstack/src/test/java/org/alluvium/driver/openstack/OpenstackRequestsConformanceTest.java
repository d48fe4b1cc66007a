package org.alluvium.driver.openstack;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.alluvium.driver.BackendCalls;
import org.alluvium.driver.CloudDriver;
import org.alluvium.driver.Credentials;
import org.alluvium.testkit.DriverFixture;
import org.alluvium.testkit.FaultyProxy;
import org.alluvium.testkit.ParameterContract;
import org.alluvium.testkit.PathContract;
import org.alluvium.testkit.ProxiedRequest;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** What the driver asks of all the real services, of which {@link OpenstackBackendConformanceTest} breaks some. */
class OpenstackRequestsConformanceTest implements ParameterContract, PathContract {
    private static FakeOctavia octavia;
    private static OpenstackGateway gateway;
    private static FaultyProxy proxy;
    private static OpenstackDriver driver;
    private static String image;

    @BeforeAll
    static void start() throws Exception {
        RealOpenstack.start();
        octavia = new FakeOctavia();
        image = RealOpenstack.image();
        gateway = new OpenstackGateway();
        proxy = FaultyProxy.to(gateway.address());
        driver = new OpenstackDriver(
                new BackendCalls(),
                "1.0.0",
                new OpenstackSettings(
                        List.of(proxy.url() + OpenstackGateway.path(OpenstackService.IDENTITY) + "/v3"),
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(60),
                        100));
    }

    @AfterAll
    static void stop() throws IOException {
        proxy.close();
        gateway.close();
        octavia.close();
    }

    @Override
    public DriverFixture fixture() {
        return new DriverFixture() {
            @Override
            public CloudDriver driver() {
                return driver;
            }

            @Override
            public Credentials credentials() {
                return RealOpenstack.DEMO;
            }

            @Override
            public String imageId() {
                return image;
            }

            @Override
            public Duration patience() {
                return Duration.ofSeconds(60);
            }

            @Override
            public Optional<FaultyProxy> proxy() {
                return Optional.of(proxy);
            }

            @Override
            public boolean fetchesToken(ProxiedRequest request) {
                return request.path().endsWith("/auth/tokens");
            }

            @Override
            public String someId() {
                return "0123abcd-0123-4567-89ab-0123456789ab";
            }
        };
    }
}

package ${package};

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
import org.alluvium.model.Key;
import org.alluvium.testkit.DriverFixture;
import org.alluvium.testkit.FaultyProxy;
import org.alluvium.testkit.LongList;
import org.alluvium.testkit.WholeConformance;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The contract that every driver keeps. */
class ${driverName}ConformanceTest implements WholeConformance {
    private static final int TIMEOUT_MILLIS = 5000;

    private static ${driverName}Server server;
    private static FaultyProxy proxy;
    private static ${driverName}Driver driver;

    @BeforeAll
    static void start() throws Exception {
        server = new ${driverName}Server(0);
        proxy = FaultyProxy.to(URI.create(server.url()));
        String version = System.getProperty("driver.version", "0.0.0");
        driver = new ${driverName}Driver(new BackendCalls(), version, proxy.url(), TIMEOUT_MILLIS);
    }

    @AfterAll
    static void stop() throws Exception {
        proxy.close();
        server.close();
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
                return Optional.of(Map.of("endpoint", proxy.url()));
            }

            @Override
            public Credentials credentials() {
                return new Credentials(${driverName}Server.USER, ${driverName}Server.PASSWORD);
            }

            @Override
            public String imageId() {
                throw new AssertionError("This cloud starts no instances yet.");
            }

            @Override
            public Optional<FaultyProxy> proxy() {
                return Optional.of(proxy);
            }

            @Override
            public List<LongList> longLists() {
                Set<String> ids = Set.of("k1", "k2", "k3", "k4", "k5");
                ids.forEach(server::put);
                return List.of(new LongList(
                        "keys",
                        ids,
                        3,
                        cloud -> cloud.require(KeyOperations.class).list().stream().map(Key::id).toList()));
            }

            @Override
            public Optional<Duration> timeOut() {
                return Optional.of(Duration.ofMillis(TIMEOUT_MILLIS));
            }
        };
    }
}

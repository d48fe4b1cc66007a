package org.alluvium.rest.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.alluvium.driver.BackendCalls;
import org.alluvium.registry.DriverRegistry;
import org.alluvium.rest.server.FakeDriver;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MonitorServerTest {
    private final RequestMetrics requests = new RequestMetrics();
    private final BackendCalls calls = new BackendCalls();
    private final DriverRegistry registry = new DriverRegistry(config(DriverRegistry.Config.class, Map.of()));
    private MonitorServer monitor;

    @BeforeEach
    void start() {
        monitor = new MonitorServer(requests, calls, registry, config(MonitorServer.Config.class, Map.of("port", 0)));
    }

    @AfterEach
    void stop() throws Exception {
        monitor.stop();
    }

    @Test
    void metricsTellRequestsBackendCallsAndLeases() throws Exception {
        registry.addDriver(new FakeDriver(List.of()));
        requests.record("fake", "realms", 200, Duration.ofMillis(20));
        requests.record("fake", "realms", 200, Duration.ofMillis(20));
        calls.record("fake", "List", Duration.ofMillis(500), true);

        HttpResponse<String> answer = get("/metrics");

        assertThat(answer.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/plain; version=0.0.4");
        assertThat(answer.body().lines())
                .contains(
                        "alluvium_request_duration_seconds_count{collection=\"realms\",driver=\"fake\",status=\"200\"} 2",
                        "alluvium_request_duration_seconds_bucket{collection=\"realms\",driver=\"fake\",status=\"200\",le=\"0.01\"} 0",
                        "alluvium_request_duration_seconds_bucket{collection=\"realms\",driver=\"fake\",status=\"200\",le=\"0.025\"} 2",
                        "alluvium_backend_calls_total{driver=\"fake\",operation=\"List\"} 1.0",
                        "alluvium_backend_failures_total{driver=\"fake\",operation=\"List\"} 1.0",
                        "alluvium_backend_seconds_total{driver=\"fake\",operation=\"List\"} 0.5",
                        "alluvium_driver_leases{driver=\"fake\",state=\"active\",version=\"1.0.0\"} 0.0");
    }

    @Test
    void theServerLivesWhenItAnswers() throws Exception {
        assertThat(get("/health/live").statusCode()).isEqualTo(200);
    }

    @Test
    void anythingElseIsNotThere() throws Exception {
        assertThat(get("/api").statusCode()).isEqualTo(404);
    }

    @Test
    void withoutADriverNothingIsReady() {
        assertThat(new DriverCheck(registry).execute().isOk()).isFalse();

        registry.addDriver(new FakeDriver(List.of()));

        assertThat(new DriverCheck(registry).execute().isOk()).isTrue();
    }

    @Test
    void oneFailedCheckMakesTheReportUnhealthy() {
        HealthReport report = HealthReport.of(List.of(
                check("good", () -> new Result(Result.Status.OK, "fine")),
                check("bad", () -> new Result(Result.Status.CRITICAL, "broken"))));

        assertThat(report.healthy()).isFalse();
        assertThat(new String(report.json(), StandardCharsets.UTF_8))
                .isEqualTo("{\"status\":\"CRITICAL\",\"checks\":["
                        + "{\"name\":\"good\",\"status\":\"OK\",\"messages\":[\"fine\"]},"
                        + "{\"name\":\"bad\",\"status\":\"CRITICAL\",\"messages\":[\"broken\"]}]}");
    }

    @Test
    void aCheckThatThrowsHasFailed() {
        HealthReport report = HealthReport.of(List.of(check("thrower", () -> {
            throw new IllegalStateException("secret");
        })));

        assertThat(report.healthy()).isFalse();
        assertThat(new String(report.json(), StandardCharsets.UTF_8)).doesNotContain("secret");
    }

    private HttpResponse<String> get(String path) throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + monitor.port() + path);
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    }

    private static Map.Entry<Map<String, Object>, HealthCheck> check(String name, HealthCheck check) {
        return Map.entry(Map.of(HealthCheck.NAME, name), check);
    }

    private static <T> T config(Class<T> type, Map<String, Object> values) {
        return type.cast(Proxy.newProxyInstance(
                MonitorServerTest.class.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> values.getOrDefault(method.getName(), method.getDefaultValue())));
    }
}

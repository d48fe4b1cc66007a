package org.alluvium.rest.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.lang.reflect.Proxy;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.alluvium.capability.BlobContent;
import org.alluvium.capability.BlobOperations;
import org.alluvium.capability.ProviderOperations;
import org.alluvium.capability.RealmOperations;
import org.alluvium.driver.CloudException;
import org.alluvium.driver.ErrorKind;
import org.alluvium.model.Blob;
import org.alluvium.model.Realm;
import org.alluvium.rest.server.FakeDriver;
import org.alluvium.rest.server.RunningApi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A cloud that hangs or fails, beside one that works. */
@Timeout(60)
class IsolationTest {
    private static final String REALMS = "/api;driver=fake/realms";

    @TempDir
    Path folder;

    private final Semaphore begun = new Semaphore(0);
    private final CountDownLatch released = new CountDownLatch(1);
    private final List<AutoCloseable> toClose = new ArrayList<>();

    @AfterEach
    void stop() throws Exception {
        released.countDown();
        for (AutoCloseable closeable : toClose) {
            closeable.close();
        }
    }

    @Test
    void aCloudThatHangsIsGivenUpAfterItsTime() {
        RunningApi api = api(Map.of("requestTimeoutSeconds", "1"), this::hang);

        HttpResponse<String> answer = api.get(REALMS);

        assertThat(answer.statusCode()).isEqualTo(504);
        assertThat(answer.body())
                .contains("<error")
                .contains("The cloud of driver 'fake' has not answered within 1 s.");
        assertThat(answer.headers().firstValue("Retry-After")).contains("1");
        assertThat(answer.headers().firstValue("X-Request-Id")).isPresent();
    }

    @Test
    void theTimeOfOneDriverIsItsOwn() {
        RunningApi api = api(Map.of("driver.fake.requestTimeoutSeconds", "1"), this::hang);

        assertThat(api.get(REALMS).statusCode()).isEqualTo(504);
        assertThat(api.get("/api/realms").statusCode()).isEqualTo(200);
    }

    @Test
    void anAnswerThatComesTooLateIsNotSent() throws Exception {
        RunningApi api = api(Map.of("requestTimeoutSeconds", "1"), this::hang);
        assertThat(api.get(REALMS).statusCode()).isEqualTo(504);

        released.countDown();

        HttpResponse<String> next = api.get(REALMS);
        assertThat(next.statusCode()).isEqualTo(200);
        assertThat(next.body()).contains("<realms>");
    }

    @Test
    void whoFindsADriverFullIsTurnedAwayAtOnceWhileOthersAreServed() throws Exception {
        RunningApi api = api(Map.of("maxConcurrentRequests", "2", "maxWaitingRequests", "0"), this::hang);
        List<CompletableFuture<HttpResponse<String>>> working = List.of(later(api), later(api));
        begun.acquire(2);

        HttpResponse<String> answer = api.get(REALMS);

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body()).contains("Driver 'fake' works on 2 requests");
        assertThat(answer.headers().firstValue("Retry-After")).contains("1");
        assertThat(api.get("/api/realms").statusCode()).isEqualTo(200);
        released.countDown();
        for (CompletableFuture<HttpResponse<String>> work : working) {
            assertThat(work.get().statusCode()).isEqualTo(200);
        }
        assertThat(api.get(REALMS).statusCode()).isEqualTo(200);
    }

    @Test
    void theEntryPointAndTheProvidersOfAFullDriverHaveToWaitToo() throws Exception {
        RunningApi api = new RunningApi(
                folder,
                Map.of("maxConcurrentRequests", "1", "maxWaitingRequests", "0"),
                new FakeDriver(List.of(), new Realms(this::hang), (ProviderOperations) List::of));
        toClose.add(api);
        CompletableFuture<HttpResponse<String>> working = later(api);
        begun.acquire();

        assertThat(api.get("/api;driver=fake").statusCode()).isEqualTo(503);
        assertThat(api.get("/api/drivers/fake", "X-Deltacloud-Driver", "fake").statusCode())
                .isEqualTo(503);
        assertThat(api.get("/api/drivers/fake").statusCode())
                .as("the cloud is not asked")
                .isEqualTo(200);

        released.countDown();
        assertThat(working.get().statusCode()).isEqualTo(200);
        assertThat(api.get("/api;driver=fake").statusCode()).isEqualTo(200);
    }

    @Test
    void aDownloadThatComesTooLateIsClosed() throws Exception {
        CountDownLatch closed = new CountDownLatch(1);
        InputStream content = new ByteArrayInputStream(new byte[1]) {
            @Override
            public void close() {
                closed.countDown();
            }
        };
        RunningApi api =
                new RunningApi(folder, Map.of("requestTimeoutSeconds", "1"), new FakeDriver(List.of(), (BlobOperations)
                        Proxy.newProxyInstance(
                                getClass().getClassLoader(),
                                new Class<?>[] {BlobOperations.class},
                                (proxy, method, a) -> {
                                    if (method.getName().equals("find")) {
                                        return Optional.of(new Blob(
                                                "b",
                                                "a",
                                                1,
                                                "text/plain",
                                                Optional.empty(),
                                                Map.of(),
                                                Optional.empty()));
                                    }
                                    hang();
                                    return new BlobContent(content, 1, "text/plain");
                                })));
        toClose.add(api);

        assertThat(api.get("/api;driver=fake/buckets/a/b/content").statusCode()).isEqualTo(504);
        released.countDown();

        closed.await();
    }

    @Test
    void whoMayWaitGetsItsTurn() throws Exception {
        RunningApi api = api(Map.of("maxConcurrentRequests", "1", "maxWaitingRequests", "1"), this::hang);
        CompletableFuture<HttpResponse<String>> first = later(api);
        begun.acquire();
        CompletableFuture<HttpResponse<String>> second = later(api);

        released.countDown();

        assertThat(first.get().statusCode()).isEqualTo(200);
        assertThat(second.get().statusCode()).isEqualTo(200);
    }

    @Test
    void aCloudThatFailsTooOftenIsLeftAloneForAWhile() {
        RunningApi api = api(Map.of("breakerPauseSeconds", "7"), () -> {
            begun.release();
            throw new CloudException(ErrorKind.UNAVAILABLE, "The cloud is down.");
        });
        for (int i = 0; i < 20; i++) {
            assertThat(api.get(REALMS).body()).contains("The cloud is down.");
        }

        HttpResponse<String> answer = api.get(REALMS);

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body()).contains("is left alone for 7 s");
        assertThat(answer.headers().firstValue("Retry-After")).contains("7");
        assertThat(begun.availablePermits()).isEqualTo(20);
        assertThat(api.get(REALMS, "X-Deltacloud-Provider", "elsewhere").body()).contains("The cloud is down.");
        assertThat(api.get("/api/realms").statusCode()).isEqualTo(200);
    }

    @Test
    void mistakesOfClientsAreNoFailuresOfTheCloud() {
        RunningApi api = api(Map.of(), () -> {
            throw new CloudException(ErrorKind.FORBIDDEN, "Not you.");
        });

        for (int i = 0; i < 25; i++) {
            assertThat(api.get(REALMS).statusCode()).isEqualTo(403);
        }
    }

    @Test
    void errorsOfADriverAreContained() {
        RunningApi api = api(Map.of(), () -> {
            throw new NoClassDefFoundError("com/example/Missing");
        });

        HttpResponse<String> answer = api.get(REALMS);

        assertThat(answer.statusCode()).isEqualTo(500);
        assertThat(answer.body()).contains("<error").doesNotContain("com/example");
        assertThat(api.get("/api/realms").statusCode()).isEqualTo(200);
    }

    private RunningApi api(Map<String, String> settings, Supplier<List<Realm>> realms) {
        RunningApi api = new RunningApi(folder, settings, new FakeDriver(List.of(), new Realms(realms)));
        toClose.add(api);
        return api;
    }

    private List<Realm> hang() {
        begun.release();
        try {
            released.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return List.of();
    }

    private static CompletableFuture<HttpResponse<String>> later(RunningApi api) {
        return CompletableFuture.supplyAsync(() -> api.get(REALMS), command -> new Thread(command).start());
    }

    private record Realms(Supplier<List<Realm>> realms) implements RealmOperations {
        @Override
        public List<Realm> list() {
            return realms.get();
        }

        @Override
        public Optional<Realm> find(String id) {
            return Optional.empty();
        }
    }
}

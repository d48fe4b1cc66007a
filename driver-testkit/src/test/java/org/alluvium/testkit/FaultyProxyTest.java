package org.alluvium.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Each fault as a client meets it, and as the back end sees it. */
@Timeout(20)
class FaultyProxyTest {
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final List<String> seenByBackend = new CopyOnWriteArrayList<>();
    private HttpServer backend;
    private FaultyProxy proxy;

    /** Echoes the body, chunked when the path says so. */
    @BeforeEach
    void start() throws IOException {
        backend = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        backend.createContext("/", exchange -> {
            byte[] body = exchange.getRequestBody().readAllBytes();
            seenByBackend.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
            exchange.getResponseHeaders()
                    .set("X-Host", exchange.getRequestHeaders().getFirst("Host"));
            boolean chunked = exchange.getRequestURI().getPath().startsWith("/chunked");
            exchange.sendResponseHeaders(200, chunked ? 0 : body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        backend.start();
        proxy = FaultyProxy.to(
                URI.create("http://127.0.0.1:" + backend.getAddress().getPort()));
    }

    @AfterEach
    void stop() throws IOException {
        proxy.close();
        backend.stop(0);
    }

    private HttpRequest.Builder request(String target) {
        return HttpRequest.newBuilder(URI.create(proxy.url() + target)).timeout(Duration.ofSeconds(10));
    }

    private HttpResponse<String> post(String target, String body) throws Exception {
        return client.send(request(target).POST(BodyPublishers.ofString(body)).build(), BodyHandlers.ofString());
    }

    @Test
    void nobodyIsServedAfterTheEnd() throws Exception {
        for (int round = 0; round < 500; round++) {
            proxy.close();
            assertThatThrownBy(() -> post("/plain", "late")).isInstanceOf(IOException.class);
            proxy = FaultyProxy.to(
                    URI.create("http://127.0.0.1:" + backend.getAddress().getPort()));
        }
    }

    @Test
    void passesRequestsOnAndCountsThem() throws Exception {
        for (String target : List.of("/plain?x=1", "/chunked")) {
            HttpResponse<String> answer = post(target, "Action=Tell&grüße=1");
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).isEqualTo("Action=Tell&grüße=1");
            assertThat("http://" + answer.headers().firstValue("X-Host").orElseThrow())
                    .isEqualTo(proxy.url());
        }
        assertThat(client.send(
                                request("/head")
                                        .method("HEAD", BodyPublishers.noBody())
                                        .build(),
                                BodyHandlers.ofString())
                        .statusCode())
                .isEqualTo(200);
        assertThat(proxy.requests())
                .extracting(ProxiedRequest::method, ProxiedRequest::path)
                .containsExactly(tuple("POST", "/plain"), tuple("POST", "/chunked"), tuple("HEAD", "/head"));
        assertThat(proxy.requests().get(0).formField("Action")).contains("Tell");
        assertThat(proxy.requests().get(0).formField("Nosuch")).isEmpty();
        assertThat(proxy.connections()).isEqualTo(1);
    }

    @Test
    void readsChunkedBodiesAndAnswersWhoAsksWhetherToGoOn() throws Exception {
        byte[] content = "x".repeat(100_000).getBytes(StandardCharsets.ISO_8859_1);
        HttpRequest put = request("/plain")
                .expectContinue(true)
                .PUT(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(content)))
                .build();
        assertThat(client.send(put, BodyHandlers.ofByteArray()).body()).isEqualTo(content);
    }

    @Test
    void forgettingStartsTheCountsFromZeroOnTheSameConnection() throws Exception {
        post("/a", "1");
        proxy.forget();
        post("/b", "2");
        assertThat(proxy.requests()).extracting(ProxiedRequest::target).containsExactly("/b");
        assertThat(proxy.connections()).isZero();
    }

    @Test
    void answersItselfAsOftenAsTold() throws Exception {
        proxy.next(
                Fault.throttle(503, Duration.ofSeconds(7)),
                Fault.answer(200, "text/xml", "<Error/>"),
                Fault.garbage("application/json"));
        HttpResponse<String> throttled = post("/a", "1");
        assertThat(throttled.statusCode()).isEqualTo(503);
        assertThat(throttled.headers().firstValue("Retry-After")).contains("7");
        assertThat(post("/a", "1").body()).isEqualTo("<Error/>");
        assertThat(post("/a", "1").body()).startsWith("\u0000");
        assertThat(seenByBackend).isEmpty();
        assertThat(post("/a", "1").body()).isEqualTo("1");
        assertThat(proxy.requests()).hasSize(4);
    }

    @Test
    void aRuleHoldsUntilItIsHealed() throws Exception {
        proxy.always(r -> r.path().equals("/bad"), Fault.answer(500, "text/plain", "oops"));
        assertThat(post("/bad", "1").statusCode()).isEqualTo(500);
        assertThat(post("/good", "1").statusCode()).isEqualTo(200);
        assertThat(post("/bad", "1").statusCode()).isEqualTo(500);
        proxy.heal();
        assertThat(post("/bad", "1").statusCode()).isEqualTo(200);
    }

    @Test
    void cutsBeforeTheBackendKnowsOrAfter() {
        proxy.always(r -> r.path().equals("/before"), new Fault.CutBefore());
        proxy.always(r -> r.path().equals("/after"), new Fault.CutAfter());
        assertThatThrownBy(() -> post("/before", "1")).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> post("/after", "1")).isInstanceOf(IOException.class);
        assertThat(seenByBackend).isNotEmpty().containsOnly("POST /after");
    }

    @Test
    void cutsWithinTheBodyAndSpeaksNoHttp() {
        proxy.always(r -> r.path().equals("/within"), new Fault.CutWithin());
        proxy.always(r -> r.path().equals("/nothttp"), new Fault.NotHttp());
        assertThatThrownBy(() -> post("/within", "0123456789")).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> post("/nothttp", "1")).isInstanceOf(IOException.class);
    }

    @Test
    void corruptsTheBodyAndKeepsItsLengthTrue() throws Exception {
        proxy.next(new Fault.Corrupt(
                body -> (new String(body, StandardCharsets.UTF_8) + "!").getBytes(StandardCharsets.UTF_8)));
        assertThat(post("/a", "1").body()).isEqualTo("1!");
    }

    @Test
    void delaysAndHangs() throws Exception {
        proxy.next(new Fault.Delay(Duration.ofMillis(200)));
        long start = System.nanoTime();
        assertThat(post("/a", "1").body()).isEqualTo("1");
        assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(TimeUnit.MILLISECONDS.toNanos(200));
        proxy.next(new Fault.Hang());
        HttpRequest impatient = request("/a").timeout(Duration.ofMillis(300)).build();
        assertThatThrownBy(() -> client.send(impatient, BodyHandlers.ofString()))
                .isInstanceOf(HttpTimeoutException.class);
    }

    @Test
    void healingEndsWhatHangs() throws Exception {
        proxy.always(r -> true, new Fault.Hang());
        CompletableFuture<HttpResponse<String>> waiting =
                client.sendAsync(request("/a").build(), BodyHandlers.ofString());
        while (proxy.requests().isEmpty()) {
            Thread.onSpinWait();
        }
        proxy.heal();
        assertThat(waiting.handle((answer, ended) -> true).get(5, TimeUnit.SECONDS))
                .isTrue();
        assertThat(post("/a", "1").body()).isEqualTo("1");
    }
}

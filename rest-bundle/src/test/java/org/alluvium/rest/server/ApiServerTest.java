package org.alluvium.rest.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class ApiServerTest {
    private static final int LARGE = 16 << 20;

    private final Echo echo = new Echo();
    private ApiServer server;

    @BeforeEach
    void start() throws Exception {
        server = new ApiServer(echo, new Settings().config());
    }

    @AfterEach
    void stop() throws Exception {
        server.stop();
    }

    @Test
    void anEncodedSlashReachesTheServletAsItCame() throws Exception {
        assertThat(get("/api/blobs/a%2Fb%25c//d").body()).isEqualTo("/api/blobs/a%2Fb%25c//d");
    }

    @Test
    void matrixParametersReachTheServlet() throws Exception {
        assertThat(get("/api;driver=mock/realms").body()).isEqualTo("/api;driver=mock/realms");
    }

    @Test
    void aDotSegmentInDisguiseIsRefused() throws Exception {
        Connection.Answer answer = get("/api/%2e%2e/etc");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body()).startsWith("<error status='400'>");
    }

    @Test
    void jettyDoesNotTellItsName() throws Exception {
        assertThat(get("/api").head()).doesNotContainIgnoringCase("jetty");
    }

    @Test
    void whatIsNoRequestIsAnsweredWithAnErrorDocument() throws Exception {
        try (Connection connection = new Connection(server.port())) {
            Connection.Answer answer = connection.send("NONSENSE\r\n\r\n");

            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.head()).contains("Content-Type: application/xml");
            assertThat(answer.body()).startsWith("<error status='400'>").doesNotContain("Exception");
        }
    }

    @Test
    void whatIsWrongWithTheProtocolIsTheClientsFaultAndEndsTheConnection() throws Exception {
        for (String request : new String[] {
            "GET /api HTTP/9.9\r\nHost: localhost\r\n\r\n",
            "POST /api HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: rot13\r\n\r\n",
            "G\u00c9T /api HTTP/1.1\r\nHost: localhost\r\n\r\n"
        }) {
            try (Connection connection = new Connection(server.port())) {
                Connection.Answer answer = connection.send(request);

                assertThat(answer.status()).as(request).isEqualTo(400);
                assertThat(answer.close()).as(request).isTrue();
            }
        }
    }

    @Test
    void anExceptionOfTheServletIsAnsweredWithoutItsText() throws Exception {
        Connection.Answer answer = get("/throw");

        assertThat(answer.status()).isEqualTo(500);
        assertThat(answer.body()).contains("<code>500</code>").doesNotContain("secret");
    }

    @Test
    void aBodyThatNobodyReadsDoesNotEndTheConnection() throws Exception {
        try (Connection connection = new Connection(server.port())) {
            for (String body : new String[] {
                "Content-Length: 5\r\n\r\nhello", "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n"
            }) {
                Connection.Answer answer = connection.send("GET /api HTTP/1.1\r\nHost: localhost\r\n" + body);

                assertThat(answer.status()).isEqualTo(200);
                assertThat(answer.close()).isFalse();
                assertThat(connection.get("/next").body()).isEqualTo("/next");
            }
        }
    }

    @Test
    void anAnswerThatComesBeforeTheBodyTellsThatTheConnectionEnds() throws Exception {
        for (String length : new String[] {"Content-Length: 5", "Transfer-Encoding: chunked"}) {
            for (String path : new String[] {"/api", "/large", "/throw"}) {
                try (Connection connection = new Connection(server.port())) {
                    Connection.Answer answer =
                            connection.send("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n" + length + "\r\n\r\n");

                    assertThat(answer.status()).isEqualTo(path.equals("/throw") ? 500 : 200);
                    assertThat(answer.close()).as(path + " " + length).isTrue();
                    connection.write(length.endsWith("5") ? "hello" : "5\r\nhello\r\n0\r\n\r\n");
                    assertThatThrownBy(connection::read).isInstanceOf(EOFException.class);
                }
            }
        }
    }

    @Test
    void aClientThatSendsWhatNobodyReadsGetsItsAnswer() throws Exception {
        try (Connection connection = new Connection(server.port())) {
            connection.write("GET /api HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + 4 * LARGE + "\r\n\r\n");
            String part = "x".repeat(LARGE);
            for (int i = 0; i < 4; i++) {
                connection.write(part);
            }

            Connection.Answer answer = connection.read();

            assertThat(answer.body()).isEqualTo("/api");
            assertThat(answer.close()).isTrue();
        }
    }

    @Test
    void aClientThatWaitsForLeaveToSendItsBodyIsNotWaitedFor() throws Exception {
        try (Connection connection = new Connection(server.port())) {
            Connection.Answer answer = connection.send(
                    "GET /api HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n");

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.close()).isTrue();
            assertThatThrownBy(connection::read).isInstanceOf(EOFException.class);
        }
    }

    @Test
    void headersOverTheLimitAreRefusedWithAnErrorDocument() throws Exception {
        server.configure(new Settings().with("maxHeaderBytes", 2000).config());

        Connection.Answer answer = get("/" + "x".repeat(3000));

        assertThat(answer.status()).isIn(414, 431);
        assertThat(answer.body()).contains("<code>" + answer.status() + "</code>");
    }

    @Test
    void limitsChangeUnderLoadWithoutAFailedRequest() throws Exception {
        try (Load load = new Load(server::port)) {
            for (int i = 0; i < 20; i++) {
                load.awaitAnswers(200);
                server.configure(new Settings()
                        .with("maxHeaderBytes", 8000 + i)
                        .with("idleTimeoutSeconds", 10 + i)
                        .with("maxThreads", 50 + i)
                        .config());
            }
            load.awaitAnswers(200);
            assertThat(load.failures()).isEmpty();
        }
    }

    @Test
    void theAddressChangesUnderLoadWithoutAFailedRequest() throws Exception {
        try (Load load = new Load(server::port)) {
            for (int i = 0; i < 5; i++) {
                load.awaitAnswers(200);
                int before = server.port();
                server.configure(new Settings()
                        .with("port", freePort())
                        .with("handoverSeconds", 1)
                        .config());
                assertThat(server.port()).isNotEqualTo(before);
                load.awaitAnswers(2000);
            }
            assertThat(load.failures()).isEmpty();
        }
    }

    @Test
    void theBindAddressChangesOnTheSamePortUnderLoadWithoutAFailedRequest() throws Exception {
        int port = freePort();
        server.configure(new Settings().with("port", port).config());
        try (Load load = new Load(() -> port)) {
            for (String host : new String[] {"0.0.0.0", "127.0.0.1"}) {
                load.awaitAnswers(200);
                server.configure(new Settings()
                        .with("bindAddress", host)
                        .with("port", port)
                        .with("handoverSeconds", 0)
                        .config());
                load.awaitAnswers(2000);
            }
            assertThat(load.failures()).isEmpty();
        }
    }

    @Test
    void theOldAddressAnswersDuringTheHandover() throws Exception {
        int old = server.port();
        server.configure(new Settings().with("port", freePort()).config());

        try (Connection connection = new Connection(old)) {
            Connection.Answer answer = connection.get("/api");
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.close()).isTrue();
        }
    }

    @Test
    void anAddressThatIsTakenBackDuringTheHandoverStays() throws Exception {
        int old = freePort();
        server.configure(new Settings().with("port", old).config());
        server.configure(new Settings().with("port", freePort()).config());
        server.configure(new Settings().with("port", old).config());

        assertThat(server.port()).isEqualTo(old);
        assertThat(get("/api").close()).isFalse();
    }

    @Test
    void aRequestInFlightFinishesOnAnAddressThatGoes() throws Exception {
        try (Connection connection = new Connection(server.port())) {
            connection.write("GET /wait HTTP/1.1\r\nHost: localhost\r\n\r\n");
            assertThat(echo.waiting.await(10, TimeUnit.SECONDS)).isTrue();
            int old = server.port();
            server.configure(new Settings()
                    .with("port", freePort())
                    .with("handoverSeconds", 0)
                    .config());
            awaitRefusal(old);

            echo.goOn.countDown();

            assertThat(connection.read().status()).isEqualTo(200);
        }
    }

    @Test
    void aClientThatRestsGetsTheWholeAnswer() throws Exception {
        server.configure(new Settings().with("idleTimeoutSeconds", 1).config());
        try (Connection slow = large()) {
            for (int silent = 0; silent < 3; silent++) {
                awaitIdleTimeout();
            }

            assertThat(slow.read().body()).hasSize(LARGE);
            assertThat(slow.get("/api").status()).isEqualTo(200);
        }
    }

    @Test
    void aClientThatRestsForTooLongIsGivenUp() throws Exception {
        server.configure(new Settings().with("idleTimeoutSeconds", 1).config());
        try (Connection gone = large()) {
            assertThat(echo.failed.await(30, TimeUnit.SECONDS)).isTrue();

            assertThatThrownBy(gone::read).isInstanceOf(IOException.class);
        }
    }

    @Test
    void anAddressInUseChangesNothing() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int before = server.port();

            server.configure(new Settings().with("port", taken.getLocalPort()).config());

            assertThat(server.port()).isEqualTo(before);
            assertThat(get("/api").status()).isEqualTo(200);
        }
    }

    @Test
    void tlsComesAndGoesOnTheSamePort(@TempDir Path folder) throws Exception {
        Path keystore = folder.resolve("server.p12");
        createKey(keystore, "changeit");
        int port = server.port();

        server.configure(new Settings()
                .with("tls_keystore", keystore.toString())
                .with("tls_keystorePassword", "changeit")
                .config());
        try (Connection secure =
                new Connection(trustAll().getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port))) {
            assertThat(secure.get("/scheme").body()).isEqualTo("https");
        }

        server.configure(new Settings().config());
        assertThat(server.port()).isEqualTo(port);
        assertThat(get("/scheme").body()).isEqualTo("http");
    }

    @Test
    void aKeyStoreThatCannotBeReadChangesNothing() throws Exception {
        server.configure(new Settings().with("tls_keystore", "/nonexistent").config());

        assertThat(get("/scheme").body()).isEqualTo("http");
    }

    private Connection.Answer get(String target) throws IOException {
        try (Connection connection = new Connection(server.port())) {
            return connection.get(target);
        }
    }

    /** Has asked for what no buffer holds, and reads nothing of it. */
    private Connection large() throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(65536);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()));
        Connection connection = new Connection(socket);
        connection.write("GET /large HTTP/1.1\r\nHost: localhost\r\n\r\n");
        return connection;
    }

    /** As long as a connection may be silent. */
    private void awaitIdleTimeout() throws IOException {
        try (Connection silent = new Connection(server.port())) {
            assertThatThrownBy(silent::read).isInstanceOf(EOFException.class);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return probe.getLocalPort();
        }
    }

    private static void awaitRefusal(int port) {
        while (true) {
            try (Connection connection = new Connection(port)) {
                Thread.onSpinWait();
            } catch (IOException refused) {
                return;
            }
        }
    }

    private static void createKey(Path keystore, String password) throws Exception {
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "server",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        password,
                        "-keystore",
                        keystore.toString())
                .redirectErrorStream(true)
                .start();
        String output = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(keytool.waitFor()).as(output).isZero();
    }

    private static SSLContext trustAll() throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        X509TrustManager all = new X509TrustManager() {
            @Override
            public void checkClientTrusted(X509Certificate[] chain, String type) {}

            @Override
            public void checkServerTrusted(X509Certificate[] chain, String type) {}

            @Override
            public X509Certificate[] getAcceptedIssuers() {
                return new X509Certificate[0];
            }
        };
        context.init(null, new TrustManager[] {all}, null);
        return context;
    }

    /** Answers with what it was asked for. */
    private static final class Echo extends HttpServlet {
        private static final long serialVersionUID = 1L;

        final transient CountDownLatch waiting = new CountDownLatch(1);
        final transient CountDownLatch goOn = new CountDownLatch(1);
        final transient CountDownLatch failed = new CountDownLatch(1);

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            // Jetty throws here for ambiguous paths unless it is told to decode them.
            String path = request.getServletPath() + request.getPathInfo();
            String answer = path.endsWith("/scheme") ? request.getScheme() : request.getRequestURI();
            if (path.endsWith("/throw")) {
                throw new IllegalStateException("secret");
            }
            if (path.endsWith("/wait")) {
                waiting.countDown();
                try {
                    goOn.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
            byte[] body = path.endsWith("/large") ? new byte[LARGE] : answer.getBytes(StandardCharsets.UTF_8);
            response.setContentLength(body.length);
            try {
                response.getOutputStream().write(body);
            } catch (IOException e) {
                failed.countDown();
                throw e;
            }
        }
    }
}

package org.alluvium.shell.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ArchiveFolderTest {
    private static final Duration SHORT = Duration.ofMillis(50);
    private static final Duration LONG = Duration.ofHours(1);

    @TempDir
    private Path drivers;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private ServerSocket server;
    private String url;

    @BeforeEach
    void listen() throws IOException {
        server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        url = "http://admin:secret@127.0.0.1:" + server.getLocalPort() + "/driver.jar?token=secret";
    }

    @AfterEach
    void stop() throws IOException {
        threads.shutdownNow();
        server.close();
    }

    @Test
    void aServerThatKeepsSilentIsWaitedForNoLongerThanTheBound() throws Exception {
        late(folder(LONG, SHORT));

        ended();
        assertThat(names()).isEmpty();
    }

    @Test
    void aServerThatSendsByteByByteForEverIsWaitedForNoLongerThanTheBound() throws Exception {
        Future<Void> sent = threads.submit(this::trickle);

        late(folder(SHORT, LONG));

        assertThat(names()).isEmpty();
        // The download has ended, too, or the server would go on to send.
        assertThatThrownBy(sent::get).isInstanceOf(ExecutionException.class).hasCauseInstanceOf(IOException.class);
        ended();
        assertThat(names()).isEmpty();
    }

    @Test
    void anOperatorWhoBreaksOffDoesNotWait() throws Exception {
        ArchiveFolder folder = folder(LONG, LONG);
        CountDownLatch over = new CountDownLatch(1);
        Thread operator = new Thread(() -> {
            try {
                folder.fetch(url);
            } catch (InterruptedException e) {
                over.countDown();
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
        operator.start();
        try (Socket asked = server.accept()) {
            assertThat(asked.isConnected()).isTrue();
            operator.interrupt();
            over.await();
        }
        operator.join();
        // The JDK asks once more where a connection breaks before the answer.
        server.close();
        ended();
        assertThat(names()).isEmpty();
    }

    @Test
    void whatAFetchLeftThatWasCutOffIsDeleted() throws Exception {
        Files.writeString(drivers.resolve("a.incoming"), "half");
        Files.writeString(drivers.resolve("mock-1.0.0.jar"), "whole");

        folder(LONG, LONG);

        assertThat(names()).containsExactly("mock-1.0.0.jar");
    }

    @Test
    void whatIsBeingFetchedIsNotPruned() throws Exception {
        ArchiveFolder folder = folder(LONG, LONG);
        Files.writeString(drivers.resolve("a.incoming"), "half");
        Files.writeString(drivers.resolve("mock-1.0.0.jar"), "whole");

        folder.prune(List.of());

        assertThat(names()).containsExactly("a.incoming");
    }

    private ArchiveFolder folder(Duration bound, Duration silence) throws IOException {
        return new ArchiveFolder(drivers, new BoundedWork(threads, () -> bound), silence);
    }

    private void late(ArchiveFolder folder) {
        assertThatThrownBy(() -> folder.fetch(url))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("http://127.0.0.1:" + server.getLocalPort()
                        + "/driver.jar cannot be read: it does not arrive in"
                        + " time. Download it by other means and say where it is, for example file:/tmp/driver.jar.");
    }

    private Void trickle() throws IOException {
        try (Socket socket = server.accept();
                OutputStream out = socket.getOutputStream()) {
            out.write("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            while (true) {
                out.write('.');
            }
        }
    }

    /** Nothing runs any more. */
    private void ended() throws InterruptedException {
        threads.shutdown();
        assertThat(threads.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(drivers)) {
            return files.map(path -> path.getFileName().toString()).toList();
        }
    }
}

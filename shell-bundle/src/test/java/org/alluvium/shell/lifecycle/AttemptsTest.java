package org.alluvium.shell.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class AttemptsTest {
    @TempDir
    private Path folder;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Turn turn = new Turn(Duration.ZERO);
    private ChangeLog log;
    private Attempts attempts;

    @BeforeEach
    void open() throws Exception {
        log = new ChangeLog(new StateFile(folder.resolve("state")));
        attempts = new Attempts(turn, log, threads);
    }

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    @Test
    void aChangeWhoseTurnIsTakenIsInTheHistoryOnceTheOtherIsDone() throws Exception {
        CountDownLatch taken = new CountDownLatch(1);
        CountDownLatch done = new CountDownLatch(1);
        threads.execute(() -> turn.unattended(() -> {
            taken.countDown();
            done.await();
        }));
        taken.await();

        assertThatThrownBy(() -> attempts.soon("mock", "upgrade", "1.0.0", "1.1.0", "admin", () -> "done"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("A driver is being changed at the moment.");

        assertThat(log.of("mock")).isEmpty();
        done.countDown();
        assertThat(recorded())
                .isEqualTo("admin upgrade 1.0.0 1.1.0 refused: A driver is being changed at the moment. Try again when"
                        + " that is done.");
    }

    @Test
    void aChangeThatCannotBePreparedIsInTheHistory() throws Exception {
        assertThatThrownBy(() -> attempts.prepare("mock", "canary", "1.0.0", "http://a/b.jar", "admin", () -> {
                    throw new IllegalArgumentException("no way");
                }))
                .hasMessage("no way");

        assertThat(recorded()).isEqualTo("admin canary 1.0.0 http://a/b.jar refused: no way");
    }

    @Test
    void aChangeThatTheOperatorBreaksOffIsSaidToBe() throws Exception {
        assertThatThrownBy(() -> attempts.prepare("mock", "canary", "", "b", "admin", () -> {
                    throw new InterruptedException();
                }))
                .isInstanceOf(InterruptedException.class);

        assertThat(recorded()).isEqualTo("admin canary  b refused: interrupted");
    }

    private String recorded() throws InterruptedException {
        threads.shutdown();
        assertThat(threads.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
        assertThat(log.of("mock")).hasSize(1);
        DriverChange change = log.of("mock").get(0);
        return String.join(" ", change.who(), change.what(), change.from(), change.to(), change.result());
    }
}

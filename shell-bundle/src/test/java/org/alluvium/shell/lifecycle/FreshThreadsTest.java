package org.alluvium.shell.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class FreshThreadsTest {
    @Test
    void aThreadEndsWithItsTask() throws Exception {
        ExecutorService threads = FreshThreads.open();
        try {
            Thread thread = threads.submit(Thread::currentThread).get(20, TimeUnit.SECONDS);

            thread.join(Duration.ofSeconds(20).toMillis());

            assertThat(thread.isAlive()).isFalse();
        } finally {
            threads.shutdownNow();
        }
    }
}

package org.alluvium.rest.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DeadlineTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final Deadlines deadlines = new Deadlines();
    private final AtomicInteger answers = new AtomicInteger();

    @AfterEach
    void stop() {
        deadlines.close();
    }

    @Test
    void whoIsInTimeAnswers() {
        Deadline deadline = deadlines.start(MINUTE, answers::incrementAndGet);

        assertThat(deadline.miss(System.nanoTime())).isFalse();
        assertThat(deadline.meet()).isTrue();
        assertThat(deadline.miss(System.nanoTime() + MINUTE.multipliedBy(2).toNanos()))
                .isFalse();
    }

    @Test
    void extendingLetsTheTimeBeginAnew() {
        Deadline deadline = deadlines.start(MINUTE, answers::incrementAndGet);
        long due = System.nanoTime() + MINUTE.toNanos();

        deadline.extend();

        assertThat(deadline.miss(due - 1)).isFalse();
        assertThat(deadline.miss(System.nanoTime() + MINUTE.toNanos())).isTrue();
    }

    @Test
    void whoIsLateFindsTheRequestAnswered() throws Exception {
        CountDownLatch answered = new CountDownLatch(1);
        Deadline deadline = deadlines.start(Duration.ZERO, () -> {
            answers.incrementAndGet();
            answered.countDown();
        });
        answered.await();

        assertThat(deadline.meet()).isFalse();
        assertThat(answers).hasValue(1);
    }
}

package org.alluvium.rest.isolation;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The time by which one request must have its answer. The thread that works on it calls {@link #meet} and answers only when
 * that is true. The thread is not interrupted when the time is over: that would close files which a driver has open for others.
 * Safe for use by many threads.
 */
public final class Deadline {
    private enum State {
        RUNNING,
        MET,
        MISSED
    }

    private final AtomicReference<State> state = new AtomicReference<>(State.RUNNING);
    private final CountDownLatch answered = new CountDownLatch(1);
    private final Deadlines deadlines;
    private final long timeoutNanos;
    private final Runnable answer;
    private volatile long at;

    Deadline(Deadlines deadlines, Duration timeout, Runnable answer) {
        this.deadlines = requireNonNull(deadlines);
        this.timeoutNanos = timeout.toNanos();
        this.answer = requireNonNull(answer);
        extend();
    }

    /** Lets the time begin anew. */
    public void extend() {
        at = System.nanoTime() + timeoutNanos;
    }

    /**
     * Whether the caller is to answer. If not, another thread has answered by the time that this returns.
     *
     * <p>To be called exactly once, by the thread that worked on the request.
     */
    public boolean meet() {
        deadlines.remove(this);
        if (state.compareAndSet(State.RUNNING, State.MET)) {
            return true;
        }
        boolean interrupted = false;
        while (true) {
            try {
                answered.await();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return false;
    }

    /** Whether the time is over and nobody has answered yet; then the caller has to {@link #answer}. */
    boolean miss(long now) {
        return now - at >= 0 && state.compareAndSet(State.RUNNING, State.MISSED);
    }

    void answer() {
        try {
            answer.run();
        } finally {
            answered.countDown();
        }
    }
}

package org.alluvium.shell.lifecycle;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** Runs code of drivers that may hang, or throw whatever it likes, without harm to the caller. */
final class BoundedWork {
    /** For which a thread that is interrupted may take to end. */
    private static final Duration LAST_WORDS = Duration.ofSeconds(1);

    private final ExecutorService threads;
    private final Supplier<Duration> timeout;

    /** @param timeout asked for with each task */
    BoundedWork(ExecutorService threads, Supplier<Duration> timeout) {
        this.threads = requireNonNull(threads);
        this.timeout = requireNonNull(timeout);
    }

    Duration timeout() {
        return timeout.get();
    }

    /**
     * What the task answers. One that takes too long is interrupted and left to itself, and so is one whose caller is interrupted.
     *
     * @param what is to be done, for a sentence: {@code answer}
     * @throws IllegalStateException when it takes too long; the message says so, for the middle of a sentence, and whether its
     *     thread goes on
     * @throws ExecutionException what the task threw
     */
    <T> T within(String what, Callable<T> task) throws InterruptedException, ExecutionException {
        Duration limit = timeout();
        CountDownLatch ended = new CountDownLatch(1);
        Future<T> result = threads.submit(() -> {
            try {
                return task.call();
            } finally {
                ended.countDown();
            }
        });
        try {
            return result.get(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            result.cancel(true);
            String goesOn = ended.await(LAST_WORDS.toNanos(), TimeUnit.NANOSECONDS)
                    ? ""
                    : "; its thread goes on until a restart of the server";
            throw new IllegalStateException("it did not " + what + " within " + limit.toSeconds() + " s" + goesOn, e);
        } finally {
            result.cancel(true);
        }
    }
}

package org.alluvium.rest.isolation;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Watches over the deadlines of all requests at work. Safe for use by many threads. */
public final class Deadlines implements AutoCloseable {
    private static final long TICK_MILLIS = 100;

    private final Set<Deadline> running = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService clock =
            Executors.newSingleThreadScheduledExecutor(task -> daemon(task, "deadlines"));
    private final ExecutorService answers =
            Executors.newCachedThreadPool(task -> daemon(task, "answers to requests out of time"));

    /** Watches from now on. */
    public Deadlines() {
        clock.scheduleWithFixedDelay(this::check, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
    }

    /**
     * Starts the time of one request.
     *
     * @param timeout exact to a tenth of a second
     * @param answer answers the client in place of the thread that works on the request; run by another thread, once at most
     */
    public Deadline start(Duration timeout, Runnable answer) {
        Deadline deadline = new Deadline(this, timeout, answer);
        running.add(deadline);
        return deadline;
    }

    void remove(Deadline deadline) {
        running.remove(deadline);
    }

    private void check() {
        long now = System.nanoTime();
        for (Deadline deadline : running) {
            if (deadline.miss(now)) {
                running.remove(deadline);
                answers.execute(deadline::answer);
            }
        }
    }

    /** Ends the watch; what is at work goes on without bound. */
    @Override
    public void close() {
        clock.shutdownNow();
        answers.shutdown();
    }

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }
}

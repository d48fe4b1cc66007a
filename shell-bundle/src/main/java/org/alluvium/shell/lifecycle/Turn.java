package org.alluvium.shell.lifecycle;

import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets one change of drivers be made at a time, whoever makes it. */
final class Turn {
    private static final Logger LOG = LoggerFactory.getLogger(Turn.class);
    /** For which a command waits for what another one has begun, such as the stop of the revision before. */
    private static final long PATIENCE_SECONDS = 10;

    private final ReentrantLock busy = new ReentrantLock();

    /** What the server does by itself. */
    interface Work {
        void run() throws Exception;
    }

    /**
     * For an operator, who is not to wait long.
     *
     * @throws IllegalStateException when another change takes longer than that
     */
    <T> T soon(Callable<T> work) throws Exception {
        if (!busy.tryLock(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new IllegalStateException("A driver is being changed at the moment. Try again when that is done.");
        }
        try {
            return work.call();
        } finally {
            busy.unlock();
        }
    }

    /** However long it takes until the others are done. */
    void whenFree(Work work) throws Exception {
        busy.lock();
        try {
            work.run();
        } finally {
            busy.unlock();
        }
    }

    /** As {@link #whenFree}, with nobody there to be told of a failure. */
    void unattended(Work work) {
        try {
            whenFree(work);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            LOG.error("The wanted state of the drivers could not be restored", e);
        }
    }
}

package org.alluvium.shell.lifecycle;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets one change of drivers be made at a time, whoever makes it. */
final class Turn {
    private static final Logger LOG = LoggerFactory.getLogger(Turn.class);

    private final ReentrantLock busy = new ReentrantLock();
    private final Duration patience;

    /**
     * Nobody's turn.
     *
     * @param patience for which an operator waits
     */
    Turn(Duration patience) {
        this.patience = requireNonNull(patience);
    }

    /** Another change takes too long for somebody to wait for it. */
    static final class Taken extends IllegalStateException {
        private static final long serialVersionUID = 1;

        Taken() {
            super("A driver is being changed at the moment. Try again when that is done.");
        }
    }

    /** What the server does by itself. */
    interface Work {
        void run() throws Exception;
    }

    /**
     * For an operator, who is not to wait long.
     *
     * @throws Taken when another change takes longer than that
     */
    <T> T soon(Callable<T> work) throws Exception {
        if (!busy.tryLock(patience.toNanos(), TimeUnit.NANOSECONDS)) {
            throw new Taken();
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

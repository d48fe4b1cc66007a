package org.alluvium.shell.lifecycle;

import static java.util.Objects.requireNonNull;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;

/** Has it in the history, too, that an operator's change was refused before its turn came. Safe for use by many threads. */
final class Attempts {
    private final Turn turn;
    private final ChangeLog log;
    private final ExecutorService threads;

    Attempts(Turn turn, ChangeLog log, ExecutorService threads) {
        this.turn = requireNonNull(turn);
        this.log = requireNonNull(log);
        this.threads = requireNonNull(threads);
    }

    /** As {@link Turn#soon}: the work itself records what comes of it. */
    <T> T soon(String driver, String what, String from, String to, String who, Callable<T> work) throws Exception {
        try {
            return turn.soon(work);
        } catch (Turn.Taken e) {
            record(driver, what, from, to, who, e);
            throw e;
        }
    }

    /** Does what a change needs before its turn. */
    <T> T prepare(String driver, String what, String from, String to, String who, Callable<T> work) throws Exception {
        try {
            return work.call();
        } catch (Exception e) {
            record(driver, what, from, to, who, e);
            throw e;
        }
    }

    /** The operator does not wait for the turn only to have a refusal written down. */
    private void record(String driver, String what, String from, String to, String who, Exception why) {
        threads.execute(() -> turn.unattended(() -> log.record(driver, what, from, to, who, refused(why))));
    }

    /** The result of a change that failed so. */
    static String refused(Exception why) {
        return "refused: " + (why instanceof InterruptedException ? "interrupted" : why.getMessage());
    }
}

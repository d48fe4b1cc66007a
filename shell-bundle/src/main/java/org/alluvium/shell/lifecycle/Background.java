package org.alluvium.shell.lifecycle;

/**
 * Does what can wait with the lowest priority, so that requests get the processors first. {@code bin/alluvium} tells the JVM to
 * heed priorities. Threads that are started meanwhile inherit it: nothing is to be done so that starts threads for requests.
 */
final class Background {
    private Background() {}

    /** What may throw whatever it likes. */
    interface Work<T, E extends Exception> {
        T run() throws E;
    }

    /** What the work answers; the calling thread has its own priority again then. */
    static <T, E extends Exception> T run(Work<T, E> work) throws E {
        Thread thread = Thread.currentThread();
        int before = thread.getPriority();
        thread.setPriority(Thread.MIN_PRIORITY);
        try {
            return work.run();
        } finally {
            thread.setPriority(before);
        }
    }
}

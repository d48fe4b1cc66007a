package org.alluvium.shell.lifecycle;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Threads that end with their task. Drivers run on them, and what a driver's library leaves in ThreadLocals would keep the classes
 * of its revision for as long as the thread waits for more work: the JDK's XML factory keeps the last stream that it read.
 */
final class FreshThreads {
    private FreshThreads() {}

    /** An executor that takes any number of tasks at once. */
    static ExecutorService open() {
        return new ThreadPoolExecutor(0, Integer.MAX_VALUE, 0, TimeUnit.SECONDS, new SynchronousQueue<>(), task -> {
            Thread thread = new Thread(task, "driver-lifecycle");
            thread.setDaemon(true);
            return thread;
        });
    }
}

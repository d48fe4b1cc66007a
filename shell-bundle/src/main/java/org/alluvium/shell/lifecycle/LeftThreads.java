package org.alluvium.shell.lifecycle;

import static java.util.Objects.requireNonNull;

import java.lang.reflect.Field;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds the threads that a driver has left behind; they keep its classes in memory. Safe for use by many threads. */
final class LeftThreads {
    /** For which threads of a revision that was stopped may go on. */
    private static final Duration LAST_WORDS = Duration.ofSeconds(5);

    private static final Optional<Field> TARGET = target();

    private final ChangeLog log;
    private final Turn turn;
    private final ExecutorService threads;

    LeftThreads(ChangeLog log, Turn turn, ExecutorService threads) {
        this.log = requireNonNull(log);
        this.turn = requireNonNull(turn);
        this.threads = requireNonNull(threads);
    }

    /** Has it in the history if a revision that was stopped has left some. Returns at once. */
    void look(KnownRevision revision, ClassLoader loader) {
        threads.execute(() -> {
            List<String> left = of(loader, LAST_WORDS);
            if (!left.isEmpty()) {
                turn.unattended(() -> log.record(
                        revision.driver(),
                        "retire",
                        revision.version(),
                        "",
                        ChangeLog.SERVER,
                        "done, but it left threads behind, which keep its classes in memory: "
                                + String.join(", ", left)));
            }
        });
    }

    /**
     * The names of the threads that still run code of a class loader, once those that are about to end have had that much time.
     *
     * @return in alphabetical order; empty when there are none
     */
    static List<String> of(ClassLoader loader, Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        List<String> left = running(loader);
        while (!left.isEmpty()
                && System.nanoTime() < deadline
                && !Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
            left = running(loader);
        }
        return left;
    }

    private static List<String> running(ClassLoader loader) {
        return threads()
                .filter(thread -> thread.isAlive() && belongs(thread, loader))
                .map(Thread::getName)
                .sorted()
                .toList();
    }

    /** All threads, by their groups: to ask for their stack traces would hold all of them up meanwhile, requests included. */
    private static Stream<Thread> threads() {
        ThreadGroup root = Thread.currentThread().getThreadGroup();
        while (root.getParent() != null) {
            root = root.getParent();
        }
        Thread[] found;
        int count;
        do { // What does not fit is left out without a word.
            found = new Thread[2 * root.activeCount()];
            count = root.enumerate(found);
        } while (count == found.length);
        return Stream.of(found).limit(count);
    }

    private static boolean belongs(Thread thread, ClassLoader loader) {
        return thread.getContextClassLoader() == loader
                || thread.getClass().getClassLoader() == loader
                || TARGET.map(field -> value(field, thread))
                        .filter(task -> task.getClass().getClassLoader() == loader)
                        .isPresent();
    }

    private static @Nullable Object value(Field field, Thread thread) {
        try {
            return field.get(thread);
        } catch (IllegalAccessException e) {
            return null;
        }
    }

    /** What a thread was told to run; readable where the JDK is open to it, as it is in Karaf. */
    private static Optional<Field> target() {
        try {
            Field field = Thread.class.getDeclaredField("target");
            return field.trySetAccessible() ? Optional.of(field) : Optional.empty();
        } catch (NoSuchFieldException | RuntimeException e) {
            return Optional.empty();
        }
    }
}

package org.alluvium.shell.lifecycle;

import java.lang.reflect.Field;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.alluvium.driver.CloudDriver;
import org.jspecify.annotations.Nullable;

/** Finds the threads that a driver has left behind; they keep its classes in memory. */
final class LeftThreads {
    private static final Optional<Field> TARGET = target();

    private LeftThreads() {}

    /**
     * The names of the threads that still run a driver's code, once those that are about to end have had that much time.
     *
     * @return in alphabetical order; empty when there are none
     */
    static List<String> of(CloudDriver driver, Duration patience) {
        ClassLoader loader = driver.getClass().getClassLoader();
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
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.isAlive() && belongs(thread, loader))
                .map(Thread::getName)
                .sorted()
                .toList();
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

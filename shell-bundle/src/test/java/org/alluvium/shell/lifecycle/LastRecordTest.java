package org.alluvium.shell.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.WeakReference;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

class LastRecordTest {
    @Test
    @EnabledForJreRange(max = JRE.JAVA_17, disabledReason = "From Java 18 on it is a soft reference.")
    void theClassLoaderOfTheRecordThatWasComparedLastCanBeCollected() throws Exception {
        WeakReference<ClassLoader> gone = compareARecordOfAnotherLoader();

        LastRecord.forget();

        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (gone.get() != null && System.nanoTime() < end) {
            System.gc();
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
        assertThat(gone.get()).isNull();
    }

    /** A loader that has these classes of its own, as a bundle has, and that nobody here knows when this returns. */
    private static WeakReference<ClassLoader> compareARecordOfAnotherLoader() throws Exception {
        URL classes = Equal.class.getProtectionDomain().getCodeSource().getLocation();
        try (URLClassLoader loader = new URLClassLoader(new URL[] {classes}, LastRecordTest.class.getClassLoader()) {
            @Override
            protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
                return name.startsWith(Equal.class.getName()) ? findClass(name) : super.loadClass(name, resolve);
            }
        }) {
            @SuppressWarnings("unchecked")
            Predicate<String> compares = (Predicate<String>)
                    loader.loadClass(Equal.class.getName()).getConstructor().newInstance();
            assertThat(compares.test("a")).isTrue();
            return new WeakReference<>(loader);
        }
    }

    /** Compares two records of its own. */
    public static final class Equal implements Predicate<String> {
        record Text(String text) {}

        @Override
        public boolean test(String text) {
            return new Text(text).equals(new Text(text));
        }
    }
}

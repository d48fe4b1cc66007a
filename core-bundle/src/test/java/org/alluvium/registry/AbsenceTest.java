package org.alluvium.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.WeakReference;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.startlevel.BundleStartLevel;

class AbsenceTest {
    /** An absence holds its bundle weakly. */
    private final List<Bundle> installed = new ArrayList<>();

    @Test
    void aDriverWhoseBundleWasStartedIsToRunAndOneThatWasStoppedIsNot() {
        assertThat(absence(bundle(() -> true)).isToRun()).isTrue();
        assertThat(absence(bundle(() -> false)).isToRun()).isFalse();
    }

    @Test
    void aDriverWhoseBundleWasUninstalledIsNotToRun() {
        assertThat(absence(bundle(() -> {
                            throw new IllegalStateException("as OSGi has it");
                        }))
                        .isToRun())
                .isFalse();
        assertThat(absence(bundle(() -> {
                            throw new IllegalArgumentException("as Felix has it");
                        }))
                        .isToRun())
                .isFalse();
    }

    private Absence absence(Bundle bundle) {
        installed.add(bundle);
        return new Absence(new FakeDriver("a", "1.0.0").info(), System.nanoTime(), new WeakReference<>(bundle));
    }

    private static Bundle bundle(BooleanSupplier started) {
        BundleStartLevel level = fake(BundleStartLevel.class, started::getAsBoolean);
        return fake(Bundle.class, () -> level);
    }

    /** Whatever it is asked for, it answers that. */
    private static <T> T fake(Class<T> type, Supplier<Object> answer) {
        return type.cast(Proxy.newProxyInstance(
                AbsenceTest.class.getClassLoader(), new Class<?>[] {type}, (proxy, method, args) -> answer.get()));
    }
}

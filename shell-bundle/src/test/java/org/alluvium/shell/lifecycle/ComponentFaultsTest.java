package org.alluvium.shell.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ComponentFaultsTest {
    @Test
    void theInnermostCauseIsTheReason() {
        assertThat(ComponentFaults.reason("java.lang.reflect.InvocationTargetException\n\tat a.B.c(B.java:1)\n"
                        + "Caused by: java.lang.IllegalStateException: no licence\n\t... 3 more\n"))
                .isEqualTo("java.lang.IllegalStateException: no licence");
    }

    @Test
    void aTraceWithoutACauseIsItsFirstLine() {
        assertThat(ComponentFaults.reason("java.lang.NoClassDefFoundError: a/B\n\tat x"))
                .isEqualTo("java.lang.NoClassDefFoundError: a/B");
        assertThat(ComponentFaults.reason("")).isEqualTo("it does not say why");
    }
}

package org.alluvium.driver.openstack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.alluvium.driver.BackendCalls;
import org.alluvium.driver.CloudException;
import org.alluvium.driver.ErrorKind;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** What the tests of this driver wait for, expect and count. */
final class Conditions {
    private Conditions() {}

    /** Waits until something is so; fails after two minutes. */
    static void await(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + Duration.ofMinutes(2).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waiting for " + what).isLessThan(end);
            LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
        }
    }

    /** The failure of that kind. */
    static CloudException failure(ErrorKind kind, ThrowingCallable call) {
        CloudException failure = catchThrowableOfType(CloudException.class, call);
        assertThat(failure).as("a failure").isNotNull();
        assertThat(failure.kind()).as(failure.getMessage()).isEqualTo(kind);
        return failure;
    }

    /** How often each operation was called. */
    static Map<String, Long> counted(BackendCalls counts) {
        return counts.totals().stream()
                .collect(Collectors.toMap(BackendCalls.Total::operation, BackendCalls.Total::calls));
    }
}

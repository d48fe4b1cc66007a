package org.alluvium.driver.mock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.alluvium.driver.CloudException;
import org.alluvium.driver.ErrorKind;
import org.assertj.core.api.AbstractStringAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Asserts how an operation fails. */
final class Failures {
    private Failures() {}

    /** Asserts that the operation fails in that way; answers the message for more. */
    static AbstractStringAssert<?> assertFails(ErrorKind kind, ThrowingCallable operation) {
        CloudException failure = catchThrowableOfType(CloudException.class, operation);
        assertThat(failure).as("the operation fails").isNotNull();
        assertThat(failure.kind()).as(failure.getMessage()).isEqualTo(kind);
        return assertThat(failure.getMessage());
    }
}

package org.alluvium.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CloudExceptionTest {
    private static final String SECRET = "correct horse battery staple";

    @Test
    void aSecretIsHiddenWhereverItIsAndWhereItIsCutOff() {
        CloudException failure = failure(SECRET + " and '" + SECRET + "' are bad: " + SECRET.substring(0, 15) + "...");

        assertThat(failure.hiding(List.of("", SECRET)).getMessage()).isEqualTo("*** and '***' are bad: ***...");
    }

    @Test
    void aShortSecretIsHiddenWhole() {
        assertThat(failure("No 'ab' but a b.").hiding(List.of("ab")).getMessage())
                .isEqualTo("No '***' but a b.");
        assertThat(failure("** is bad.").hiding(List.of("*")).getMessage()).isEqualTo("****** is bad.");
    }

    @Test
    void aCauseThatTellsASecretIsLeftOut() {
        Exception telling = new IllegalStateException(new IllegalStateException("no " + SECRET));
        CloudException failure =
                new CloudException(ErrorKind.CONFLICT, "No.", telling, Optional.of(Duration.ofSeconds(3)));

        CloudException hidden = failure.hiding(List.of(SECRET));

        assertThat(hidden).hasNoCause().hasMessage("No.");
        assertThat(hidden.kind()).isEqualTo(ErrorKind.CONFLICT);
        assertThat(hidden.retryAfter()).contains(Duration.ofSeconds(3));
    }

    @Test
    void aFailureThatTellsNoneStaysAsItIs() {
        CloudException failure = new CloudException(ErrorKind.CONFLICT, "No.", new IllegalStateException("no"));

        assertThat(failure.hiding(List.of(SECRET))).isSameAs(failure);
    }

    private static CloudException failure(String message) {
        return new CloudException(ErrorKind.INVALID, message);
    }
}

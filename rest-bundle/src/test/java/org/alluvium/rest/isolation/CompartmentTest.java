package org.alluvium.rest.isolation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.alluvium.driver.CloudException;
import org.alluvium.driver.ErrorKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class CompartmentTest {
    @Test
    void aLowerLimitWaitsForNobodyWhoIsInside() {
        Compartment compartment = new Compartment("fake", limits(4, 0));
        List<Pass> inside = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            inside.add(compartment.enter(Optional.empty(), limits(4, 0)));
        }

        assertThatThrownBy(() -> compartment.enter(Optional.empty(), limits(1, 0)))
                .isInstanceOf(CloudException.class)
                .hasMessageContaining("works on 1 requests");
        inside.forEach(Pass::close);

        try (Pass pass = compartment.enter(Optional.empty(), limits(1, 0))) {
            assertThat(pass).isNotNull();
            assertThatThrownBy(() -> compartment.enter(Optional.empty(), limits(1, 0)))
                    .isInstanceOf(CloudException.class);
        }
        compartment.enter(Optional.empty(), limits(1, 0)).close();
    }

    @Test
    void whoHasAskedNothingDoesNotSpeakForTheCloud() {
        Compartment compartment = new Compartment("fake", limits(1, 0));
        for (int i = 0; i < 10; i++) {
            try (Pass pass = compartment.enter(Optional.empty(), limits(1, 0))) {
                pass.failed(new CloudException(ErrorKind.UNAVAILABLE, "The cloud is down."));
            }
            try (Pass pass = compartment.enter(Optional.empty(), limits(1, 0))) {
                pass.askedNothing();
            }
        }
        for (int i = 0; i < 10; i++) {
            try (Pass pass = compartment.enter(Optional.empty(), limits(1, 0))) {
                pass.failed(new CloudException(ErrorKind.UNAVAILABLE, "The cloud is down."));
            }
        }

        assertThatThrownBy(() -> compartment.enter(Optional.empty(), limits(1, 0)))
                .hasMessageContaining("is left alone");
    }

    private static Limits limits(int maxConcurrent, int maxWaiting) {
        return new Limits(
                Duration.ofSeconds(30), maxConcurrent, maxWaiting, Duration.ZERO, 100, Duration.ofSeconds(30));
    }
}

package org.alluvium.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.annotation.Annotation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.alluvium.driver.CloudDriver;
import org.alluvium.registry.DriverStatus.State;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class CanaryTest {
    private final DriverRegistry registry = new DriverRegistry(new Settings());
    private final FakeDriver old = new FakeDriver("a", "1.0.0");
    private final FakeDriver canary = new FakeDriver("a", "2.0.0");
    private final List<CanaryReport> ended = new ArrayList<>();

    @BeforeEach
    void arrive() {
        registry.guard(new RevisionGuard() {
            @Override
            public Optional<State> withheld(String driverId, CloudDriver newcomer) {
                return newcomer == canary ? Optional.of(State.CHECKING) : Optional.empty();
            }

            @Override
            public List<DriverStatus> known() {
                return List.of();
            }
        });
        registry.addDriver(old);
        registry.addDriver(canary);
    }

    @Test
    void withoutATrialNobodyIsAskedWhoCalls() {
        try (Lease lease = registry.lease("a", () -> {
            throw new AssertionError("asked");
        })) {
            assertThat(lease.driver()).isSameAs(old);
            lease.failed();
        }
    }

    @Test
    void theShareOfTheCallersGetsTheCanaryAndEachTheSameEveryTime() {
        registry.tryOut(canary, new CanaryRules(20, 1000, 5), ended::add);
        int taken = 0;
        for (int i = 0; i < 1000; i++) {
            boolean first = isCanary("user" + i);
            assertThat(isCanary("user" + i)).isEqualTo(first);
            taken += first ? 1 : 0;
        }

        assertThat(taken).isBetween(150, 250);
        assertThat(registry.active("a")).contains(old);
        assertThat(registry.statuses()).extracting(DriverStatus::state).containsExactly(State.ACTIVE, State.CHECKING);
        assertThat(registry.lease("a").driver())
                .as("a request without a caller")
                .isSameAs(old);
    }

    @Test
    void aCanaryThatFailsTooOftenIsEndedOnceWithItsFigures() {
        registry.tryOut(canary, new CanaryRules(50, 10, 5), ended::add);
        String guineaPig = caller(true);
        String other = caller(false);
        answer(other, false);
        for (int i = 0; i < 9; i++) {
            answer(guineaPig, true);
        }
        assertThat(ended).as("before the minimum").isEmpty();

        Lease late = registry.lease("a", () -> guineaPig);
        answer(guineaPig, true);
        late.failed();
        late.close();

        assertThat(ended).singleElement().satisfies(report -> {
            assertThat(report.version()).isEqualTo("2.0.0");
            assertThat(report.present()).isTrue();
            assertThat(report.figures()).isEqualTo("10 of its 10 requests failed, 0 of 1 with the active revision");
        });
        assertThat(registry.canary("a")).isEmpty();
        assertThat(isCanary(guineaPig)).isFalse();
    }

    @Test
    void aCanaryThatFailsBeforeItIsJudgedIsEndedByWhateverCompletesTheMinimum() {
        registry.tryOut(canary, new CanaryRules(50, 10, 5), ended::add);
        String guineaPig = caller(true);
        for (int i = 0; i < 9; i++) {
            answer(guineaPig, true);
        }
        assertThat(ended).isEmpty();

        answer(guineaPig, false);

        assertThat(ended).hasSize(1);
    }

    @Test
    void aCanaryIsNotBlamedForACloudThatFailsBothAlike() {
        registry.tryOut(canary, new CanaryRules(50, 10, 5), ended::add);
        String guineaPig = caller(true);
        String other = caller(false);
        for (int i = 0; i < 100; i++) {
            answer(other, i % 2 == 0);
            answer(guineaPig, i % 2 == 0);
        }

        assertThat(ended).isEmpty();
        assertThat(registry.canary("a")).hasValueSatisfying(report -> {
            assertThat(report.requests()).isEqualTo(100);
            assertThat(report.failures()).isEqualTo(50);
            assertThat(report.othersFailures()).isEqualTo(50);
        });
    }

    @Test
    void aFailureCountsAtOnceAndOnce() {
        registry.tryOut(canary, new CanaryRules(50, 1000, 5), ended::add);
        String guineaPig = caller(true);
        Lease hanging = registry.lease("a", () -> guineaPig);
        hanging.failed();
        hanging.failed();
        assertThat(registry.canary("a").orElseThrow().failures()).isEqualTo(1);
        hanging.close();
        hanging.close();

        assertThat(registry.canary("a").orElseThrow().requests()).isEqualTo(1);
    }

    @Test
    void aCanaryThatIsActivatedIsTheActiveRevision() {
        registry.tryOut(canary, new CanaryRules(50, 1, 0), ended::add);
        Lease held = registry.lease("a", () -> caller(true));
        assertThat(registry.activate(canary)).isTrue();

        held.failed();

        assertThat(registry.active("a")).contains(canary);
        assertThat(registry.canary("a")).isEmpty();
        assertThat(ended).as("a late failure ends nothing").isEmpty();
    }

    @Test
    void aCanaryThatGoesIsToldOfAndItsCallersGetTheOther() {
        registry.tryOut(canary, new CanaryRules(50, 1, 0), ended::add);
        String guineaPig = caller(true);

        registry.removeDriver(canary);

        assertThat(ended)
                .singleElement()
                .satisfies(report -> assertThat(report.present()).isFalse());
        try (Lease lease = registry.lease("a", () -> guineaPig)) {
            assertThat(lease.driver()).isSameAs(old);
        }
    }

    @Test
    void aTrialThatIsEndedByHandIsNotToldOf() {
        registry.tryOut(canary, new CanaryRules(50, 1, 0), ended::add);

        registry.endTrial("a");
        registry.endTrial("a");

        assertThat(registry.canary("a")).isEmpty();
        assertThat(ended).isEmpty();
    }

    @Test
    void aDriverHasOneCanaryAndOnlyWhatIsThereIsTried() {
        assertThat(registry.tryOut(new FakeDriver("a", "3.0.0"), new CanaryRules(5, 1, 0), ended::add))
                .isFalse();
        assertThat(registry.tryOut(canary, new CanaryRules(5, 1, 0), ended::add))
                .isTrue();
        assertThat(registry.tryOut(canary, new CanaryRules(5, 1, 0), ended::add))
                .isFalse();
    }

    @Test
    void aShareOfNobodyOrOfEverybodyIsNoTrial() {
        assertThatThrownBy(() -> new CanaryRules(0, 1, 0))
                .hasMessage("A canary gets 1 to 99 percent of the callers, not 0.");
        assertThatThrownBy(() -> new CanaryRules(100, 1, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new CanaryRules(1, 0, 0)).isInstanceOf(IllegalArgumentException.class);
    }

    private boolean isCanary(String caller) {
        try (Lease lease = registry.lease("a", () -> caller)) {
            return lease.driver() == canary;
        }
    }

    /** A caller that gets the canary, or one that does not. */
    private String caller(boolean guineaPig) {
        Trial trial = new Trial(new Revision(canary), new CanaryRules(50, 1, 0), report -> {});
        int i = 0;
        while (trial.takes("user" + i) != guineaPig) {
            i++;
        }
        return "user" + i;
    }

    private void answer(String caller, boolean failed) {
        try (Lease lease = registry.lease("a", () -> caller)) {
            if (failed) {
                lease.failed();
            }
        }
    }

    private record Settings() implements DriverRegistry.Config {
        @Override
        public int drainTimeoutSeconds() {
            return 1;
        }

        @Override
        public int returnTimeoutSeconds() {
            return (int) Duration.ofSeconds(1).toSeconds();
        }

        @Override
        public Class<? extends Annotation> annotationType() {
            return DriverRegistry.Config.class;
        }
    }
}

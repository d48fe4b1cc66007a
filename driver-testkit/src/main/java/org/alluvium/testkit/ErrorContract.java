package org.alluvium.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.alluvium.driver.Cloud;
import org.alluvium.driver.CloudException;
import org.alluvium.driver.ErrorKind;
import org.alluvium.testkit.Secrets.Told;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What a driver makes of a cloud that refuses, fails, hangs or talks nonsense: an error of the right kind, with a sentence,
 * without a secret, in time; and once the cloud is well again so is the driver. Examined like {@link BackendContract}.
 */
public interface ErrorContract extends BackendContract {
    @ParameterizedTest(name = "{0}")
    @EnumSource(Refusal.class)
    default void aRefusalBecomesAnErrorOfItsKind(Refusal refusal) throws Exception {
        String guarantee = guarantee(refusal);
        FaultyProxy proxy = proxy(guarantee);
        Fault fault = fixture().says(refusal).orElseGet(() -> abort("this cloud never says " + refusal));
        Map<String, Consumer<Cloud>> probes = refusal.ofChanges()
                ? Probes.destroys(fixture().capabilities(), fixture().someId())
                : lists();
        examine(proxy, fault, probes, guarantee, failure -> {
            assertThat(failure.kind()).as(failure.getMessage()).isIn(refusal.kinds());
            if (refusal == Refusal.THROTTLED) {
                assertThat(failure.retryAfter()).as("how long to wait").contains(Refusal.RETRY_AFTER);
            }
        });
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource(Breakage.class)
    default void aBrokenAnswerBecomesAnErrorOfTheProvider(Breakage breakage) throws Exception {
        String guarantee = guarantee(breakage);
        FaultyProxy proxy = proxy(guarantee);
        examine(
                proxy,
                breakage.fault(),
                lists(),
                guarantee,
                failure -> assertThat(failure.kind()).as(failure.getMessage()).isIn(breakage.kinds()));
    }

    @Test
    default void aCloudThatHangsBecomesATimeOut() throws Exception {
        FaultyProxy proxy = proxy(TIME_OUT);
        if (fixture().timeOut().isEmpty()) {
            abort("not examined: the fixture tells no time-out");
        }
        examine(
                proxy,
                new Fault.Hang(),
                firstThatAsks(proxy),
                TIME_OUT,
                failure -> assertThat(failure.kind()).as(failure.getMessage()).isEqualTo(ErrorKind.PROVIDER_TIMEOUT));
    }

    /** A cloud that hangs. */
    String TIME_OUT = "a cloud that hangs becomes PROVIDER_TIMEOUT, in time";

    /** The guarantee in words. */
    static String guarantee(Refusal refusal) {
        return refusal == Refusal.ERROR_IN_200
                ? "a 200 with an error in it becomes PROVIDER_ERROR"
                : "a " + refusal.status() + " becomes " + refusal.kinds().get(0)
                        + (refusal == Refusal.THROTTLED ? ", with how long to wait" : "");
    }

    /** The guarantee in words. */
    static String guarantee(Breakage breakage) {
        return "becomes PROVIDER_ERROR or UNAVAILABLE: "
                + breakage.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private void examine(
            FaultyProxy proxy,
            Fault fault,
            Map<String, Consumer<Cloud>> probes,
            String guarantee,
            Consumer<CloudException> check)
            throws Exception {
        AtomicInteger examined = new AtomicInteger();
        for (Map.Entry<String, Consumer<Cloud>> probe : probes.entrySet()) {
            // With a token at hand, so that the fault meets the call itself
            Secrets.outcome(() -> {
                probe.getValue().accept(cloud());
                return "";
            });
            proxy.forget();
            proxy.always(request -> !fixture().fetchesToken(request), fault);
            try {
                examine(proxy, fault, probe, check).ifPresent(told -> {
                    told.assertHides(fixture().credentials(), fixture().hidesUsers());
                    examined.incrementAndGet();
                });
            } finally {
                proxy.heal();
            }
        }
        lists().values().forEach(list -> list.accept(cloud()));
        if (examined.get() > 0) {
            CapabilityMatrix.proves(guarantee);
        }
    }

    /** What was told on the way; empty when the call did not ask the cloud. */
    private Optional<Told> examine(
            FaultyProxy proxy, Fault fault, Map.Entry<String, Consumer<Cloud>> probe, Consumer<CloudException> check)
            throws Exception {
        long start = System.nanoTime();
        AtomicBoolean failed = new AtomicBoolean();
        Told told = Secrets.told(() -> {
            try {
                probe.getValue().accept(cloud());
            } catch (CloudException failure) {
                failed.set(!proxy.requests().isEmpty());
                return List.of(
                        failure, Secrets.text(failure), failed.get() ? check(probe.getKey(), check, failure) : "");
            }
            assertThat(proxy.requests())
                    .as("requests of %s, which noticed nothing of %s", probe.getKey(), fault)
                    .isEmpty();
            return List.of();
        });
        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .as("how long %s took", probe.getKey())
                .isLessThan(fixture()
                        .timeOut()
                        .orElse(Duration.ofSeconds(20))
                        .multipliedBy(3)
                        .plusSeconds(5));
        return failed.get() ? Optional.of(told) : Optional.empty();
    }

    private static String check(String collection, Consumer<CloudException> check, CloudException failure) {
        assertThat(failure.getMessage()).as("what is told of %s", collection).isNotBlank();
        try {
            check.accept(failure);
        } catch (AssertionError wrong) {
            throw new AssertionError(collection + ": " + wrong.getMessage(), wrong);
        }
        return "";
    }

    /** One list that asks the cloud: each that hangs costs a time-out. */
    private Map<String, Consumer<Cloud>> firstThatAsks(FaultyProxy proxy) {
        for (Map.Entry<String, Consumer<Cloud>> list : lists().entrySet()) {
            list.getValue().accept(cloud());
            proxy.forget();
            list.getValue().accept(cloud());
            if (!proxy.requests().isEmpty()) {
                return Map.of(list.getKey(), list.getValue());
            }
        }
        return Map.of();
    }
}

package org.alluvium.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.abort;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.Supplier;
import org.alluvium.driver.Cloud;
import org.alluvium.driver.CloudException;
import org.alluvium.driver.ErrorKind;
import org.alluvium.driver.Feature;
import org.alluvium.registry.Conformance.State;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.extension.ExtendWith;

/** What all contracts share. */
@ExtendWith(CapabilityMatrix.class)
public interface Contract {
    /** Ids that nothing has, and that break a driver which builds paths or queries of ids without encoding them. */
    List<String> UNKNOWN_IDS = List.of("nosuch", "no such/../thing?x=1&y=*", "ü<&\"'>%00", "..");

    /** The driver under test; the same answer for every test of a class. */
    DriverFixture fixture();

    /** A new connection. */
    default Cloud cloud() {
        return fixture()
                .driver()
                .connect(fixture().provider(), Optional.of(fixture().credentials()));
    }

    /**
     * The operations that the driver declares for these credentials, observed for the capability matrix. Of a capability that
     * is not declared it is asserted that a connection does not have it either.
     */
    default <T> Optional<T> declared(Class<T> capability) {
        Optional<T> operations = cloud().find(capability);
        assertThat(operations.isPresent())
                .as("has %s", capability.getSimpleName())
                .isEqualTo(fixture().capabilities().contains(capability));
        return operations.map(found -> CapabilityMatrix.observe(capability, found));
    }

    /** Whether the driver declares the feature. */
    default boolean has(Feature feature) {
        return fixture().driver().info().hasFeature(feature);
    }

    /**
     * Asserts that the cloud keeps what was sent, by {@link DriverFixture#kept}, which proves the feature; a fixture that does not
     * tell ends the test here, unexamined.
     */
    default void assertKept(Feature feature, Optional<String> kept, String sent) {
        if (kept.isEmpty()) {
            abort("not examined: the fixture does not tell what the cloud keeps of " + feature.name());
        }
        assertThat(kept).as("what the cloud keeps of %s", feature.name()).contains(sent);
        CapabilityMatrix.shows(feature, State.PROVEN);
    }

    /** What the driver asks of its cloud meanwhile; nothing where the fixture has no proxy. */
    default List<ProxiedRequest> asked(Runnable call) {
        Optional<FaultyProxy> proxy = fixture().proxy();
        proxy.ifPresent(FaultyProxy::forget);
        call.run();
        return proxy.map(FaultyProxy::requests).orElse(List.of());
    }

    /** Asserts that the call fails, with one of these kinds and a sentence. */
    default void assertFails(ThrowingCallable call, ErrorKind... kinds) {
        CloudException failure = catchThrowableOfType(CloudException.class, call);
        assertThat(failure).as("a failure of kind %s", Arrays.toString(kinds)).isNotNull();
        assertThat(failure.kind()).as(failure.getMessage()).isIn((Object[]) kinds);
        assertThat(failure.getMessage()).isNotBlank();
    }

    /** A list whose ids differ, each of which is found; and ids that are not there are not found. */
    default <T> void assertListAndFindAgree(List<T> list, Function<T, String> id, Function<String, Optional<T>> find) {
        assertThat(list).extracting(id).doesNotHaveDuplicates();
        for (T thing : list.subList(0, Math.min(5, list.size()))) {
            assertThat(find.apply(id.apply(thing)).map(id)).contains(id.apply(thing));
        }
        for (String unknown : UNKNOWN_IDS) {
            assertThat(find.apply(unknown)).as("found by '%s'", unknown).isEmpty();
        }
    }

    /** Waits until the cloud is so far. */
    default <T> T await(String what, Supplier<Optional<T>> look) {
        long end = System.nanoTime() + fixture().patience().toNanos();
        Optional<T> seen = look.get();
        while (seen.isEmpty() && System.nanoTime() < end) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
            seen = look.get();
        }
        return seen.orElseThrow(() -> new AssertionError("waited " + fixture().patience() + " for " + what));
    }

    /** A name that nothing has yet, of characters that every cloud takes. */
    default String newName() {
        return "kit" + UUID.randomUUID().toString().replace("-", "").substring(0, 12);
    }
}

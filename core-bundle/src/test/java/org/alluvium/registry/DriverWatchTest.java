package org.alluvium.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.alluvium.registry.DriverStatus.State;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class DriverWatchTest {
    private static final Duration LONG = Duration.ofSeconds(50);

    private final DriverRegistry registry = new DriverRegistry(new DriverRegistryTest.Settings(0, 0));
    private final DriverWatch watch = new DriverWatch(registry);

    @Test
    void theFirstLookShowsWhatIsThere() throws Exception {
        registry.addDriver(new FakeDriver("a", "1.0.0"));
        registry.addDriver(new FakeDriver("b", "2.0.0"));

        assertThat(next()).containsExactly("a 1.0.0 ACTIVE", "b 2.0.0 ACTIVE");
    }

    @Test
    void aNewRevisionTakesThePlaceOfTheOld() throws Exception {
        registry.addDriver(new FakeDriver("a", "1.0.0"));
        next();

        registry.addDriver(new FakeDriver("a", "1.1.0"));

        assertThat(next()).containsExactly("a 1.1.0 ACTIVE", "a 1.0.0 INSTALLED");
    }

    @Test
    void whatGoesDrainsWhileItIsInUseAndIsGoneThen() throws Exception {
        FakeDriver driver = new FakeDriver("a", "1.0.0");
        registry.configure(new DriverRegistryTest.Settings(50, 0));
        registry.addDriver(new FakeDriver("a", "0.9.0"));
        registry.addDriver(driver);
        next();
        Lease lease = registry.lease("a");
        CompletableFuture<Void> removal = CompletableFuture.runAsync(() -> registry.removeDriver(driver));

        assertThat(next()).containsExactly("a 0.9.0 ACTIVE", "a 1.0.0 DRAINING");

        lease.close();
        assertThat(next()).containsExactly("a 1.0.0 gone");
        removal.get();
    }

    @Test
    void nothingIsToldWhenNothingChanges() throws Exception {
        registry.addDriver(new FakeDriver("a", "1.0.0"));
        next();
        registry.lease("a").close();

        assertThat(watch.next(Duration.ZERO)).isEmpty();
        assertThat(registry.statuses()).extracting(DriverStatus::state).containsExactly(State.ACTIVE);
    }

    private List<String> next() throws InterruptedException {
        return watch.next(LONG).stream()
                .map(change -> change.id() + " " + change.version() + " "
                        + change.status().map(status -> status.state().name()).orElse("gone"))
                .toList();
    }
}

package org.alluvium.testkit;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.alluvium.testkit.LeakyDriver.Leak;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(120)
class UnloadingContractTest {
    /** What is left behind stays however long it is waited for. */
    private static final Duration SHORT = Duration.ofSeconds(1);

    @TempDir
    Path folder;

    /** That of a request; what is left in it goes with it. */
    private final ExecutorService thread = Executors.newSingleThreadExecutor();

    @AfterEach
    void clear() {
        thread.shutdownNow();
        System.getProperties().keySet().removeIf(key -> key.toString().startsWith(LeakyDriver.NAME));
        Thread.getAllStackTraces().keySet().stream()
                .filter(left -> left.getName().equals(LeakyDriver.NAME))
                .forEach(Thread::interrupt);
    }

    @Test
    void aDriverThatEndsWhatItBeganLeavesNothingBehind() throws Exception {
        PackedDriver driver = new PackedDriver(folder, Map.of(), Leak.NONE);
        UnloadingContract contract = () -> driver;
        assertThatCode(contract::aDriverThatComesAndGoesLeavesNothingBehind).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @EnumSource(
            value = Leak.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"NONE", "IDLE_POOL"})
    void aDriverThatIsHeldBySomethingIsNoticed(Leak leak) throws Exception {
        assertThatThrownBy(() -> examine(leak)).hasMessageContaining("class loaders");
    }

    @Test
    void aThreadThatHoldsNothingIsNamed() throws Exception {
        assertThatThrownBy(() -> examine(Leak.IDLE_POOL)).hasMessageContaining("new are [ForkJoinPool-");
    }

    private void examine(Leak leak) throws Throwable {
        PackedDriver driver = new PackedDriver(folder, Map.of(), leak);
        try {
            thread.submit(() -> {
                        new Unloading(driver, driver.settings().orElseThrow(), SHORT).examine();
                        return "";
                    })
                    .get();
        } catch (ExecutionException e) {
            throw e.getCause();
        }
    }
}

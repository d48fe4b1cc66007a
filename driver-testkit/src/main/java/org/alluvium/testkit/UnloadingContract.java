package org.alluvium.testkit;

import static org.junit.jupiter.api.Assumptions.abort;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * A driver that is taken away leaves nothing behind. Examined where the fixture tells the settings by which the container would
 * make it ({@link DriverFixture#settings()}): it is made, examined, asked for a list and ended 200 times, each time with classes of
 * its own. A library that it shares with other revisions is that of the tests, as in the server.
 */
public interface UnloadingContract extends Contract {
    /** All of it. */
    String UNLOADED = "installed and removed " + Unloading.CYCLES
            + " times, it leaves no class loader, thread or metaspace behind";

    @Test
    default void aDriverThatComesAndGoesLeavesNothingBehind() throws Exception {
        Map<String, Object> settings = fixture()
                .settings()
                .orElseGet(() -> abort("not examined: the fixture tells no settings by which to make the driver"));
        new Unloading(fixture(), settings, Duration.ofMinutes(1)).examine();
        CapabilityMatrix.proves(UNLOADED);
    }
}

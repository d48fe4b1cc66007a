package org.alluvium.shell.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;

class DriverLibrariesTest {
    private static final Duration NEVER = Duration.ofDays(1);

    @TempDir
    Path folder;

    private FakeFramework framework;
    private DriverLibraries libraries;

    @BeforeEach
    void start() {
        framework = new FakeFramework();
        libraries = new DriverLibraries(framework.context(), NEVER);
    }

    @AfterEach
    void stop() {
        libraries.close();
    }

    @Test
    void driversThatNestTheSameLibraryHaveItOnce() throws Exception {
        driver("1.0.0", "lib", "2.0.0", "lib 2.0.0");
        driver("1.1.0", "lib", "2.0.0", "lib 2.0.0");

        assertThat(framework.names()).containsExactly("driver 1.0.0", "lib 2.0.0", "driver 1.1.0");
    }

    @Test
    void anotherVersionOfALibraryComesBesideTheFirst() throws Exception {
        driver("1.0.0", "lib", "2.0.0", "lib 2.0.0");
        driver("1.1.0", "lib", "2.1.0", "lib 2.1.0");

        assertThat(framework.names()).contains("lib 2.0.0", "lib 2.1.0");
    }

    @Test
    void aBundleThatIsUpdatedBringsItsNewLibrary() throws Exception {
        Bundle driver = driver("1.0.0", "lib", "2.0.0", "lib 2.0.0");

        framework.update(driver, "driver 1.1.0", header("lib", "2.1.0"), archive("lib 2.1.0"));

        assertThat(framework.names()).containsExactly("driver 1.1.0", "lib 2.0.0", "lib 2.1.0");
    }

    @Test
    void aDriverIsResolvedOnceItsLibraryIsThereAndABundleWithoutOneIsLeftAlone() throws Exception {
        Bundle driver = driver("1.0.0", "lib", "2.0.0", "lib 2.0.0");
        framework.update(driver, "driver 1.1.0", header("lib", "2.1.0"), archive("lib 2.1.0"));
        framework.install("other 1.0.0", "", Path.of("none"));

        assertThat(framework.resolved())
                .containsExactly(
                        "[driver 1.0.0] of [driver 1.0.0, lib 2.0.0]",
                        "[driver 1.1.0] of [driver 1.1.0, lib 2.0.0, lib 2.1.0]");
    }

    @Test
    void driversThatWereThereFirstGetTheirLibraries() throws Exception {
        libraries.close();
        driver("1.0.0", "lib", "2.0.0", "lib 2.0.0");
        assertThat(framework.names()).containsExactly("driver 1.0.0");

        libraries = new DriverLibraries(framework.context(), NEVER);

        assertThat(framework.names()).containsExactly("driver 1.0.0", "lib 2.0.0");
    }

    @Test
    void aLibraryGoesWithTheLastDriverThatHasIt() throws Exception {
        libraries.close();
        libraries = new DriverLibraries(framework.context(), Duration.ZERO);
        Bundle first = driver("1.0.0", "lib", "2.0.0", "lib 2.0.0");
        Bundle second = driver("1.1.0", "lib", "2.0.0", "lib 2.0.0");
        Bundle other = driver("1.2.0", "other", "1.0.0", "other 1.0.0");

        first.uninstall();
        other.uninstall();
        await(() -> !framework.names().contains("other 1.0.0"));
        assertThat(framework.names()).containsExactly("lib 2.0.0", "driver 1.1.0");
        second.uninstall();
        await(() -> framework.refreshed().size() == 2);

        assertThat(framework.names()).isEmpty();
        assertThat(framework.refreshed()).containsExactly("other 1.0.0", "lib 2.0.0");
    }

    @Test
    void aDriverThatTakesThePlaceOfAnotherFindsTheLibraryStillThere() throws Exception {
        driver("1.0.0", "lib", "2.0.0", "lib 2.0.0").uninstall();
        driver("1.1.0", "lib", "2.0.0", "lib 2.0.0");

        assertThat(framework.names()).containsExactly("lib 2.0.0", "driver 1.1.0");
        assertThat(framework.refreshed()).isEmpty();
    }

    @Test
    void whatIsNotTheLibraryThatItIsSaidToBeIsNotKept() throws Exception {
        driver("1.0.0", "lib", "2.0.0", "evil 6.6.6");

        assertThat(framework.names()).containsExactly("driver 1.0.0");
    }

    @Test
    void anArchiveThatIsNotThereOrAHeaderThatSaysTooLittleHarmsNobody() throws Exception {
        framework.install("driver 1.0.0", header("lib", "2.0.0"), folder.resolve("none"));
        framework.install("driver 1.1.0", "library/lib.jar", archive("lib 2.0.0"));
        framework.install("driver 1.2.0", header("lib", "two"), archive("lib 2.0.0"));

        assertThat(framework.names()).containsExactly("driver 1.0.0", "driver 1.1.0", "driver 1.2.0");
    }

    private Bundle driver(String version, String library, String libraryVersion, String content) throws Exception {
        return framework.install("driver " + version, header(library, libraryVersion), archive(content));
    }

    private static String header(String name, String version) {
        return "library/lib.jar;bundle-symbolic-name=" + name + ";bundle-version=\"" + version + "\"";
    }

    private Path archive(String content) throws Exception {
        return Files.writeString(Files.createTempFile(folder, "library", ".jar"), content);
    }

    private static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!condition.getAsBoolean() && System.nanoTime() < end) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
        assertThat(condition.getAsBoolean()).isTrue();
    }
}

package org.alluvium.shell.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.alluvium.registry.DriverStatus.State;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManifestsTest {
    private static final KnownRevision ACTIVE = new KnownRevision(
            "mock",
            "1.0.0",
            State.ACTIVE,
            Instant.EPOCH,
            "a.mock",
            Optional.empty(),
            "mvn:a/mock/1.0.0",
            Optional.empty());

    @TempDir
    private Path drivers;

    @TempDir
    private Path elsewhere;

    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    @Test
    void theManifestOfAnArchiveIsReadAndTheArchiveIsNotKept() throws Exception {
        assertThat(manifests().find(ACTIVE, archive("mock")).version()).isEqualTo("1.1.0");

        assertThat(drivers).isEmptyDirectory();
    }

    @Test
    void anArchiveOfAnotherDriverIsNotHeldAgainstThisOne() throws Exception {
        String url = archive("ec2");

        assertThatThrownBy(() -> manifests().find(ACTIVE, url))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(url + " is of driver 'ec2', not of 'mock'.");
        assertThat(drivers).isEmptyDirectory();
    }

    private Manifests manifests() throws Exception {
        ArchiveFolder folder = new ArchiveFolder(
                drivers, new BoundedWork(threads, () -> Duration.ofMinutes(1)), Duration.ofMinutes(1));
        return new Manifests(new Bundles(new FakeFramework().context()), folder, new StateFile(folder.stateFile()));
    }

    private String archive(String driver) throws Exception {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().putValue("Manifest-Version", "1.0");
        manifest.getMainAttributes().putValue("Bundle-SymbolicName", "a." + driver);
        manifest.getMainAttributes().putValue("Bundle-Version", "1.1.0");
        manifest.getMainAttributes().putValue("Alluvium-Driver", driver);
        Path jar = elsewhere.resolve("a.jar");
        new JarOutputStream(Files.newOutputStream(jar), manifest).close();
        return jar.toUri().toString();
    }
}

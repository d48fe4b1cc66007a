package org.alluvium.shell.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.alluvium.registry.DriverStatus.State;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RevisionChoiceTest {
    @TempDir
    private Path drivers;

    @TempDir
    private Path elsewhere;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private ArchiveFolder folder;
    private StateFile file;
    private RevisionChoice choice;

    @BeforeEach
    void open() throws IOException {
        folder = new ArchiveFolder(
                drivers, new BoundedWork(threads, () -> Duration.ofMinutes(1)), Duration.ofMinutes(1));
        file = new StateFile(folder.stateFile());
        choice = new RevisionChoice(file, folder, new Bundles(new FakeFramework().context()));
    }

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    @Test
    void anArchiveIsKeptUnderItsVersion() throws Exception {
        KnownRevision active = kept("mock", "a.mock", "1.0.0", State.ACTIVE);

        KnownRevision next = choose(active, archive("a.mock", "1.1.0", "new"));

        assertThat(next.version()).isEqualTo("1.1.0");
        assertThat(names()).containsExactlyInAnyOrder("mock-1.0.0.jar", "mock-1.1.0.jar");
        folder.verify(next);
    }

    @Test
    void anArchiveOfAnotherBundleDoesNotReplaceTheOneThatIsActive() throws Exception {
        KnownRevision active = kept("mock", "a.mock", "1.1.0", State.ACTIVE);

        refused(active, archive("other", "1.1.0", "other"), "There is a driver mock 1.1.0 already.");
    }

    @Test
    void anArchiveOfOtherContentDoesNotReplaceOneThatIsKeptThoughItsBundleIsGone() throws Exception {
        KnownRevision active = kept("mock", "a.mock", "1.1.0", State.ACTIVE);
        kept("mock", "a.mock", "1.0.0", State.RETIRED);

        refused(active, archive("a.mock", "1.0.0", "other"), "There is a driver mock 1.0.0 already.");
    }

    @Test
    void anArchiveOfAnotherDriverIsNotTakenFromIt() throws Exception {
        KnownRevision active = kept("mock", "a.mock", "1.1.0", State.ACTIVE);
        kept("ec2", "a.ec2", "1.0.0", State.RETIRED);

        refused(active, archive("a.ec2", "1.0.0", "kept"), "There is a driver ec2 1.0.0 already.");
    }

    @Test
    void anArchiveIsKeptUnderAnotherNameWhereOneLiesThatWasUpdated() throws Exception {
        KnownRevision before = kept("mock", "a.mock", "1.1.0", State.ACTIVE);
        KnownRevision updated = new KnownRevision(
                "mock",
                "1.3.0",
                State.ACTIVE,
                before.since(),
                before.symbolicName(),
                before.digest(),
                before.location(),
                Optional.empty());
        file.write(file.state().without(before).with(updated));

        KnownRevision next = choose(updated, archive("a.mock", "1.1.0", "again"));

        assertThat(names()).containsExactly("mock-1.1.0-2.jar", "mock-1.1.0.jar");
        folder.verify(next);
        folder.verify(updated);
    }

    @Test
    void aRevisionThatFailedMayBeTriedAgain() throws Exception {
        KnownRevision active = kept("mock", "a.mock", "1.0.0", State.ACTIVE);
        file.write(
                file.state().with(kept("mock", "a.mock", "1.1.0", State.RETIRED).failed("it is no good")));

        assertThat(choose(active, archive("a.mock", "1.1.0", "mended")).version())
                .isEqualTo("1.1.0");
    }

    @Test
    void aRevisionThatIsKeptIsNotFetchedAndOneThatIsActiveIsRefused() throws Exception {
        KnownRevision active = kept("mock", "a.mock", "1.1.0", State.ACTIVE);
        KnownRevision before = kept("mock", "a.mock", "1.0.0", State.RETIRED);

        assertThat(choose(active, "1.0.0")).isEqualTo(before);
        assertThat(choice.fetch(active, "1.0.0")).isEmpty();
        assertThatThrownBy(() -> choose(active, "1.1.0")).hasMessage("Driver mock 1.1.0 is active already.");
    }

    @Test
    void aRevisionThatWentWhileAnotherChangeWasMadeIsToldOf() throws Exception {
        KnownRevision active = kept("mock", "a.mock", "1.1.0", State.ACTIVE);
        KnownRevision before = kept("mock", "a.mock", "1.0.0", State.RETIRED);
        Optional<DriverArchive> fetched = choice.fetch(active, "1.0.0");
        file.write(file.state().without(before));

        assertThatThrownBy(() -> choice.of(active, "1.0.0", fetched))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("Driver mock 1.0.0 was replaced just now. Try again.");
    }

    private void refused(KnownRevision active, String url, String sentence) throws Exception {
        KnownRevision[] before = file.state().revisions().toArray(KnownRevision[]::new);
        var names = names();

        assertThatThrownBy(() -> choose(active, url))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(sentence + " Give the new one another version.");

        assertThat(names()).isEqualTo(names);
        for (KnownRevision revision : before) {
            folder.verify(revision);
        }
    }

    private KnownRevision choose(KnownRevision active, String wanted) throws Exception {
        Optional<DriverArchive> fetched = choice.fetch(active, wanted);
        try {
            return choice.of(active, wanted, fetched);
        } finally {
            choice.discard(fetched);
        }
    }

    /** Has an archive kept, as an upgrade does. */
    private KnownRevision kept(String driver, String symbolicName, String version, State state) throws Exception {
        DriverArchive archive = folder.fetch(archive(symbolicName, version, "kept"));
        KnownRevision revision = new KnownRevision(
                driver,
                version,
                state,
                Instant.EPOCH,
                symbolicName,
                Optional.of(archive.digest()),
                folder.keep(archive, driver, location -> false),
                Optional.empty());
        file.write(file.state().with(revision));
        return revision;
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(drivers)) {
            return files.map(path -> path.getFileName().toString())
                    .filter(name -> !name.equals("state"))
                    .sorted()
                    .toList();
        }
    }

    /** Where an archive with that content lies. */
    private String archive(String symbolicName, String version, String content) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().putValue("Manifest-Version", "1.0");
        manifest.getMainAttributes().putValue("Bundle-SymbolicName", symbolicName);
        manifest.getMainAttributes().putValue("Bundle-Version", version);
        Path jar = elsewhere.resolve(content + ".jar");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest)) {
            out.putNextEntry(new ZipEntry(content));
        }
        return jar.toUri().toString();
    }
}

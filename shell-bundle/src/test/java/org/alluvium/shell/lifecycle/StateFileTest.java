package org.alluvium.shell.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.alluvium.registry.DriverStatus.State;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateFileTest {
    @TempDir
    Path folder;

    @Test
    void whatIsWrittenIsReadAgain() throws Exception {
        Path path = folder.resolve("state");
        DriverState state = new DriverState(
                        List.of(
                                revision("1.0.0", State.RETIRED, "mvn:org.alluvium/driver-mock/1.0.0"),
                                revision("1.1.0", State.ACTIVE, "file:/drivers/mock-1.1.0.jar")),
                        List.of())
                .with(new DriverChange(Instant.EPOCH, "admin", "mock", "upgrade", "1.0.0", "1.1.0", "done"));

        new StateFile(path).write(state);

        assertThat(new StateFile(path).state()).isEqualTo(state);
        assertThat(folder).as("nothing else is left").isDirectoryNotContaining("glob:**.new");
    }

    @Test
    void ofEachDriverOneRevisionAtMostIsActive() {
        DriverState state = new DriverState(List.of(), List.of())
                .with(revision("1.0.0", State.ACTIVE, "mvn:g/a/1.0.0"))
                .with(revision("1.1.0", State.ACTIVE, "mvn:g/a/1.1.0"));

        assertThat(state.revisions()).extracting(KnownRevision::version).containsExactly("1.1.0");
    }

    @Test
    void withoutAFileNothingIsWanted() throws Exception {
        assertThat(new StateFile(folder.resolve("state")).state().drivers()).isEmpty();
    }

    @Test
    void aHalfWrittenSuccessorIsNotRead() throws Exception {
        Path path = folder.resolve("state");
        DriverState state = new DriverState(List.of(revision("1.0.0", State.ACTIVE, "mvn:g/a/1.0.0")), List.of());
        new StateFile(path).write(state);
        Files.writeString(folder.resolve("state.new"), "revision\tmock\t2.0");

        assertThat(new StateFile(path).state()).isEqualTo(state);
    }

    @Test
    void aTextOfSeveralLinesStaysOneLine() throws Exception {
        Path path = folder.resolve("state");
        new StateFile(path)
                .write(new DriverState(
                        List.of(revision("1.0.0", State.ACTIVE, "mvn:g/a/1.0.0").failed("no\nway\tout")), List.of()));

        assertThat(new StateFile(path).state().revisions().get(0).error()).contains("no way out");
    }

    @Test
    void aRevisionIsInOneStateAndTheLatestComesFirst() {
        KnownRevision first = revision("1.0.0", State.ACTIVE, "mvn:g/a/1.0.0");
        DriverState state = new DriverState(List.of(), List.of())
                .with(first)
                .with(first.as(State.RETIRED))
                .with(new KnownRevision(
                        "mock", "0.9.0", State.RETIRED, Instant.EPOCH, "b", Optional.empty(), "x:y", Optional.empty()));

        assertThat(state.active("mock")).isEmpty();
        assertThat(state.of("mock", State.RETIRED))
                .extracting(KnownRevision::version)
                .containsExactly("1.0.0", "0.9.0");
    }

    @Test
    void anotherVersionLiesBesideTheOneThatCameFromARepository() {
        DriverState none = new DriverState(List.of(), List.of());

        assertThat(none.urlOf(revision("1.0.0", State.ACTIVE, "mvn:g/a/1.0.0"), "1.1.0"))
                .isEqualTo("mvn:g/a/1.1.0");
        assertThatThrownBy(() -> none.urlOf(revision("1.0.0", State.ACTIVE, "file:/a.jar"), "1.1.0"))
                .hasMessage("It is not known where driver mock 1.1.0 is to be had. Give the URL of its archive.");
    }

    private static KnownRevision revision(String version, State state, String location) {
        return new KnownRevision(
                "mock",
                version,
                state,
                Instant.ofEpochSecond(1),
                "org.alluvium.driver-mock",
                Optional.of("sha256:00"),
                location,
                Optional.empty());
    }
}

package org.alluvium.shell.lifecycle;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import org.alluvium.registry.DriverStatus.State;

/** Finds the revision that an operator means. One caller at a time, but for {@link #fetch}. */
final class RevisionChoice {
    private final StateFile file;
    private final ArchiveFolder folder;
    private final Bundles bundles;

    RevisionChoice(StateFile file, ArchiveFolder folder, Bundles bundles) {
        this.file = requireNonNull(file);
        this.folder = requireNonNull(folder);
        this.bundles = requireNonNull(bundles);
    }

    /** The one that was active before. */
    KnownRevision before(String driver) {
        return file.state().of(driver, State.RETIRED).stream()
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "There is no earlier revision of driver '" + driver + "' to go back to."));
    }

    /**
     * Fetches the archive that is wanted, for {@link #of}; empty when the revision is there. Safe for use by many threads: it may take
     * long, and nobody needs to wait for it. The caller discards the archive in the end.
     *
     * @param wanted a version, or the URL of an archive
     * @throws IllegalArgumentException when it is not to be had
     */
    Optional<DriverArchive> fetch(KnownRevision active, String wanted) throws IOException, InterruptedException {
        if (kept(active, wanted).isPresent() || wanted.equals(active.version())) {
            return Optional.empty();
        }
        return Optional.of(
                folder.fetch(wanted.contains(":") ? wanted : file.state().urlOf(active, wanted)));
    }

    /** Deletes what was fetched, unless it is kept. */
    void discard(Optional<DriverArchive> fetched) throws IOException {
        if (fetched.isPresent()) {
            folder.discard(fetched.get());
        }
    }

    /**
     * The one of that version among those that are kept, else the archive, which is kept from now on.
     *
     * @param wanted a version, or the URL of the archive
     * @param fetched as {@link #fetch} answered
     * @throws IllegalArgumentException when it is active already, or another one has its name
     * @throws IllegalStateException when it was there, and is no more
     */
    KnownRevision of(KnownRevision active, String wanted, Optional<DriverArchive> fetched) throws IOException {
        Optional<KnownRevision> kept = kept(active, wanted);
        if (kept.isPresent()) {
            return kept.get();
        }
        if (wanted.equals(active.version())) {
            throw new IllegalArgumentException("Driver " + active.driver() + " " + wanted + " is active already.");
        }
        DriverArchive archive = fetched.orElseThrow(() -> new IllegalStateException(
                "Driver " + active.driver() + " " + wanted + " was replaced just now. Try again."));
        Optional<String> taken = taken(active, archive);
        if (taken.isPresent()) {
            throw new IllegalArgumentException(
                    "There is a " + taken.get() + " already. Give the new one another version.");
        }
        return new KnownRevision(
                active.driver(),
                archive.version().toString(),
                State.CHECKING,
                Instant.now(),
                archive.symbolicName(),
                Optional.of(archive.digest()),
                folder.keep(archive, active.driver(), this::keptAt),
                Optional.empty());
    }

    /** Whether another revision's archive has that location: one whose bundle was updated where it lay has its old name. */
    private boolean keptAt(String location) {
        return bundles.at(location)
                || file.state().revisions().stream()
                        .anyMatch(known -> known.state() != State.FAILED
                                && known.location().equals(location));
    }

    private Optional<KnownRevision> kept(KnownRevision active, String version) {
        return file.state().of(active.driver(), State.RETIRED).stream()
                .filter(revision -> revision.version().equals(version))
                .findFirst();
    }

    /**
     * What is there under the name of an archive. Another bundle's archive would be kept in the same file, and another driver's
     * revision would be forgotten for it, though the bundle of neither need be installed after a start without {@code data/}.
     */
    private Optional<String> taken(KnownRevision active, DriverArchive archive) {
        String version = archive.version().toString();
        return Stream.concat(Stream.of(active), file.state().revisions().stream())
                .filter(known -> known.state() != State.FAILED)
                .filter(known -> known.is(archive.symbolicName(), version)
                        || known.driver().equals(active.driver())
                                && known.version().equals(version))
                .map(known -> "driver " + known.driver() + " " + version)
                .findFirst()
                .or(() -> bundles.find(archive.symbolicName(), version)
                        .map(bundle -> "bundle " + archive.symbolicName() + " " + version));
    }
}

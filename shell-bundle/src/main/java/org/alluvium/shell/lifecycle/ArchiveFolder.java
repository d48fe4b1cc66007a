package org.alluvium.shell.lifecycle;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The folder of the archives that the server was given, one for each revision that it knows, and of the state file. */
final class ArchiveFolder {
    private static final String INCOMING = "incoming-";

    private final Path folder;

    ArchiveFolder(Path folder) throws IOException {
        this.folder = Files.createDirectories(folder.toAbsolutePath().normalize());
    }

    Path stateFile() {
        return folder.resolve("state");
    }

    /** Whether a bundle of that location came from here. */
    boolean owns(String location) {
        return location.startsWith(folder.toUri().toString());
    }

    /**
     * Fetches an archive; it counts for nothing until it is kept.
     *
     * @throws IllegalArgumentException when it cannot be had, or is no bundle
     */
    DriverArchive fetch(String url) throws IOException {
        Path incoming = Files.createTempFile(folder, INCOMING, ".jar");
        try {
            try (InputStream in = URI.create(url).toURL().openStream()) {
                Files.copy(in, incoming, StandardCopyOption.REPLACE_EXISTING);
            } catch (IOException | IllegalArgumentException e) {
                throw new IllegalArgumentException(
                        withoutSecrets(url)
                                + " cannot be read: there is no such archive, or no way to it. Name a version that is kept, or"
                                + " where an archive is, for example file:/tmp/driver.jar.",
                        e);
            }
            return DriverArchive.read(incoming);
        } catch (IOException | RuntimeException e) {
            Files.deleteIfExists(incoming);
            throw e;
        }
    }

    /** Gives a fetched archive its name; answers the location for its bundle. */
    String keep(DriverArchive archive, String driver) throws IOException {
        requireNonNull(archive);
        Path kept = folder.resolve(driver + "-" + archive.version() + ".jar");
        Files.move(archive.file(), kept, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        return kept.toUri().toString();
    }

    void discard(DriverArchive archive) throws IOException {
        Files.deleteIfExists(archive.file());
    }

    /**
     * Checks that an archive is still what it was.
     *
     * @throws IllegalStateException when it is not
     */
    void verify(KnownRevision revision) throws IOException {
        if (owns(revision.location())
                && !revision.digest()
                        .equals(Optional.of(DriverArchive.digest(Path.of(URI.create(revision.location())))))) {
            throw new IllegalStateException(
                    "the archive of driver " + revision.driver() + " " + revision.version() + " was changed");
        }
    }

    /** Whether a location is a file, of this folder or another, that is not there any more. */
    static boolean lost(String location) {
        try {
            return location.startsWith("file:") && Files.notExists(Path.of(URI.create(location)));
        } catch (IllegalArgumentException e) {
            // It is written in another way; then it is not known.
            return false;
        }
    }

    /** Deletes the archives whose location is not known any more. */
    void prune(List<String> known) throws IOException {
        List<Path> jars;
        try (Stream<Path> files = Files.list(folder)) {
            jars = files.filter(file -> file.toString().endsWith(".jar")).toList();
        }
        for (Path jar : jars) {
            if (!known.contains(jar.toUri().toString())) {
                Files.deleteIfExists(jar);
            }
        }
    }

    /** A URL as it may be logged: without account and query. */
    static String withoutSecrets(String url) {
        return url.replaceFirst("//[^/@]*@", "//").replaceFirst("[?#].*", "");
    }
}

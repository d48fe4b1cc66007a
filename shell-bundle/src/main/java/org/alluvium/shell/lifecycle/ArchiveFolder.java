package org.alluvium.shell.lifecycle;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.URLConnection;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The folder of the archives that the server was given, one for each revision that it knows, and of the state file. */
final class ArchiveFolder {
    /** What is being fetched is not pruned with the jars. */
    private static final String INCOMING = ".incoming";

    private final Path folder;
    private final BoundedWork work;
    private final Duration silence;

    /**
     * Opens the folder, and deletes what a fetch has left there that was cut off.
     *
     * @param work bounds how long a fetch may take
     * @param silence for which a server may send nothing meanwhile
     */
    ArchiveFolder(Path folder, BoundedWork work, Duration silence) throws IOException {
        this.folder = Files.createDirectories(folder.toAbsolutePath().normalize());
        this.work = requireNonNull(work);
        this.silence = requireNonNull(silence);
        for (Path left : files(INCOMING)) {
            Files.deleteIfExists(left);
        }
    }

    Path stateFile() {
        return folder.resolve("state");
    }

    /** Whether a bundle of that location came from here. */
    boolean owns(String location) {
        return location.startsWith(folder.toUri().toString());
    }

    /**
     * Fetches an archive; it counts for nothing until it is kept. Safe for use by many threads.
     *
     * @throws IllegalArgumentException when it cannot be had, not in time, or is no bundle
     */
    DriverArchive fetch(String url) throws IOException, InterruptedException {
        Path incoming = Files.createFile(folder.resolve(UUID.randomUUID() + INCOMING));
        try {
            download(url, incoming);
            return DriverArchive.read(incoming);
        } catch (IOException | InterruptedException | RuntimeException e) {
            Files.deleteIfExists(incoming);
            throw e;
        }
    }

    private void download(String url, Path to) throws InterruptedException {
        try {
            work.within("arrive", () -> copy(url, to));
        } catch (ExecutionException | IllegalStateException e) {
            boolean late = e instanceof IllegalStateException || e.getCause() instanceof SocketTimeoutException;
            throw new IllegalArgumentException(
                    withoutSecrets(url)
                            + (late
                                    ? " cannot be read: it does not arrive in time. Download it by other means and say"
                                            + " where it is, for example file:/tmp/driver.jar."
                                    : " cannot be read: there is no such archive, or no way to it. Name a version that"
                                            + " is kept, or where an archive is, for example file:/tmp/driver.jar."),
                    e);
        }
    }

    private boolean copy(String url, Path to) throws IOException {
        URLConnection connection = URI.create(url).toURL().openConnection();
        connection.setConnectTimeout(Math.toIntExact(silence.toMillis()));
        connection.setReadTimeout(Math.toIntExact(silence.toMillis()));
        // An interrupt closes the channel, so that a download that nobody waits for any more ends with the next bytes.
        try (InputStream in = connection.getInputStream();
                FileChannel channel = FileChannel.open(to, StandardOpenOption.WRITE)) {
            in.transferTo(Channels.newOutputStream(channel));
        }
        return true;
    }

    /**
     * Gives a fetched archive its name; answers the location for its bundle.
     *
     * @param taken whether a location is another archive's
     */
    String keep(DriverArchive archive, String driver, Predicate<String> taken) throws IOException {
        String name = driver + "-" + archive.version();
        Path kept = folder.resolve(name + ".jar");
        for (int other = 2; taken.test(kept.toUri().toString()); other++) {
            kept = folder.resolve(name + "-" + other + ".jar");
        }
        Files.move(archive.file(), kept, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        return kept.toUri().toString();
    }

    /** Puts a copy of an archive in the place of the one that is kept at a location. */
    void replace(String location, DriverArchive archive) throws IOException {
        Path incoming = Files.createTempFile(folder, INCOMING, ".jar");
        try {
            Files.copy(archive.file(), incoming, StandardCopyOption.REPLACE_EXISTING);
            Files.move(
                    incoming,
                    Path.of(URI.create(location)),
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(incoming);
        }
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
        for (Path jar : files(".jar")) {
            if (!known.contains(jar.toUri().toString())) {
                Files.deleteIfExists(jar);
            }
        }
    }

    private List<Path> files(String ending) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(ending)).toList();
        }
    }

    /** A URL as it may be logged: without account and query. */
    static String withoutSecrets(String url) {
        return url.replaceFirst("//[^/@]*@", "//").replaceFirst("[?#].*", "");
    }
}

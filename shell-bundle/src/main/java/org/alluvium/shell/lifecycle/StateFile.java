package org.alluvium.shell.lifecycle;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.alluvium.registry.DriverStatus.State;

/** The file of the desired state: one line a revision or change, fields parted by tabs. Replaced as a whole. */
final class StateFile {
    private static final String HEADER =
            "# Which revision of a driver is active, and which are kept. Written by the server.\n";

    private final Path file;
    /** What is on disk. */
    private volatile DriverState state;

    /** Reads what was written last; nothing when there is no file. */
    StateFile(Path file) throws IOException {
        this.file = requireNonNull(file);
        state = read(file);
    }

    DriverState state() {
        return state;
    }

    private static DriverState read(Path file) throws IOException {
        List<KnownRevision> revisions = new ArrayList<>();
        List<DriverChange> changes = new ArrayList<>();
        for (String line : Files.exists(file) ? Files.readAllLines(file) : List.<String>of()) {
            String[] f = line.split("\t", -1);
            if (f[0].equals("revision")) {
                revisions.add(new KnownRevision(
                        f[1],
                        f[2],
                        State.valueOf(f[3].toUpperCase(Locale.ROOT)),
                        Instant.parse(f[4]),
                        f[5],
                        optional(f[6]),
                        f[7],
                        optional(f[8])));
            } else if (f[0].equals("change")) {
                changes.add(new DriverChange(Instant.parse(f[1]), f[2], f[3], f[4], f[5], f[6], f[7]));
            }
        }
        return new DriverState(revisions, changes);
    }

    /** Replaces the file; when this has returned, the state is on disk. One caller at a time. */
    void write(DriverState wanted) throws IOException {
        StringBuilder text = new StringBuilder(HEADER);
        for (KnownRevision r : wanted.revisions()) {
            line(
                    text,
                    "revision",
                    r.driver(),
                    r.version(),
                    r.state().name().toLowerCase(Locale.ROOT),
                    r.since().toString(),
                    r.symbolicName(),
                    r.digest().orElse(""),
                    r.location(),
                    r.error().orElse(""));
        }
        for (DriverChange c : wanted.changes()) {
            line(text, "change", c.at().toString(), c.who(), c.driver(), c.what(), c.from(), c.to(), c.result());
        }
        Path next = file.resolveSibling(file.getFileName() + ".new");
        try (FileChannel channel = FileChannel.open(
                next, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.wrap(text.toString().getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        try (FileChannel folder =
                FileChannel.open(requireNonNull(file.toAbsolutePath().getParent()))) {
            folder.force(true);
        }
        state = wanted;
    }

    private static void line(StringBuilder text, String... fields) {
        for (int i = 0; i < fields.length; i++) {
            text.append(i == 0 ? "" : "\t").append(fields[i].replaceAll("\\s+", " "));
        }
        text.append('\n');
    }

    private static Optional<String> optional(String field) {
        return field.isEmpty() ? Optional.empty() : Optional.of(field);
    }
}

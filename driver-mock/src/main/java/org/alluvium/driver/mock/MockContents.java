package org.alluvium.driver.mock;

import static java.util.Objects.requireNonNull;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.alluvium.driver.CloudException;
import org.alluvium.driver.ErrorKind;

/**
 * The contents of blobs: files that are written once, under a name that nobody had before, and never changed. A content
 * belongs to whoever mentions its file; until its blob is stored nobody does.
 */
final class MockContents {
    private static final int CHUNK = 64 * 1024;
    private static final long START_TOLERANCE_MILLIS = 10_000;

    private final Path path;

    MockContents(Path path) {
        this.path = requireNonNull(path);
    }

    /**
     * A content on disk.
     *
     * @param file its name
     * @param length in bytes
     */
    record Content(String file, long length) {}

    /**
     * Stores what a client sends, in constant memory.
     *
     * @param length how much there has to be, if that is known
     * @throws CloudException INVALID when the client sends less or more, or breaks off
     */
    Content write(InputStream stream, OptionalLong length) {
        try {
            return write(path, stream, length);
        } catch (IOException e) {
            throw unavailable(e);
        }
    }

    /** Stores a content in a folder that is not yet in its place. */
    Content seed(Path newCloud, InputStream stream) throws IOException {
        return write(Files.createDirectories(newCloud.resolve(path.getFileName())), stream, OptionalLong.empty());
    }

    /** Opens a part of a content; NoSuchFileException when it is gone. */
    InputStream open(String file, long offset, long length) throws IOException {
        InputStream stream = Files.newInputStream(path.resolve(file));
        try {
            stream.skipNBytes(offset);
            return new Part(stream, length);
        } catch (IOException e) {
            stream.close();
            throw e;
        }
    }

    /** Removes a content that nobody mentions any more. Who reads it meanwhile reads on. */
    void delete(String file) {
        try {
            Files.deleteIfExists(path.resolve(file));
        } catch (IOException e) {
            throw unavailable(e);
        }
    }

    /** Removes what killed processes left behind: contents that are not used, and that no living process is writing. */
    void sweep(Set<String> used) throws IOException {
        List<Path> files;
        try (Stream<Path> found = Files.list(Files.createDirectories(path))) {
            files = found.toList();
        }
        for (Path file : files) {
            String name = file.getFileName().toString();
            if (!used.contains(name) && !isOfLivingProcess(name)) {
                Files.deleteIfExists(file);
            }
        }
    }

    private static Content write(Path folder, InputStream stream, OptionalLong length) throws IOException {
        Path file = folder.resolve(newName());
        boolean whole = false;
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            long written = 0;
            byte[] chunk = new byte[CHUNK];
            for (int count = read(stream, chunk); count >= 0; count = read(stream, chunk)) {
                ByteBuffer bytes = ByteBuffer.wrap(chunk, 0, count);
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                written += count;
            }
            if (length.isPresent() && length.getAsLong() != written) {
                throw new CloudException(
                        ErrorKind.INVALID,
                        "The content has " + written + " bytes, but " + length.getAsLong() + " were announced.");
            }
            channel.force(true);
            whole = true;
            return new Content(file.getFileName().toString(), written);
        } finally {
            if (whole) {
                DurableFiles.syncFolder(file);
            } else {
                Files.deleteIfExists(file);
            }
        }
    }

    private static int read(InputStream stream, byte[] chunk) {
        try {
            return stream.read(chunk);
        } catch (IOException e) {
            throw new CloudException(ErrorKind.INVALID, "The content broke off.", e);
        }
    }

    /** PID-START-RANDOM: the process that writes it, so that others know whether it is still at it. */
    private static String newName() {
        ProcessHandle self = ProcessHandle.current();
        return self.pid() + "-" + startMillis(self) + "-" + UUID.randomUUID();
    }

    private static boolean isOfLivingProcess(String name) {
        String[] parts = name.split("-", 3);
        try {
            long start = Long.parseLong(parts[1]);
            // Two processes may compute the same start a little differently; the same PID may be used again after a
            // restart.
            return ProcessHandle.of(Long.parseLong(parts[0]))
                    .filter(process -> Math.abs(startMillis(process) - start) < START_TOLERANCE_MILLIS)
                    .isPresent();
        } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
            return false;
        }
    }

    private static long startMillis(ProcessHandle process) {
        return process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    }

    private static CloudException unavailable(IOException e) {
        return new CloudException(
                ErrorKind.UNAVAILABLE, "The mock cloud's storage cannot be read or written at the moment.", e);
    }

    /** Ends after so many bytes. */
    private static final class Part extends FilterInputStream {
        private long left;

        Part(InputStream whole, long length) {
            super(whole);
            left = length;
        }

        @Override
        public int read() throws IOException {
            int value = left > 0 ? in.read() : -1;
            if (value >= 0) {
                left--;
            }
            return value;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            if (left <= 0) {
                return length == 0 ? 0 : -1;
            }
            int count = in.read(buffer, offset, (int) Math.min(length, left));
            if (count > 0) {
                left -= count;
            }
            return count;
        }

        @Override
        public long skip(long count) throws IOException {
            long skipped = in.skip(Math.min(count, left));
            left -= skipped;
            return skipped;
        }

        @Override
        public int available() throws IOException {
            return (int) Math.min(in.available(), left);
        }

        @Override
        public boolean markSupported() {
            return false;
        }
    }
}

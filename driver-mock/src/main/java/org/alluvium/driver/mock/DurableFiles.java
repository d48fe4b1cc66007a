package org.alluvium.driver.mock;

import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.stream.Stream;

/** Files that are there whole or not at all, and stay there once a method has returned. */
final class DurableFiles {
    /** What a file is called until it is whole. */
    static final String TEMPORARY = ".tmp";

    private static final int LONGEST_NAME = 200;

    private DurableFiles() {}

    /** Makes or replaces a file. */
    static void write(Path file, String content) throws IOException {
        Path temporary = file.resolveSibling(file.getFileName() + TEMPORARY);
        try (FileChannel channel = FileChannel.open(
                temporary, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.wrap(content.getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        move(temporary, file);
    }

    /** Gives a file or folder its final name. */
    static void move(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        syncFolder(to);
    }

    /** Removes a file. */
    static void delete(Path file) throws IOException {
        Files.deleteIfExists(file);
        syncFolder(file);
    }

    /** Removes a folder with all that is in it; not atomic. */
    static void deleteTree(Path folder) throws IOException {
        if (Files.isDirectory(folder)) {
            try (Stream<Path> children = Files.list(folder)) {
                for (Path child : children.toList()) {
                    deleteTree(child);
                }
            }
        }
        Files.deleteIfExists(folder);
    }

    /**
     * A file name for an id: the same for the same id, another for another, even where letter case does not count. It never
     * leaves its folder and is never too long.
     */
    static String nameFor(String id) {
        StringBuilder name = new StringBuilder();
        for (int i = 0; i < id.length(); i++) {
            char c = id.charAt(i);
            if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || (c == '.' && i > 0)) {
                name.append(c);
            } else {
                name.append('%').append(HexFormat.of().toHexDigits(c));
            }
        }
        if (name.length() <= LONGEST_NAME) {
            return name.toString();
        }
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256").digest(name.toString().getBytes(StandardCharsets.UTF_8));
            // No encoded id holds a tilde, so a hash is never taken for one.
            return name.substring(0, 40) + "~" + HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Makes what happened to a name in its folder durable. */
    static void syncFolder(Path file) throws IOException {
        // Windows syncs folders by itself and does not let one open them.
        if (File.separatorChar == '/') {
            try (FileChannel folder = FileChannel.open(file.toAbsolutePath().getParent(), StandardOpenOption.READ)) {
                folder.force(true);
            }
        }
    }
}

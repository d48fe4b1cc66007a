package org.alluvium.driver.azure;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.OptionalLong;
import org.alluvium.driver.CloudException;
import org.alluvium.driver.ErrorKind;

/**
 * Cuts a content into blocks. One block is in memory at a time, so that it can be sent again.
 *
 * <p>A blob has 50,000 blocks at most. Blocks grow with their number, from 4 MiB to 64 MiB, which makes 1.2 TiB whether the
 * length is told beforehand or not.
 */
final class AzureBlockReader {
    /** The size of the first blocks, in bytes. */
    static final int BLOCK = 4 << 20;

    private static final int MAX_BLOCKS = 50_000;
    private static final int BLOCKS_OF_A_SIZE = 10_000;

    private final InputStream content;
    private final OptionalLong length;
    private byte[] buffer = new byte[0];
    private int blocks;
    private long count;
    private boolean atEnd;

    AzureBlockReader(InputStream content, OptionalLong length) {
        this.content = requireNonNull(content);
        this.length = requireNonNull(length);
    }

    /**
     * The next block; valid until the next call. Empty at the end.
     *
     * @throws CloudException INVALID when the client sends less or more than it announced, or breaks off; TOO_LARGE when no
     *     blob holds it
     */
    byte[] next() {
        if (atEnd) {
            return new byte[0];
        }
        int size = BLOCK << Math.min(blocks / BLOCKS_OF_A_SIZE, MAX_BLOCKS / BLOCKS_OF_A_SIZE - 1);
        // A short content takes little memory
        int wanted = (int) Math.min(size, length.orElse(Long.MAX_VALUE - 1) - count + 1);
        if (buffer.length != wanted) {
            buffer = new byte[wanted];
        }
        int got;
        try {
            got = content.readNBytes(buffer, 0, wanted);
        } catch (IOException e) {
            throw new CloudException(ErrorKind.INVALID, "The content broke off.", e);
        }
        count += got;
        atEnd = got < wanted;
        if (atEnd ? count != length.orElse(count) : count > length.orElse(count)) {
            throw new CloudException(
                    ErrorKind.INVALID,
                    "The content has " + (atEnd ? "" : "more than ") + Math.min(count, length.orElse(count))
                            + " bytes, but " + length.orElse(0) + " were announced.");
        }
        if (got > 0 && ++blocks > MAX_BLOCKS) {
            throw new CloudException(
                    ErrorKind.TOO_LARGE, "A blob of Azure has " + MAX_BLOCKS + " blocks, and this is more.");
        }
        return atEnd ? Arrays.copyOf(buffer, got) : buffer;
    }

    /** Whether the block that was read last is the last. */
    boolean isAtEnd() {
        return atEnd;
    }

    /** How many bytes have been read. */
    long count() {
        return count;
    }
}

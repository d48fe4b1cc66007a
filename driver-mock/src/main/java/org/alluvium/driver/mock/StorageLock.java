package org.alluvium.driver.mock;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The file by which everybody who has the storage folder open agrees: two revisions of this driver in one process, which
 * share no class, or two processes. A lock on it admits one writer at a time; the number in it grows with each change and is
 * read through shared memory, so that a reader learns without a system call whether what it remembers is still so.
 */
final class StorageLock implements AutoCloseable {
    private static final VarHandle LONG = MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());

    private final FileChannel channel;
    private final MappedByteBuffer counter;

    StorageLock(Path file) throws IOException {
        channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        counter = channel.map(FileChannel.MapMode.READ_WRITE, 0, Long.BYTES);
    }

    /** Waits for the other processes. Threads of this process have to be kept apart before. */
    FileLock acquire() throws IOException {
        return channel.lock();
    }

    /** How many changes there have been; an arbitrary number to compare with an earlier one. */
    long changes() {
        return (long) LONG.getVolatile(counter, 0);
    }

    /** To be called before the change is made, by who holds the lock: a reader that sees the new number waits for it. */
    void countChange() {
        LONG.setVolatile(counter, 0, changes() + 1);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}

package org.alluvium.driver.openstack;

import static java.util.Objects.requireNonNull;

import java.io.FilterInputStream;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.OptionalLong;
import org.alluvium.capability.BlobUpload;

/**
 * A client's content on its way to the cloud. Read by the HTTP client's thread, watched by the caller's: as long as bytes
 * move, or the client is what is slow, the upload takes its time.
 */
final class OpenstackUpload extends FilterInputStream {
    private final OptionalLong length;
    private volatile long count;
    private volatile boolean reading;
    private volatile boolean broken;
    private volatile boolean ended;
    private long seen;

    OpenstackUpload(BlobUpload upload) {
        super(requireNonNull(upload).content());
        this.length = upload.length();
    }

    /** What to send; in chunks where the length is not known. */
    BodyPublisher publisher() {
        if (length.isPresent() && length.getAsLong() == 0) {
            return BodyPublishers.noBody();
        }
        BodyPublisher whole = BodyPublishers.ofInputStream(() -> this);
        return length.isPresent() ? BodyPublishers.fromPublisher(whole, length.getAsLong()) : whole;
    }

    /** How many bytes went through. */
    long count() {
        return count;
    }

    /** Whether the client's side broke, or ended too early. */
    boolean isIncomplete() {
        return broken || (ended && length.isPresent() && count < length.getAsLong());
    }

    /** Whether bytes went through since this was asked before, or the client is being waited for. */
    boolean progressed() {
        boolean moved = reading || count != seen;
        seen = count;
        return moved;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    // One thread at a time writes the counter
    @SuppressWarnings("NonAtomicVolatileUpdate")
    @Override
    public int read(byte[] target, int offset, int size) throws IOException {
        reading = true;
        try {
            int got = super.read(target, offset, size);
            if (got < 0) {
                ended = true;
            } else {
                count += got;
            }
            return got;
        } catch (IOException | RuntimeException failure) {
            broken = true;
            throw failure;
        } finally {
            reading = false;
        }
    }

    /** The content is its owner's to close. */
    @Override
    public void close() {}
}

package org.alluvium.rest.collections.buckets;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.Supplier;
import org.alluvium.rest.http.Problem;

/**
 * The bytes that a client sends. Remembers whether the client went away before the end, so that this is not taken for a
 * failure of the cloud, whatever the driver makes of it.
 */
final class ClientContent extends FilterInputStream {
    private boolean broken;

    ClientContent(InputStream in) {
        super(in);
    }

    @Override
    public int read() throws IOException {
        try {
            return in.read();
        } catch (IOException e) {
            broken = true;
            throw e;
        }
    }

    @Override
    public int read(byte[] target, int from, int count) throws IOException {
        try {
            return in.read(target, from, count);
        } catch (IOException e) {
            broken = true;
            throw e;
        }
    }

    /**
     * Calls the driver, which reads this.
     *
     * @throws Problem 400 when it failed because the client went away
     */
    <T> T feed(Supplier<T> driver) {
        try {
            return driver.get();
        } catch (RuntimeException e) {
            if (broken) {
                throw new Problem(400, "The body ended before it was whole. Nothing was stored.");
            }
            throw e;
        }
    }
}

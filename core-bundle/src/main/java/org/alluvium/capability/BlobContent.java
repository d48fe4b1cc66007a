package org.alluvium.capability;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;

/**
 * An open blob: the bytes that were asked for.
 *
 * @param stream the bytes; closing it gives the connection back
 * @param length how many bytes the stream will give
 * @param contentType of the whole blob; may be empty
 */
public record BlobContent(InputStream stream, long length, String contentType) implements AutoCloseable {
    public BlobContent {
        requireNonNull(stream);
        requireNonNull(contentType);
    }

    @Override
    public void close() throws IOException {
        stream.close();
    }
}

package org.alluvium.capability;

import static java.util.Objects.requireNonNull;

import java.io.InputStream;
import java.util.Map;
import java.util.OptionalLong;

/**
 * A content on its way to the cloud.
 *
 * @param content the bytes; can be read once
 * @param length how many there will be; empty when the client does not tell beforehand
 * @param contentType to be stored with it; may be empty
 * @param metadata to be stored with it, keys in lower case
 */
public record BlobUpload(InputStream content, OptionalLong length, String contentType, Map<String, String> metadata) {
    public BlobUpload {
        requireNonNull(content);
        requireNonNull(length);
        requireNonNull(contentType);
        metadata = Map.copyOf(metadata);
    }

    /** Shows neither the content nor what the user attaches. */
    @Override
    public String toString() {
        return "BlobUpload[length=" + length + ", contentType=" + contentType + "]";
    }
}

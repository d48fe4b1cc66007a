package org.alluvium.model;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What is known of a blob, without its content.
 *
 * @param id its key, any text
 * @param bucketId where it is
 * @param contentLength in bytes
 * @param contentType as stored; may be empty
 * @param lastModified as the cloud writes it
 * @param metadata what the user attached, in the cloud's order, keys in the cloud's letter case
 * @param text the content as a text, where the driver has it at hand anyway (the mock cloud's short texts)
 */
public record Blob(
        String id,
        String bucketId,
        long contentLength,
        String contentType,
        Optional<String> lastModified,
        Map<String, String> metadata,
        Optional<String> text) {
    public Blob {
        requireNonNull(id);
        requireNonNull(bucketId);
        requireNonNull(contentType);
        requireNonNull(lastModified);
        metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
        requireNonNull(text);
        if (contentLength < 0) {
            throw new IllegalArgumentException("contentLength " + contentLength);
        }
    }

    /** Shows neither what the user attached nor the content. */
    @Override
    public String toString() {
        return "Blob[id=" + id + ", bucketId=" + bucketId + ", contentLength=" + contentLength + ", contentType="
                + contentType + ", lastModified=" + lastModified + "]";
    }
}

package org.alluvium.model;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.OptionalLong;

/**
 * A container of blobs.
 *
 * @param id its name in links
 * @param name shown to people
 * @param size the number of blobs; empty where telling it would cost a call per bucket
 * @param blobIds the keys of its blobs, in the cloud's order; empty in a list where they are not known
 */
public record Bucket(String id, String name, OptionalLong size, List<String> blobIds) {
    public Bucket {
        requireNonNull(id);
        requireNonNull(name);
        requireNonNull(size);
        blobIds = List.copyOf(blobIds);
    }
}

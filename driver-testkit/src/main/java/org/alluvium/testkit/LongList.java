package org.alluvium.testkit;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.alluvium.driver.Cloud;

/**
 * A list that the cloud gives in several pages.
 *
 * @param collection of the API
 * @param ids which ids it must hold; it may hold others
 * @param pages in how many pages the cloud gives it, three or more
 * @param read reads the ids with the driver
 */
public record LongList(String collection, Set<String> ids, int pages, Function<Cloud, List<String>> read) {
    public LongList {
        requireNonNull(collection);
        ids = Set.copyOf(ids);
        if (pages < 3) {
            throw new IllegalArgumentException("two pages tell nothing of a third");
        }
        requireNonNull(read);
    }
}

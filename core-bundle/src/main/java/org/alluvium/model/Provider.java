package org.alluvium.model;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A place that one driver can talk to: a region, or an installation of its own.
 *
 * @param id what a client names it by in {@code X-Deltacloud-Provider}
 * @param entrypoints the kind of service to its address, in the order in which they are printed
 */
public record Provider(String id, Map<String, String> entrypoints) {
    public Provider {
        requireNonNull(id);
        entrypoints = Collections.unmodifiableMap(new LinkedHashMap<>(entrypoints));
    }
}

package org.alluvium.testkit;

import java.util.Optional;

/**
 * A request that passed a {@link FaultyProxy}.
 *
 * @param method in upper case
 * @param target as sent: path and query
 * @param body as text; bytes that are not UTF-8 are replaced
 */
public record ProxiedRequest(String method, String target, String body) {
    static ProxiedRequest of(HttpMessage message) {
        String[] parts = message.firstLine().split(" ", 3);
        return new ProxiedRequest(parts[0], parts.length > 1 ? parts[1] : "", message.text());
    }

    /** The target without its query. */
    public String path() {
        int query = target.indexOf('?');
        return query < 0 ? target : target.substring(0, query);
    }

    /** The value of a field in a body like {@code Action=RunInstances&Version=...}, as sent; for query-like protocols. */
    public Optional<String> formField(String name) {
        for (String field : body.split("&", -1)) {
            if (field.startsWith(name + "=")) {
                return Optional.of(field.substring(name.length() + 1));
            }
        }
        return Optional.empty();
    }
}

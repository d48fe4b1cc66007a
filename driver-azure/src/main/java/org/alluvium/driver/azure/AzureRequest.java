package org.alluvium.driver.azure;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * A request on its way to Azure, not signed yet.
 *
 * @param operation Azure's name of it, one of a fixed set: {@code ListContainers}
 * @param method in upper case
 * @param uri encoded
 * @param headers their names in lower case
 * @param body may be empty
 * @param repeatable whether it does no harm when it is carried out twice
 */
record AzureRequest(
        String operation, String method, URI uri, Map<String, String> headers, byte[] body, boolean repeatable) {
    AzureRequest {
        requireNonNull(operation);
        requireNonNull(method);
        requireNonNull(uri);
        headers = Collections.unmodifiableMap(new TreeMap<>(headers));
        requireNonNull(body);
    }

    /** Asks for something. */
    static AzureRequest get(String operation, URI uri) {
        return new AzureRequest(operation, "GET", uri, Map.of(), new byte[0], true);
    }
}

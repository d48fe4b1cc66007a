package org.alluvium.driver.openstack;

import static java.util.Objects.requireNonNull;

import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Map;
import java.util.Optional;

/**
 * One request to a service.
 *
 * @param operation the name by which it is counted
 * @param path below the service's address, encoded
 * @param headers besides those of the service and the token
 * @param body empty for none
 * @param upload the content in the body, which can be sent only once
 */
record OpenstackRequest(
        OpenstackService service,
        String operation,
        String method,
        String path,
        Map<String, String> headers,
        BodyPublisher body,
        Optional<OpenstackUpload> upload) {
    OpenstackRequest {
        requireNonNull(service);
        requireNonNull(operation);
        requireNonNull(method);
        requireNonNull(path);
        headers = Map.copyOf(headers);
        requireNonNull(body);
        requireNonNull(upload);
    }

    /** A request without a body. */
    OpenstackRequest(
            OpenstackService service, String operation, String method, String path, Map<String, String> headers) {
        this(service, operation, method, path, headers, BodyPublishers.noBody(), Optional.empty());
    }

    /** A request that sends a text. */
    OpenstackRequest(
            OpenstackService service,
            String operation,
            String method,
            String path,
            Map<String, String> headers,
            byte[] body) {
        this(service, operation, method, path, headers, BodyPublishers.ofByteArray(body), Optional.empty());
    }

    /** A request that sends a content. */
    OpenstackRequest(
            OpenstackService service,
            String operation,
            String method,
            String path,
            Map<String, String> headers,
            OpenstackUpload upload) {
        this(service, operation, method, path, headers, upload.publisher(), Optional.of(upload));
    }
}

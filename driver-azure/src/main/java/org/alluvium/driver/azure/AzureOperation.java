package org.alluvium.driver.azure;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;

/**
 * A change that ARM has accepted, and perhaps not finished (Track asynchronous Azure operations).
 *
 * @param name of the operation
 * @param status the answer's status
 * @param body what ARM answered, most often the resource as it is to be
 * @param resource the address of the resource that was changed
 * @param tracker the header Azure-AsyncOperation: where its state is told
 * @param location the header Location: what answers with 202 until it is done
 * @param pause how long ARM wants to be left alone
 */
record AzureOperation(
        String name,
        int status,
        JsonNode body,
        URI resource,
        Optional<URI> tracker,
        Optional<URI> location,
        Optional<Duration> pause) {
    AzureOperation {
        requireNonNull(name);
        requireNonNull(body);
        requireNonNull(resource);
        requireNonNull(tracker);
        requireNonNull(location);
        requireNonNull(pause);
    }

    static AzureOperation of(AzureArm arm, AzureRequest request, HttpResponse<byte[]> answer) {
        return new AzureOperation(
                request.operation(),
                answer.statusCode(),
                AzureJson.read(request.operation(), answer.body()),
                request.uri(),
                answer.headers().firstValue("Azure-AsyncOperation").map(link -> arm.onArm(request.operation(), link)),
                answer.headers().firstValue("Location").map(link -> arm.onArm(request.operation(), link)),
                AzureErrors.retryAfter(answer));
    }

    /** The state of a resource by its document; empty where it has none. */
    static String provisioningState(JsonNode resource) {
        return resource.path("properties").path("provisioningState").asText();
    }
}

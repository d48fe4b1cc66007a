package org.alluvium.driver.azure;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import org.alluvium.driver.CloudException;
import org.alluvium.driver.ErrorKind;

/** Waits for operations of ARM, as often as ARM wants to be asked. */
final class AzurePolling {
    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(20);
    private static final Duration USUAL_PAUSE = Duration.ofSeconds(1);

    private final AzureArm arm;

    AzurePolling(AzureArm arm) {
        this.arm = requireNonNull(arm);
    }

    /** What one look at an operation tells. */
    private record Look(boolean done, Optional<Duration> pause) {}

    void await(AzureOperation operation) {
        long end = System.nanoTime() + arm.settings().operationTimeout().toNanos();
        Look look = new Look(isDone(operation), operation.pause());
        while (!look.done()) {
            Duration pause = look.pause().orElse(USUAL_PAUSE);
            pause = pause.compareTo(SHORTEST_PAUSE) < 0 ? SHORTEST_PAUSE : pause;
            if (System.nanoTime() + pause.toNanos() > end) {
                throw new CloudException(
                        ErrorKind.PROVIDER_TIMEOUT,
                        "Azure did not finish in "
                                + arm.settings().operationTimeout().toSeconds() + " seconds (" + operation.name()
                                + ").");
            }
            sleep(operation, pause);
            look = look(operation);
        }
    }

    private static boolean isDone(AzureOperation operation) {
        if (operation.tracker().isPresent() || operation.status() == 202) {
            return false;
        }
        return isEnd(operation.name(), AzureOperation.provisioningState(operation.body()), operation.body());
    }

    private Look look(AzureOperation operation) {
        URI where = operation.tracker().or(operation::location).orElse(operation.resource());
        HttpResponse<byte[]> answer = arm.send(AzureRequest.get(operation.name() + "/poll", where));
        Optional<Duration> pause = AzureErrors.retryAfter(answer);
        JsonNode body = AzureJson.read(operation.name(), answer.body());
        if (operation.tracker().isPresent()) {
            return new Look(isEnd(operation.name(), body.path("status").asText("InProgress"), body), pause);
        }
        if (operation.location().isPresent()) {
            return new Look(answer.statusCode() != 202, pause);
        }
        return new Look(isEnd(operation.name(), AzureOperation.provisioningState(body), body), pause);
    }

    /** A state that says nothing is one that needs no waiting. */
    private static boolean isEnd(String operation, String state, JsonNode body) {
        return switch (state) {
            case "", "Succeeded" -> true;
            case "Failed", "Canceled" -> throw AzureErrors.failedLater(operation, AzureArm.refusal(body.path("error")));
            default -> false;
        };
    }

    private static void sleep(AzureOperation operation, Duration pause) {
        try {
            Thread.sleep(pause.toMillis());
        } catch (InterruptedException nobodyWaits) {
            Thread.currentThread().interrupt();
            throw new CloudException(
                    ErrorKind.UNAVAILABLE, "The wait for Azure was interrupted (" + operation.name() + ").");
        }
    }
}

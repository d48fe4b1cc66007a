package org.alluvium.driver.azure;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.alluvium.driver.CloudException;
import org.alluvium.driver.ErrorKind;

/** The resources of one type in the caller's subscription. What cannot be an id costs no call. */
final class AzureResources {
    private final AzureArm arm;
    private final AzureType type;

    AzureResources(AzureArm arm, AzureType type) {
        this.arm = requireNonNull(arm);
        this.type = requireNonNull(type);
    }

    /** All of them; where the provider names a location, only what lies there. */
    List<JsonNode> list() {
        return list(Map.of());
    }

    /** All of them, asked for with further parameters. */
    List<JsonNode> list(Map<String, String> query) {
        String path = arm.path() + "/providers/" + type.resource();
        return arm.list(type.api(), type.operation("list"), path, query).stream()
                .filter(one -> !one.has("location")
                        || arm.place().covers(one.path("location").asText()))
                // Of what is being removed only an instance has a state to say so
                .filter(one -> type == AzureType.INSTANCE
                        || !AzureOperation.provisioningState(one).equals("Deleting"))
                .toList();
    }

    /** The one of that id of the API. */
    Optional<JsonNode> find(String id) {
        return find(id, Map.of());
    }

    /** The one of that id of the API, asked for with further parameters. */
    Optional<JsonNode> find(String id, Map<String, String> query) {
        return AzureId.parse(id, arm.settings().group(), 2).flatMap(known -> find(known, query));
    }

    Optional<JsonNode> find(AzureId id, Map<String, String> query) {
        return arm.find(type.api(), type.operation("get"), path(id), query);
    }

    /**
     * The one of that id of the API.
     *
     * @throws CloudException NOT_FOUND when there is none
     */
    JsonNode require(String id) {
        return find(id).orElseThrow(() -> CloudException.notFound(type.noun(), id));
    }

    /**
     * What can be an id of the API.
     *
     * @throws CloudException NOT_FOUND for what cannot
     */
    AzureId id(String id) {
        return AzureId.parse(id, arm.settings().group(), 2).orElseThrow(() -> CloudException.notFound(type.noun(), id));
    }

    /** Makes one or replaces it. In the default group, which is made when it is not there. */
    AzureOperation put(AzureId id, Map<String, ?> body) {
        return new AzureGroups(arm)
                .within(id.group(), body, () -> arm.change(type.api(), type.operation("put"), "PUT", path(id), body));
    }

    /** Replaces one by what becomes of it as it is now. */
    AzureOperation replace(AzureId id, Function<JsonNode, Map<String, ?>> change) {
        return edit(id, "put", change);
    }

    /** Changes parts of one, by what becomes of them as they are now. */
    AzureOperation patch(AzureId id, Function<JsonNode, Map<String, ?>> change) {
        return edit(id, "patch", change);
    }

    /** Where somebody else changes it between the look and the change, ARM refuses, and it is looked at once more. */
    private AzureOperation edit(AzureId id, String verb, Function<JsonNode, Map<String, ?>> change) {
        JsonNode seen = require(id);
        try {
            return edit(id, verb, seen, change);
        } catch (CloudException refused) {
            JsonNode now = refused.kind() == ErrorKind.CONFLICT ? require(id) : seen;
            if (now.path("etag").equals(seen.path("etag"))) {
                throw refused;
            }
            return edit(id, verb, now, change);
        }
    }

    private AzureOperation edit(AzureId id, String verb, JsonNode seen, Function<JsonNode, Map<String, ?>> change) {
        return arm.change(
                type.api(),
                type.operation(verb),
                verb.toUpperCase(Locale.ROOT),
                path(id),
                change.apply(seen),
                AzureJson.text(seen, "etag"));
    }

    private JsonNode require(AzureId id) {
        return find(id, Map.of()).orElseThrow(() -> CloudException.notFound(type.noun(), id.toString()));
    }

    /** Asks one to do something. */
    AzureOperation act(AzureId id, String action, Map<String, ?> body) {
        return arm.change(type.api(), type.operation(action), "POST", path(id) + "/" + action, body);
    }

    /** Removes one; ARM does not say when there was none. */
    AzureOperation delete(AzureId id) {
        return arm.change(type.api(), type.operation("delete"), "DELETE", path(id), Map.of());
    }

    /** The path of one, as other resources refer to it. */
    String path(AzureId id) {
        return arm.path() + "/resourceGroups/" + AzureArm.encode(id.group()) + "/providers/" + type.resource() + "/"
                + AzureArm.encode(id.name());
    }
}

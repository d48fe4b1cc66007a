package org.alluvium.driver.azure;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.alluvium.driver.CloudException;

/** ARM's documents. */
final class AzureJson {
    /** Its buffers are in no thread's own map, where they would keep the classes of a driver that is gone. */
    private static final ObjectMapper JSON = new ObjectMapper(JsonFactory.builder()
            .recyclerPool(JsonRecyclerPools.newConcurrentDequePool())
            .build());

    private AzureJson() {}

    /**
     * Reads a document; a missing node where there is none.
     *
     * @throws CloudException PROVIDER_ERROR for anything but JSON
     */
    static JsonNode read(String operation, byte[] document) {
        try {
            JsonNode node = JSON.readTree(document);
            return node == null ? MissingNode.getInstance() : node;
        } catch (IOException noJson) {
            throw AzureErrors.garbled(operation, "no JSON");
        }
    }

    /** Reads a document; a missing node where there is none. */
    static JsonNode readIfPossible(byte[] document) {
        try {
            JsonNode node = JSON.readTree(document);
            return node == null ? MissingNode.getInstance() : node;
        } catch (IOException noJson) {
            return MissingNode.getInstance();
        }
    }

    /** Whether a success is one of a service that speaks JSON, and not a gateway's page of login. */
    static boolean isOwn(HttpResponse<byte[]> answer) {
        return answer.statusCode() < 300
                && (answer.body().length == 0
                        || answer.headers()
                                .firstValue("Content-Type")
                                .orElse("")
                                .contains("json"));
    }

    /** A document of maps, lists, texts, numbers, booleans and nodes. */
    static byte[] bytes(Object document) {
        try {
            return JSON.writeValueAsBytes(document);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Maps of texts and numbers are JSON", e);
        }
    }

    /** A copy that can be changed; the nodes of an answer are not. */
    static Map<String, Object> copy(JsonNode node) {
        return JSON.convertValue(
                node, JSON.getTypeFactory().constructMapType(LinkedHashMap.class, String.class, Object.class));
    }

    /** A field's text, if it has any. */
    static Optional<String> text(JsonNode node, String field) {
        return Optional.of(node.path(field).asText("")).filter(text -> !text.isEmpty());
    }

    /** The API's id of the resource that a field such as {@code id} names. */
    static Optional<AzureId> id(JsonNode node, String field) {
        return text(node, field).flatMap(AzureId::ofResource);
    }

    /** The elements of an array; none where it is missing. */
    static List<JsonNode> elements(JsonNode array) {
        List<JsonNode> elements = new ArrayList<>();
        array.forEach(elements::add);
        return elements;
    }
}

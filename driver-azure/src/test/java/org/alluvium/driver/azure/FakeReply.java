package org.alluvium.driver.azure;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/** An answer of the fake ARM. */
record FakeReply(int status, Map<String, String> headers, JsonNode body) {
    static FakeReply of(int status, JsonNode body) {
        return new FakeReply(status, Map.of(), body);
    }
}

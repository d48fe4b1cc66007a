package org.alluvium.driver.azure;

import java.net.http.HttpResponse;
import java.util.Map;
import org.alluvium.driver.CloudException;

/** One of Azure's services, as a request's caller meets it. */
interface AzureService {
    /** How a message names it. */
    String name();

    /**
     * What proves who sends a request: header fields to add to it. Asked anew for each try.
     *
     * @throws CloudException UNAUTHENTICATED when the caller has nothing to prove it with
     */
    Map<String, String> authorization(AzureRequest request);

    /** Whether the service itself answered, and not something on the way to it, such as a gateway's page of login. */
    default boolean isOwn(HttpResponse<byte[]> answer) {
        return true;
    }

    /** What else a refusal of the credentials can mean, to end a sentence with; empty where nothing else. */
    default String doubt() {
        return "";
    }

    /** What an answer with an error status says. */
    Refusal refusal(HttpResponse<byte[]> answer);

    /**
     * Why Azure refused.
     *
     * @param code Azure's own; empty when it tells none
     * @param words for people, Azure's own; may be empty
     */
    record Refusal(String code, String words) {}
}

package org.alluvium.rest.http;

import static java.util.Objects.requireNonNull;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.alluvium.rest.document.Document;

/**
 * What a resource answers, before it has a format.
 *
 * @param status of HTTP
 * @param document the body; absent for an answer without one
 * @param headers beyond the usual ones
 * @param page where a browser is sent instead (303); contract 01, section 4
 * @param typed whether an answer without a body tells its format all the same (contract 04, associate)
 */
public record Answer(
        int status, Optional<Document> document, Map<String, String> headers, Optional<String> page, boolean typed) {
    public Answer {
        requireNonNull(document);
        headers = Map.copyOf(headers);
        requireNonNull(page);
    }

    /** 200 with a document. */
    public static Answer ok(Document document) {
        return of(200, document);
    }

    /** Any status with a document. */
    public static Answer of(int status, Document document) {
        return new Answer(status, Optional.of(document), Map.of(), Optional.empty(), true);
    }

    /** 201 with a document and where the new thing is. */
    public static Answer created(Document document, String location) {
        return of(201, document).header("Location", location);
    }

    /** 202 with a document. */
    public static Answer accepted(Document document) {
        return of(202, document);
    }

    /** 202 without a body. */
    public static Answer accepted() {
        return new Answer(202, Optional.empty(), Map.of(), Optional.empty(), true);
    }

    /** 303 in every format: the thing itself is to be asked. */
    public static Answer seeOther(String location) {
        return new Answer(303, Optional.empty(), Map.of("Location", location), Optional.empty(), false);
    }

    /** 204. */
    public static Answer noContent() {
        return new Answer(204, Optional.empty(), Map.of(), Optional.empty(), false);
    }

    /** This answer with one more header. */
    public Answer header(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Answer(status, document, more, page, typed);
    }

    /** This answer, but a browser is sent to that address. */
    public Answer orPage(String address) {
        return new Answer(status, document, headers, Optional.of(address), typed);
    }
}

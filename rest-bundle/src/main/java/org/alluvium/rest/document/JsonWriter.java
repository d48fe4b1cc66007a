package org.alluvium.rest.document;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/** Writes a document as JSON: compact, nulls printed, keys in the order of the tree. */
public final class JsonWriter {
    private static final JsonFactory FACTORY = new JsonFactory();

    private final JsonGenerator json;

    private JsonWriter(JsonGenerator json) {
        this.json = json;
    }

    /** Writes a document. */
    public static void write(Document document, Body body) {
        try (JsonGenerator generator = FACTORY.createGenerator(body)) {
            JsonWriter writer = new JsonWriter(generator);
            if (document.wrapped()) {
                generator.writeStartObject();
                writer.member(document.root());
                generator.writeEndObject();
            } else {
                writer.value(document.root());
            }
        } catch (IOException e) {
            // The body is in memory: what fails is the generator, over a tree that is no JSON.
            throw new UncheckedIOException(e);
        }
    }

    private void member(Node node) throws IOException {
        if (node.json != null) {
            json.writeFieldName(node.json);
            value(node);
        }
    }

    private void value(Node node) throws IOException {
        if (node instanceof Field field) {
            scalar(field.value);
        } else if (node instanceof Group group) {
            json.writeStartObject();
            for (Node member : group.members) {
                member(member);
            }
            json.writeEndObject();
        } else if (node instanceof Rows rows) {
            json.writeStartArray();
            for (Node row : rows.rows) {
                if (row.json != null) {
                    value(row);
                }
            }
            json.writeEndArray();
        } else if (node instanceof Link link) {
            json.writeStartObject();
            json.writeStringField("href", link.href);
            json.writeStringField("rel", link.rel);
            if (link.methodInJson) {
                json.writeStringField("method", link.method);
            }
            json.writeEndObject();
        }
    }

    private void scalar(@Nullable Object value) throws IOException {
        if (value == null) {
            json.writeNull();
        } else if (value instanceof Boolean truth) {
            json.writeBoolean(truth);
        } else if (value instanceof Integer || value instanceof Long) {
            json.writeNumber(((Number) value).longValue());
        } else if (value instanceof Number number) {
            json.writeNumber(number.toString());
        } else {
            json.writeString(value.toString());
        }
    }
}

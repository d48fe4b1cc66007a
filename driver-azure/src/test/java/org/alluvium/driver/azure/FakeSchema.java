package org.alluvium.driver.azure;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a request's body may hold, and must. Written down as the properties' names, parted by white space, each followed by
 * what it is: nothing for a text, {@code #} for a number, {@code ?} for true or false, {@code =A|B} for one of a few texts,
 * {@code *} for an object of any kind, <code>{...}</code> for an object of these properties, {@code []} for an array of
 * texts, <code>[]{...}</code> for one of objects. A name with {@code !} must be there; one with {@code ~} is read only:
 * taken, as ARM does, and of no effect.
 */
final class FakeSchema {
    /** What every resource has, and ARM takes back without a look at it. */
    private static final Set<String> READ_ONLY =
            Set.of("id", "name", "type", "etag", "systemData", "provisioningState", "resourceGuid");

    private enum Kind {
        TEXT,
        NUMBER,
        BOOLEAN,
        ANY,
        OBJECT,
        TEXTS,
        OBJECTS
    }

    private record Property(boolean required, boolean readOnly, Kind kind, List<String> values, FakeSchema inner) {}

    private final Map<String, Property> properties = new LinkedHashMap<>();

    private FakeSchema() {}

    static FakeSchema of(String text) {
        Cursor cursor = new Cursor(text);
        FakeSchema schema = parse(cursor);
        if (cursor.at < text.length()) {
            throw new IllegalArgumentException("schema, from " + cursor.at + ": " + text);
        }
        return schema;
    }

    /** Refuses a body that is not as it should be. */
    void check(JsonNode body) {
        check(body, "");
    }

    private void check(JsonNode body, String where) {
        if (!body.isObject()) {
            throw refused("'" + where + "' is no object");
        }
        body.fields().forEachRemaining(field -> {
            Property property = properties.get(field.getKey());
            String path = where + (where.isEmpty() ? "" : ".") + field.getKey();
            if (property == null) {
                if (!READ_ONLY.contains(field.getKey())) {
                    throw refused("Could not find member '" + field.getKey() + "' on object. Path '" + path + "'");
                }
            } else if (!property.readOnly() && !field.getValue().isNull()) {
                check(property, field.getValue(), path);
            }
        });
        properties.forEach((name, property) -> {
            if (property.required() && body.path(name).isMissingNode()) {
                throw new FakeRefusal(
                        400,
                        name.equals("location") ? "LocationRequired" : "InvalidParameter",
                        "Required parameter '" + where + (where.isEmpty() ? "" : ".") + name + "' is missing (null).");
            }
        });
    }

    private static void check(Property property, JsonNode value, String path) {
        boolean fits = switch (property.kind()) {
            case TEXT -> value.isTextual();
            case NUMBER -> value.isNumber();
            case BOOLEAN -> value.isBoolean();
            case ANY, OBJECT -> value.isObject();
            case TEXTS, OBJECTS -> value.isArray();
        };
        if (!fits) {
            throw refused("Error converting the value of '" + path + "'");
        }
        if (!property.values().isEmpty() && !property.values().contains(value.asText())) {
            throw new FakeRefusal(
                    400,
                    "InvalidParameter",
                    "The value '" + value.asText() + "' of parameter '" + path + "' is not allowed. Allowed values are "
                            + property.values() + ".");
        }
        switch (property.kind()) {
            case OBJECT -> property.inner().check(value, path);
            case OBJECTS -> value.forEach(element -> property.inner().check(element, path));
            case TEXTS ->
                value.forEach(element -> {
                    if (!element.isTextual()) {
                        throw refused("Error converting the value of '" + path + "'");
                    }
                });
            case TEXT, NUMBER, BOOLEAN, ANY -> {}
        }
    }

    private static FakeRefusal refused(String words) {
        return new FakeRefusal(400, "InvalidRequestContent", "The request content was invalid: " + words + ".");
    }

    private static FakeSchema parse(Cursor cursor) {
        FakeSchema schema = new FakeSchema();
        while (cursor.hasName()) {
            String name = cursor.name();
            boolean required = cursor.skip('!');
            boolean readOnly = cursor.skip('~');
            Kind kind = Kind.TEXT;
            List<String> values = List.of();
            FakeSchema inner = schema;
            if (cursor.skip('#')) {
                kind = Kind.NUMBER;
            } else if (cursor.skip('?')) {
                kind = Kind.BOOLEAN;
            } else if (cursor.skip('*')) {
                kind = Kind.ANY;
            } else if (cursor.skip('=')) {
                values = List.of(cursor.values().split("\\|"));
            } else if (cursor.skip('{')) {
                kind = Kind.OBJECT;
                inner = parse(cursor);
                cursor.require('}');
            } else if (cursor.skip('[')) {
                cursor.require(']');
                kind = Kind.TEXTS;
                if (cursor.skip('{')) {
                    kind = Kind.OBJECTS;
                    inner = parse(cursor);
                    cursor.require('}');
                }
            }
            schema.properties.put(name, new Property(required, readOnly, kind, values, inner));
        }
        return schema;
    }

    private static final class Cursor {
        final String text;
        int at;

        Cursor(String text) {
            this.text = text;
        }

        boolean hasName() {
            while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
                at++;
            }
            return at < text.length() && Character.isJavaIdentifierPart(text.charAt(at));
        }

        String name() {
            return take("[^\\w.$-]");
        }

        String values() {
            return take("[\\s{}]");
        }

        private String take(String end) {
            int start = at;
            while (at < text.length() && !text.substring(at, at + 1).matches(end)) {
                at++;
            }
            return text.substring(start, at);
        }

        boolean skip(char wanted) {
            if (at < text.length() && text.charAt(at) == wanted) {
                at++;
                return true;
            }
            return false;
        }

        void require(char wanted) {
            if (hasName() || !skip(wanted)) {
                throw new IllegalArgumentException("schema, '" + wanted + "' at " + at + ": " + text);
            }
        }
    }
}

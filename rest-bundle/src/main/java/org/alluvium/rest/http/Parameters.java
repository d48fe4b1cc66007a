package org.alluvium.rest.http;

import jakarta.servlet.http.Part;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a client sent along: query, form and JSON object merged; of a name that comes twice the last value counts. Filled by
 * {@link ParameterReader}, not changed afterwards.
 */
public final class Parameters {
    private final Map<String, String> values = new LinkedHashMap<>();
    private final Map<String, Part> files = new LinkedHashMap<>();

    void put(String name, String value) {
        values.put(name, value);
    }

    void putFile(String name, Part part) {
        files.put(name, part);
    }

    void removeEmpty() {
        values.values().removeIf(String::isEmpty);
    }

    /** The value as sent, which may be an empty text. */
    public Optional<String> get(String name) {
        return Optional.ofNullable(values.get(name));
    }

    /** The value, unless it is an empty text: what old clients send for "none". */
    public Optional<String> filled(String name) {
        return get(name).filter(value -> !value.isEmpty());
    }

    /** The value of a parameter that is declared as required, and has therefore been checked to be there. */
    public String required(String name) {
        return get(name).orElseThrow(() -> new IllegalStateException("not declared as required: " + name));
    }

    /** An uploaded file. */
    public Optional<Part> file(String name) {
        return Optional.ofNullable(files.get(name));
    }

    /** Whether a value or a file of that name was sent. */
    public boolean has(String name) {
        return values.containsKey(name) || files.containsKey(name);
    }

    /** The names of all values and files, in the order in which they came. */
    public Set<String> names() {
        Map<String, Object> all = new LinkedHashMap<>(values);
        all.putAll(files);
        return Collections.unmodifiableSet(all.keySet());
    }

    /** All values by name, in the order in which they came. */
    public Map<String, String> values() {
        return Collections.unmodifiableMap(values);
    }

    Iterable<Part> files() {
        return files.values();
    }
}

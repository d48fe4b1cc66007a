package org.alluvium.driver;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * One parameter of an operation. The REST layer checks what a client sends against it, and prints it in OPTIONS, the
 * documentation and the forms.
 *
 * @param name on the wire
 * @param type what a value must look like
 * @param required whether a request without it is refused
 * @param description one sentence for people
 * @param values the only values that are allowed, compared without regard to letter case; empty allows any of the type
 */
public record Parameter(String name, Type type, boolean required, String description, List<String> values) {
    public Parameter {
        requireNonNull(name);
        requireNonNull(type);
        requireNonNull(description);
        values = List.copyOf(values);
    }

    /** A parameter that may be left out. */
    public static Parameter optional(String name, Type type, String description) {
        return new Parameter(name, type, false, description, List.of());
    }

    /** A parameter that may not be left out. */
    public static Parameter required(String name, Type type, String description) {
        return new Parameter(name, type, true, description, List.of());
    }

    /** This parameter, restricted to these values. */
    public Parameter oneOf(String... allowed) {
        return new Parameter(name, type, required, description, List.of(allowed));
    }

    /** What a value must look like. */
    public enum Type {
        /** Any text. */
        STRING,
        /** Text of several lines. */
        TEXT,
        /** Text that is not shown while it is typed. */
        SECRET,
        /** A whole number from 1. */
        COUNT,
        /** A positive decimal number. */
        NUMBER,
        /** A port, -1 to 65535; -1 means all of ICMP. */
        PORT,
        /** A block of addresses, {@code 10.0.0.0/8} or {@code fd00::/8}. */
        CIDR,
        /** Bytes in base64. */
        BASE64,
        /** Several values, sent as NAME0, NAME1, ... */
        ARRAY,
        /** A file. */
        FILE;

        /** The name that OPTIONS and the JSON entry point print (contract 01, section 2). */
        public String wireName() {
            return this == ARRAY ? "array" : "string";
        }
    }
}

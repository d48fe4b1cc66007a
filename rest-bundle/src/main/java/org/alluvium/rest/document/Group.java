package org.alluvium.rest.document;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A thing with named parts: an element in XML, an object in JSON. Filled by its maker, in the order of JSON (XML sorts its
 * attributes by name); not to be changed once it is part of a document.
 */
public final class Group extends Node {
    /** How the element is laid out. It decides only on white space, and on how an empty element is written. */
    public enum Layout {
        /** Children on lines of their own; an empty element spans two lines. */
        BLOCK,
        /** No white space inside; an empty element is {@code <x></x>}. */
        INLINE,
        /** Children on lines of their own but the first and the end, not indented (contract 02, metrics). */
        JOINED,
        /** Never has children: {@code <x />}. */
        VOID
    }

    final Layout layout;
    final List<Node> members = new ArrayList<>();

    private Group(@Nullable String xml, @Nullable String json, Layout layout) {
        super(xml, json);
        this.layout = layout;
    }

    /** A thing whose parts are on lines of their own. */
    public static Group of(String name) {
        return new Group(name, name, Layout.BLOCK);
    }

    /** A thing with that layout. */
    public static Group of(String name, Layout layout) {
        return new Group(name, name, layout);
    }

    /** A thing in XML only. */
    public static Group xml(String name, Layout layout) {
        return new Group(name, null, layout);
    }

    /** An object in JSON only. */
    public static Group json(String name) {
        return new Group(null, name, Layout.BLOCK);
    }

    /** Adds an attribute in XML and a value in JSON; a null is left out of both. */
    public Group attribute(String name, @Nullable Object value) {
        if (value != null) {
            members.add(new Field(name, name, Field.Shape.ATTRIBUTE, value));
        }
        return this;
    }

    /** Adds an attribute in XML only; a null is left out. */
    public Group xmlAttribute(String name, @Nullable Object value) {
        if (value != null) {
            members.add(new Field(name, null, Field.Shape.ATTRIBUTE, value));
        }
        return this;
    }

    /** Adds an element in XML and a value in JSON; an absent value is an empty element, and null. */
    public Group field(String name, @Nullable Object value) {
        members.add(Field.of(name, plain(value)));
        return this;
    }

    /** Adds an element in XML only; an absent value is an empty element. */
    public Group xmlField(String name, @Nullable Object value) {
        members.add(Field.xml(name, plain(value)));
        return this;
    }

    /** Adds a value in JSON only; an absent one is null. */
    public Group jsonField(String name, @Nullable Object value) {
        members.add(Field.json(name, plain(value)));
        return this;
    }

    /** Adds an element in XML only, if the value is there. */
    public Group xmlFieldIfPresent(String name, Optional<?> value) {
        value.ifPresent(v -> members.add(Field.xml(name, v)));
        return this;
    }

    /** Adds a text between the element's tags, in XML only. */
    public Group xmlText(String text) {
        members.add(new Field("", null, Field.Shape.TEXT, text));
        return this;
    }

    /** Adds a part. */
    public Group add(Node node) {
        members.add(node);
        return this;
    }

    private static @Nullable Object plain(@Nullable Object value) {
        return value instanceof Optional<?> optional ? optional.orElse(null) : value;
    }
}

package org.alluvium.rest.document;

import org.jspecify.annotations.Nullable;

/** One value: an attribute or an element with a text in XML, a string, number, boolean or null in JSON. */
public final class Field extends Node {
    /** How a field is written in XML. */
    enum Shape {
        ATTRIBUTE,
        ELEMENT,
        /** The text of the surrounding element. */
        TEXT,
        /** An element whose text is a CDATA section. */
        CDATA,
        /** The same on lines of its own, indented with the document. */
        CDATA_BLOCK
    }

    final Shape shape;
    final @Nullable Object value;
    /** An attribute of the element, as name and value. */
    final @Nullable String attribute;

    final @Nullable String attributeValue;

    private Field(
            @Nullable String xml,
            @Nullable String json,
            Shape shape,
            @Nullable Object value,
            @Nullable String attribute,
            @Nullable String attributeValue) {
        super(xml, json);
        this.shape = shape;
        this.value = value;
        this.attribute = attribute;
        this.attributeValue = attributeValue;
    }

    Field(@Nullable String xml, @Nullable String json, Shape shape, @Nullable Object value) {
        this(xml, json, shape, value, null, null);
    }

    /** An element of that name in XML, a value under that key in JSON. */
    public static Field of(String name, @Nullable Object value) {
        return new Field(name, name, Shape.ELEMENT, value);
    }

    /** An element in XML only. */
    public static Field xml(String name, @Nullable Object value) {
        return new Field(name, null, Shape.ELEMENT, value);
    }

    /** A value in JSON only. */
    public static Field json(String name, @Nullable Object value) {
        return new Field(null, name, Shape.ELEMENT, value);
    }

    /** An element in XML only, whose text is a CDATA section. */
    public static Field cdata(String name, String value) {
        return new Field(name, null, Shape.CDATA, value);
    }

    /** An element in XML only, whose text is a CDATA section on lines of its own. */
    public static Field cdataBlock(String name, String value) {
        return new Field(name, null, Shape.CDATA_BLOCK, value);
    }

    /** This field with an attribute on its element. */
    public Field with(String name, String text) {
        return new Field(xml, json, shape, value, name, text);
    }
}

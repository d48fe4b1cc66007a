package org.alluvium.rest.document;

import org.jspecify.annotations.Nullable;

/** A part of a document. */
public abstract sealed class Node permits Field, Group, Rows, Link {
    /** The element's name; null when the node is not part of the XML document. */
    final @Nullable String xml;

    /** The key in the surrounding object; null when the node is not part of the JSON document. */
    final @Nullable String json;

    Node(@Nullable String xml, @Nullable String json) {
        this.xml = xml;
        this.json = json;
    }
}

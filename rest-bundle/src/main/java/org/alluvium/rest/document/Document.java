package org.alluvium.rest.document;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * An answer, before it has a format.
 *
 * @param root the tree; a {@link Group} or {@link Rows}
 * @param prolog whether XML begins with {@code <?xml ...?>} (contract 01, section 11)
 * @param indented whether XML is indented; two answers of the contract are not
 * @param wrapped whether JSON is an object with the root's name as its only key, or the root itself
 * @param diagram the same as a picture; absent for what is not offered as one
 */
public record Document(Node root, boolean prolog, boolean indented, boolean wrapped, Optional<Diagram> diagram) {
    public Document {
        requireNonNull(root);
        requireNonNull(diagram);
    }

    /** A document as most are: with prolog, indented, wrapped. */
    public static Document of(Node root) {
        return new Document(root, true, true, true, Optional.empty());
    }

    /** This document without the prolog in XML. */
    public Document withoutProlog() {
        return new Document(root, false, indented, wrapped, diagram);
    }

    /** This document without indentation in XML. */
    public Document withoutIndentation() {
        return new Document(root, prolog, false, wrapped, diagram);
    }

    /** This document, whose JSON is the root itself. */
    public Document bare() {
        return new Document(root, prolog, indented, false, diagram);
    }

    /** This document, which can also be had as that picture. */
    public Document drawn(Diagram picture) {
        return new Document(root, prolog, indented, wrapped, Optional.of(picture));
    }
}

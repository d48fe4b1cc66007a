package org.alluvium.rest.document;

import static java.util.Objects.requireNonNull;

/**
 * An answer, before it has a format.
 *
 * @param root the tree; a {@link Group} or {@link Rows}
 * @param prolog whether XML begins with {@code <?xml ...?>} (contract 01, section 11)
 * @param indented whether XML is indented; two answers of the contract are not
 * @param wrapped whether JSON is an object with the root's name as its only key, or the root itself
 */
public record Document(Node root, boolean prolog, boolean indented, boolean wrapped) {
    public Document {
        requireNonNull(root);
    }

    /** A document as most are: with prolog, indented, wrapped. */
    public static Document of(Node root) {
        return new Document(root, true, true, true);
    }

    /** This document without the prolog in XML. */
    public Document withoutProlog() {
        return new Document(root, false, indented, wrapped);
    }

    /** This document without indentation in XML. */
    public Document withoutIndentation() {
        return new Document(root, prolog, false, wrapped);
    }

    /** This document, whose JSON is the root itself. */
    public Document bare() {
        return new Document(root, prolog, indented, false);
    }
}

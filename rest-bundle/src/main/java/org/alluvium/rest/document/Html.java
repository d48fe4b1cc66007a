package org.alluvium.rest.document;

import static java.util.Objects.requireNonNull;

/** Writes HTML, and escapes every text and every attribute's value on its way. Not thread-safe. */
public final class Html {
    private final Body body;

    /** Writes into that body. */
    public Html(Body body) {
        this.body = requireNonNull(body);
    }

    /**
     * A start tag.
     *
     * @param attributes name and value in turn
     */
    public Html open(String tag, String... attributes) {
        body.write('<');
        body.ascii(tag);
        for (int i = 0; i < attributes.length; i += 2) {
            body.write(' ');
            body.ascii(attributes[i]);
            body.ascii("=\"");
            text(attributes[i + 1]);
            body.write('"');
        }
        body.write('>');
        return this;
    }

    /** An end tag. */
    public Html close(String tag) {
        body.ascii("</");
        body.ascii(tag);
        body.write('>');
        return this;
    }

    /** An element with only a text in it. */
    public Html element(String tag, String text, String... attributes) {
        return open(tag, attributes).text(text).close(tag);
    }

    /** Ends a line, for people who read the source. */
    public Html line() {
        body.write('\n');
        return this;
    }

    /** The text of an element. */
    public Html text(String text) {
        StringBuilder escaped = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                case '\'' -> escaped.append("&#39;");
                case '\t', '\n', '\r' -> escaped.append(c);
                default -> escaped.append(c < ' ' ? '\uFFFD' : c);
            }
        }
        body.text(escaped.toString());
        return this;
    }
}

package org.alluvium.rest.document;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Writes a document as XML in the dialect of contract 01, section 11. Used once. */
public final class XmlWriter {
    private static final String PROLOG = "<?xml version='1.0' encoding='utf-8' ?>\n";
    private static final String[] INDENTS =
            IntStream.range(0, 16).mapToObj("  "::repeat).toArray(String[]::new);

    /** Whether a character of a text is written as it is, by its code. */
    private static final boolean[] PLAIN_IN_TEXT = new boolean[0x80];

    private static final boolean[] PLAIN_IN_ATTRIBUTE = new boolean[0x80];

    /** Whether a character may stand in a name, by its code. */
    private static final boolean[] NAME_CHARACTERS = new boolean[0x80];

    static {
        for (char c = 0; c < NAME_CHARACTERS.length; c++) {
            NAME_CHARACTERS[c] = isNameCharacter(c, false);
            PLAIN_IN_TEXT[c] = entity(c, false) == null;
            PLAIN_IN_ATTRIBUTE[c] = entity(c, true) == null;
        }
    }

    private final Body body;
    private final boolean indented;
    private Field[] sorted = new Field[8];

    private XmlWriter(Body body, boolean indented) {
        this.body = body;
        this.indented = indented;
    }

    /** Writes a document. */
    public static void write(Document document, Body body) {
        if (document.prolog()) {
            body.ascii(PROLOG);
        }
        XmlWriter writer = new XmlWriter(body, document.indented());
        writer.node(document.root(), 0);
        body.write('\n');
    }

    private void node(Node node, int depth) {
        if (node instanceof Field field) {
            field(field, depth);
        } else if (node instanceof Group group) {
            group(group, depth);
        } else if (node instanceof Rows rows) {
            rows(rows, depth);
        } else if (node instanceof Link link) {
            link(link);
        }
    }

    private void field(Field field, int depth) {
        if (field.shape == Field.Shape.TEXT) {
            escape(String.valueOf(field.value), false);
            return;
        }
        String element = name(field.xml);
        open(element);
        if (field.attribute != null) {
            attribute(field.attribute, field.attributeValue == null ? "" : field.attributeValue);
        }
        body.write('>');
        String text = field.value == null ? "" : field.value.toString();
        switch (field.shape) {
            case ATTRIBUTE, ELEMENT, TEXT -> escape(text, false);
            case CDATA -> cdata(text, "\n");
            case CDATA_BLOCK -> {
                newline(depth + 1);
                cdata(text, indented ? "\n" + "  ".repeat(depth + 1) : "\n");
                newline(depth);
            }
        }
        close(element);
    }

    private void group(Group group, int depth) {
        String element = name(group.xml);
        open(element);
        attributes(group);
        if (group.layout == Group.Layout.VOID) {
            body.ascii(" />");
            return;
        }
        body.write('>');
        for (Node member : group.members) {
            if (member.xml != null && !isAttribute(member)) {
                child(member, group.layout, depth);
            }
        }
        if (group.layout == Group.Layout.BLOCK) {
            newline(depth);
        }
        close(element);
    }

    private void rows(Rows rows, int depth) {
        String element = name(rows.xml);
        open(element);
        body.write('>');
        boolean first = true;
        for (Node row : rows.rows) {
            if (row.xml == null) {
                continue;
            }
            if (rows.layout == Group.Layout.JOINED) {
                if (!first) {
                    newline(depth);
                }
                node(row, depth);
            } else {
                child(row, rows.layout, depth);
            }
            first = false;
        }
        if (rows.layout == Group.Layout.BLOCK) {
            newline(depth);
        }
        close(element);
    }

    private void child(Node node, Group.Layout layout, int depth) {
        if (layout == Group.Layout.BLOCK) {
            newline(depth + 1);
        }
        node(node, depth + 1);
    }

    private void link(Link link) {
        body.ascii("<link");
        attribute("href", link.href);
        if (link.id != null) {
            attribute("id", link.id);
        }
        if (link.methodInXml) {
            attribute("method", link.method);
        }
        attribute("rel", link.rel);
        body.ascii(" />");
    }

    /** Writes the attributes in the order of their names; they are few, and are sorted in an array that is kept. */
    private void attributes(Group group) {
        int count = 0;
        for (Node member : group.members) {
            if (member.xml != null && member instanceof Field field && isAttribute(member)) {
                if (count == sorted.length) {
                    sorted = Arrays.copyOf(sorted, count * 2);
                }
                int place = count++;
                while (place > 0 && isAfter(sorted[place - 1], field)) {
                    sorted[place] = sorted[--place];
                }
                sorted[place] = field;
            }
        }
        for (int i = 0; i < count; i++) {
            attribute(name(sorted[i].xml), String.valueOf(sorted[i].value));
        }
    }

    private static boolean isAfter(Field one, Field other) {
        return one.xml != null && other.xml != null && one.xml.compareTo(other.xml) > 0;
    }

    private static boolean isAttribute(Node node) {
        return node instanceof Field field && field.shape == Field.Shape.ATTRIBUTE;
    }

    private void attribute(String name, String value) {
        body.write(' ');
        body.ascii(name);
        body.ascii("='");
        escape(value, true);
        body.write('\'');
    }

    private void open(String element) {
        body.write('<');
        body.ascii(element);
    }

    private void close(String element) {
        body.ascii("</");
        body.ascii(element);
        body.write('>');
    }

    private void newline(int depth) {
        body.write('\n');
        if (indented) {
            body.ascii(depth < INDENTS.length ? INDENTS[depth] : "  ".repeat(depth));
        }
    }

    private void cdata(String text, String lineBreak) {
        body.ascii("<![CDATA[");
        body.text(legal(text).replace("]]>", "]]]]><![CDATA[>").replace("\n", lineBreak));
        body.ascii("]]>");
    }

    private void escape(String text, boolean attribute) {
        boolean[] plain = attribute ? PLAIN_IN_ATTRIBUTE : PLAIN_IN_TEXT;
        int from = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < plain.length && plain[c]) {
                continue;
            }
            if (c >= 0x80) {
                // Rare enough to take the slow way for the whole rest.
                body.ascii(text.substring(from, i));
                body.text(escapeRest(legal(text.substring(i)), attribute));
                return;
            }
            body.ascii(text.substring(from, i));
            body.text(requireNonNull(entity(c, attribute)));
            from = i + 1;
        }
        body.ascii(from == 0 ? text : text.substring(from));
    }

    private static String escapeRest(String text, boolean attribute) {
        StringBuilder escaped = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            String entity = entity(c, attribute);
            if (entity == null) {
                escaped.append(c);
            } else {
                escaped.append(entity);
            }
        }
        return escaped.toString();
    }

    private static @Nullable String entity(char c, boolean attribute) {
        return switch (c) {
            case '&' -> "&amp;";
            case '<' -> "&lt;";
            case '>' -> "&gt;";
            case '\'' -> attribute ? "&#39;" : null;
            case '\r' -> "&#13;";
            case '\t' -> attribute ? "&#9;" : null;
            case '\n' -> attribute ? "&#10;" : null;
            default -> c < ' ' ? "\uFFFD" : null;
        };
    }

    /** Replaces what XML cannot hold: control characters, lone surrogates, U+FFFE and U+FFFF. */
    private static String legal(String text) {
        StringBuilder copy = null;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean pair = Character.isHighSurrogate(c)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1));
            if (pair) {
                i++;
            } else if (c < ' ' && c != '\t' && c != '\n' && c != '\r' || Character.isSurrogate(c) || c >= 0xFFFE) {
                if (copy == null) {
                    copy = new StringBuilder(text);
                }
                copy.setCharAt(i, '\uFFFD');
            }
        }
        return copy == null ? text : copy.toString();
    }

    /** The element's name; one that comes from a cloud (a metric's) may need mending. */
    private static String name(@Nullable String wanted) {
        if (wanted == null || wanted.isEmpty()) {
            return "_";
        }
        for (int i = 0; i < wanted.length(); i++) {
            char c = wanted.charAt(i);
            if (c >= NAME_CHARACTERS.length || !NAME_CHARACTERS[c]) {
                return mend(wanted);
            }
        }
        return isNameCharacter(wanted.charAt(0), true) ? wanted : mend(wanted);
    }

    private static String mend(String wanted) {
        StringBuilder mended = new StringBuilder(wanted);
        for (int i = 0; i < wanted.length(); i++) {
            if (!isNameCharacter(wanted.charAt(i), false)) {
                mended.setCharAt(i, '_');
            }
        }
        return isNameCharacter(mended.charAt(0), true) ? mended.toString() : "_" + mended;
    }

    private static boolean isNameCharacter(char c, boolean first) {
        boolean letter = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_';
        return letter || !first && (c >= '0' && c <= '9' || c == '-' || c == '.');
    }
}

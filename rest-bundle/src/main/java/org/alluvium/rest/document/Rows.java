package org.alluvium.rest.document;

import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Many things of one kind: an element with a child for each in XML, an array in JSON. Rows are made while they are written,
 * one at a time, and only for a format that shows them.
 */
public final class Rows extends Node {
    final Group.Layout layout;
    final Iterable<? extends Node> rows;

    private Rows(@Nullable String xml, @Nullable String json, Group.Layout layout, Iterable<? extends Node> rows) {
        super(xml, json);
        this.layout = layout;
        this.rows = rows;
    }

    /** Rows on lines of their own. */
    public static Rows of(String name, Iterable<? extends Node> rows) {
        return new Rows(name, name, Group.Layout.BLOCK, rows);
    }

    /** Rows in XML only. */
    public static Rows xml(String name, Group.Layout layout, Iterable<? extends Node> rows) {
        return new Rows(name, null, layout, rows);
    }

    /** Rows in JSON only. */
    public static Rows json(String name, Iterable<? extends Node> rows) {
        return new Rows(null, name, Group.Layout.BLOCK, rows);
    }

    /** These rows with another layout. */
    public Rows layout(Group.Layout other) {
        return new Rows(xml, json, other, rows);
    }

    /** A row for each of these things, made when it is written. */
    public static <T> Iterable<Node> each(List<T> things, Function<? super T, ? extends Node> row) {
        return () -> new Iterator<>() {
            private final Iterator<T> rest = things.iterator();

            @Override
            public boolean hasNext() {
                return rest.hasNext();
            }

            @Override
            public Node next() {
                return row.apply(rest.next());
            }
        };
    }
}

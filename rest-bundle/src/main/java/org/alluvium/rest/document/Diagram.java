package org.alluvium.rest.document;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * A document as a picture: named boxes, and labelled arrows between them.
 *
 * @param title what it shows, for people and screen readers
 * @param boxes from top to bottom
 * @param arrows in any order; both ends are boxes
 */
public record Diagram(String title, List<String> boxes, List<Arrow> arrows) {
    public Diagram {
        requireNonNull(title);
        boxes = List.copyOf(boxes);
        arrows = List.copyOf(arrows);
    }

    /**
     * One arrow.
     *
     * @param label what stands on it
     */
    public record Arrow(String from, String to, String label) {
        public Arrow {
            requireNonNull(from);
            requireNonNull(to);
            requireNonNull(label);
        }
    }
}

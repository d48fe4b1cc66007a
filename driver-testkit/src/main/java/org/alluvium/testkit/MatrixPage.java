package org.alluvium.testkit;

import java.util.Locale;
import java.util.stream.Collectors;
import org.alluvium.registry.Conformance;
import org.alluvium.registry.Conformance.Item;
import org.alluvium.registry.Conformance.Kind;

/** A matrix as JSON for programs and as a page for people. Its names are the kit's and the driver's own. */
final class MatrixPage {
    private MatrixPage() {}

    /** One object, with a list for each kind of thing. */
    static String json(Conformance matrix) {
        return "{\"driver\":" + quoted(matrix.driver()) + ",\"version\":"
                + quoted(matrix.version().orElse("")) + ",\n\"operations\":[" + rows(matrix, Kind.OPERATION)
                + "],\n\"parameters\":[" + rows(matrix, Kind.PARAMETER) + "],\n\"guarantees\":["
                + rows(matrix, Kind.GUARANTEE) + "]}\n";
    }

    /** One table. */
    static String html(Conformance matrix) {
        return "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>Driver "
                + escaped(matrix.driver()) + "</title></head><body>\n<h1>Driver " + escaped(matrix.driver()) + " "
                + escaped(matrix.version().orElse(""))
                + "</h1>\n<table>\n<tr><th>Collection</th><th>Operation</th><th>What</th><th>State</th></tr>\n"
                + matrix.items().stream()
                        .map(item -> "<tr><td>" + escaped(item.subject().collection()) + "</td><td>"
                                + escaped(item.subject().operation()) + "</td><td>"
                                + escaped(item.subject().name()) + "</td><td>" + state(item) + "</td></tr>\n")
                        .collect(Collectors.joining())
                + "</table>\n</body></html>\n";
    }

    private static String rows(Conformance matrix, Kind kind) {
        return matrix.items().stream()
                .filter(item -> item.subject().kind() == kind)
                .map(item -> {
                    String name = switch (kind) {
                        case OPERATION -> "capability";
                        case PARAMETER -> "parameter";
                        case GUARANTEE -> "guarantee";
                    };
                    String place = kind == Kind.GUARANTEE
                            ? ""
                            : "\"collection\":" + quoted(item.subject().collection()) + ",\"operation\":"
                                    + quoted(item.subject().operation()) + ",";
                    return "\n{" + place + quoted(name) + ":"
                            + quoted(item.subject().name()) + ",\"state\":" + quoted(state(item)) + "}";
                })
                .collect(Collectors.joining(","));
    }

    private static String state(Item item) {
        return item.state().name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
    }
}

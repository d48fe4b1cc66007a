package org.alluvium.shell.lifecycle;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One clause of a header of a manifest (OSGi Core 8, section 3.2.4).
 *
 * @param names what it is about, for example packages
 * @param attributes {@code name=value}, without types and quotes
 * @param directives {@code name:=value}, without quotes
 */
record HeaderClause(List<String> names, Map<String, String> attributes, Map<String, String> directives) {
    /**
     * A part of a clause: text and quoted texts up to the next comma or semicolon. Possessive, so that a long header does not use up
     * the stack.
     */
    private static final Pattern PART = Pattern.compile("((?:[^,;\"]++|\"(?:[^\"\\\\]++|\\\\.)*+\")*+)([,;]|$)");

    private static final Pattern PARAMETER =
            Pattern.compile("([\\w.-]+)(?::[\\w<>]+)?\\s*(:=|=)\\s*(\"?)(.*?)\\3", Pattern.DOTALL);

    HeaderClause {
        names = List.copyOf(names);
        attributes = Map.copyOf(attributes);
        directives = Map.copyOf(directives);
    }

    /** The clauses of a header, in its order. What is no clause is passed over: the framework itself will complain. */
    static List<HeaderClause> parse(String header) {
        List<HeaderClause> clauses = new ArrayList<>();
        List<String> names = new ArrayList<>();
        Map<String, String> attributes = new LinkedHashMap<>();
        Map<String, String> directives = new LinkedHashMap<>();
        Matcher part = PART.matcher(header);
        while (part.find()) {
            String text = part.group(1).strip();
            Matcher parameter = PARAMETER.matcher(text);
            if (parameter.matches()) {
                (parameter.group(2).equals("=") ? attributes : directives)
                        .put(parameter.group(1), parameter.group(4).strip());
            } else if (!text.isEmpty()) {
                names.add(text);
            }
            if (!part.group(2).equals(";") && !names.isEmpty()) {
                clauses.add(new HeaderClause(names, attributes, directives));
                names.clear();
                attributes.clear();
                directives.clear();
            }
            if (part.group(2).isEmpty()) {
                break;
            }
        }
        return List.copyOf(clauses);
    }

    /** Whether the bundle can do without it. */
    boolean optional() {
        return "optional".equals(directives.get("resolution")) || "active".equals(directives.get("effective"));
    }
}

package org.alluvium.rest.document;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What a person is shown of a tree: the reading side of {@link HtmlWriter}. */
final class Shown {
    /** Tell a program how to send something; a form does that for people. */
    private static final Set<String> FOR_PROGRAMS = Set.of("param");
    /** Elements that are called by an attribute of theirs. */
    static final Set<String> NAMED = Set.of("property", "entry", "entrypoint", "constraint");
    /** The attributes that name them. */
    private static final List<String> NAMES = List.of("name", "key", "kind");

    private Shown() {}

    /** The columns that say something about at least one member beyond its id. */
    static List<String> columns(Iterable<? extends Node> members) {
        Map<String, Boolean> useful = new LinkedHashMap<>();
        for (Node member : members) {
            if (member.xml != null && member instanceof Group group) {
                String id = attribute(group, "id").orElse("");
                parts(group)
                        .forEach((name, nodes) -> useful.merge(
                                name,
                                nodes.stream().anyMatch(node -> !blank(node) && !says(node, id)),
                                Boolean::logicalOr));
            }
        }
        return useful.entrySet().stream()
                .filter(Map.Entry::getValue)
                .map(Map.Entry::getKey)
                .toList();
    }

    static boolean blank(Node node) {
        if (node instanceof Field field) {
            return field.shape == Field.Shape.CDATA_BLOCK
                    || field.value == null
                    || field.value.toString().isEmpty();
        }
        return node instanceof Rows rows && !rows.rows.iterator().hasNext();
    }

    static boolean unsaid(Node node) {
        return node instanceof Field field
                && (field.value == null || field.value.toString().isEmpty());
    }

    static boolean says(Node node, String text) {
        return node instanceof Field field && text.equals(String.valueOf(field.value));
    }

    /** What a person is shown inside a thing, by its label; attributes and actions are not among it. */
    static Map<String, List<Node>> parts(Group group) {
        Map<String, List<Node>> parts = new LinkedHashMap<>();
        String id = attribute(group, "id").orElse("");
        for (Node node : group.members) {
            boolean text = node instanceof Field field
                    && (field.shape == Field.Shape.ATTRIBUTE || field.shape == Field.Shape.TEXT);
            boolean repeated = "id".equals(node.xml) && says(node, id);
            if (node.xml != null
                    && !text
                    && !repeated
                    && !unsaid(node)
                    && !(node instanceof Link)
                    && !node.xml.equals("actions")
                    && !FOR_PROGRAMS.contains(node.xml)) {
                parts.computeIfAbsent(label(node), l -> new ArrayList<>()).add(node);
            }
        }
        // The id says no more than the link to the same thing.
        parts.keySet()
                .removeIf(name -> name.endsWith("_id") && parts.containsKey(name.substring(0, name.length() - 3)));
        return parts;
    }

    static List<Link> links(Group group) {
        List<Link> links = new ArrayList<>();
        for (Node node : group.members) {
            if (node instanceof Link link) {
                links.add(link);
            } else if ("actions".equals(node.xml)) {
                members(node).forEach(member -> {
                    if (member instanceof Link link) {
                        links.add(link);
                    }
                });
            }
        }
        return links;
    }

    static Iterable<? extends Node> members(Node node) {
        if (node instanceof Rows rows) {
            return rows.rows;
        }
        return node instanceof Group group ? group.members : List.of();
    }

    static String label(Node node) {
        String name = node.xml == null ? "" : node.xml;
        if (NAMED.contains(name)) {
            Map<String, String> attributes = attributes(node);
            return NAMES.stream()
                    .filter(attributes::containsKey)
                    .map(attributes::get)
                    .findFirst()
                    .orElse(name);
        }
        return name;
    }

    static Map<String, String> attributes(Node node) {
        Map<String, String> attributes = new LinkedHashMap<>();
        if (node instanceof Field field) {
            if (field.attribute != null && field.attributeValue != null) {
                attributes.put(field.attribute, field.attributeValue);
            }
        } else {
            for (Node member : members(node)) {
                if (member instanceof Field field && field.xml != null && field.shape == Field.Shape.ATTRIBUTE) {
                    attributes.put(field.xml, String.valueOf(field.value));
                }
            }
        }
        return attributes;
    }

    static Optional<String> attribute(Node node, String name) {
        return Optional.ofNullable(attributes(node).get(name));
    }

    static Optional<String> text(Group group) {
        for (Node node : group.members) {
            if (node instanceof Field field && field.shape == Field.Shape.TEXT) {
                return Optional.of(String.valueOf(field.value));
            }
        }
        return Optional.empty();
    }
}

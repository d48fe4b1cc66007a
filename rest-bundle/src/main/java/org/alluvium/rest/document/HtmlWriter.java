package org.alluvium.rest.document;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Writes a document's tree as HTML: what XML shows, as a table of members or as a list of names and values. It knows no
 * collection; what it leaves out is what only programs need.
 */
public final class HtmlWriter {
    /** Tell a program how to send something; a form does that for people. */
    private static final Set<String> FOR_PROGRAMS = Set.of("param");
    /** Attributes that are shown otherwise than by their name. */
    private static final Set<String> QUIET = Set.of("href", "id", "rel", "name", "value", "unit");
    /** Elements that are called by an attribute of theirs. */
    private static final Set<String> NAMED = Set.of("property", "entry", "entrypoint", "constraint");
    /** The attributes that name them. */
    private static final List<String> NAMES = List.of("name", "key", "kind");

    private final Html html;
    private final Actions actions;

    /**
     * Writes into that.
     *
     * @param actions what becomes of links that do something
     */
    public HtmlWriter(Html html, Actions actions) {
        this.html = requireNonNull(html);
        this.actions = requireNonNull(actions);
    }

    /** What becomes of links that do something. */
    @FunctionalInterface
    public interface Actions {
        /** Writes a button, or whatever does the action. */
        void write(Html html, Action action);
    }

    /**
     * Something that can be done.
     *
     * @param rel its name
     * @param href where to send it
     * @param method in upper case
     * @param owner the name of the thing in which the link stands, for example {@code instance}
     * @param ownerId the id of that thing; may be empty
     */
    public record Action(String rel, String href, String method, String owner, String ownerId) {}

    /** A table of the members of an index. */
    public void table(Document document) {
        Iterable<? extends Node> members = members(document.root());
        List<String> columns = columns(members);
        boolean acting = false;
        int count = 0;
        for (Node member : members) {
            if (member.xml != null) {
                count++;
                acting |= member instanceof Group group && !links(group).isEmpty();
            }
        }
        if (count == 0) {
            html.element("p", "There are none.", "class", "none").line();
            return;
        }
        html.open("div", "class", "scroll", "role", "region", "aria-label", "List", "tabindex", "0")
                .open("table")
                .open("thead")
                .open("tr")
                .element("th", "id", "scope", "col");
        columns.forEach(column -> html.element("th", words(column), "scope", "col"));
        if (acting) {
            html.element("th", "actions", "scope", "col", "class", "actions");
        }
        html.close("tr").close("thead").open("tbody").line();
        for (Node member : members) {
            if (member.xml != null && member instanceof Group group) {
                row(group, columns, acting);
            }
        }
        html.close("tbody").close("table").close("div").line();
    }

    private void row(Group member, List<String> columns, boolean acting) {
        html.open("tr").open("th", "scope", "row");
        reference(member);
        html.close("th");
        Map<String, List<Node>> parts = parts(member);
        for (String column : columns) {
            html.open("td");
            values(parts.getOrDefault(column, List.of()));
            html.close("td");
        }
        if (acting) {
            html.open("td", "class", "actions");
            links(member).forEach(link -> act(link, member));
            html.close("td");
        }
        html.close("tr").line();
    }

    /** The columns that say something about at least one member beyond its id. */
    private static List<String> columns(Iterable<? extends Node> members) {
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

    private static boolean blank(Node node) {
        if (node instanceof Field field) {
            return field.shape == Field.Shape.CDATA_BLOCK
                    || field.value == null
                    || field.value.toString().isEmpty();
        }
        return node instanceof Rows rows && !rows.rows.iterator().hasNext();
    }

    private static boolean unsaid(Node node) {
        return node instanceof Field field
                && (field.value == null || field.value.toString().isEmpty());
    }

    private static boolean says(Node node, String text) {
        return node instanceof Field field && text.equals(String.valueOf(field.value));
    }

    /** One thing: what can be done with it, and a list of what is known of it. */
    public void list(Document document) {
        if (!(document.root() instanceof Group root)) {
            table(document);
            return;
        }
        List<Link> links = links(root);
        if (!links.isEmpty()) {
            html.open("div", "class", "actions");
            links.forEach(link -> act(link, root));
            html.close("div").line();
        }
        parts(root, true);
    }

    /** A link to the thing itself. */
    public void reference(Document document) {
        if (document.root() instanceof Group root) {
            reference(root);
        }
    }

    private void act(Link link, Group owner) {
        actions.write(
                html,
                new Action(
                        link.rel,
                        link.href,
                        link.method.toUpperCase(Locale.ROOT),
                        owner.xml == null ? "" : owner.xml,
                        attribute(owner, "id").orElse("")));
    }

    private void parts(Group group, boolean withAttributes) {
        html.open("dl").line();
        if (withAttributes) {
            attributes(group).forEach((name, value) -> {
                if (!QUIET.contains(name)) {
                    html.element("dt", words(name)).element("dd", value).line();
                }
            });
        }
        parts(group).forEach((name, nodes) -> {
            html.element("dt", words(name));
            html.open("dd");
            values(nodes);
            html.close("dd").line();
        });
        html.close("dl");
    }

    private void values(List<Node> nodes) {
        if (nodes.size() == 1) {
            value(nodes.get(0));
        } else if (!nodes.isEmpty()) {
            items(nodes);
        }
    }

    private void items(Iterable<? extends Node> nodes) {
        html.open("ul");
        for (Node node : nodes) {
            if (node.xml != null) {
                html.open("li");
                String label = label(node);
                if (!label.equals(node.xml)) {
                    html.element("b", label).text(" ");
                }
                value(node);
                html.close("li");
            }
        }
        html.close("ul");
    }

    private void value(Node node) {
        if (node instanceof Field field) {
            field(field);
        } else if (node instanceof Group group) {
            group(group);
        } else if (node instanceof Rows rows) {
            if (blank(rows)) {
                html.element("span", "none", "class", "none");
            } else {
                items(rows.rows);
            }
        }
    }

    private void field(Field field) {
        String text = field.value == null ? "" : field.value.toString();
        if (field.shape == Field.Shape.CDATA_BLOCK) {
            html.element("pre", text, "tabindex", "0");
            return;
        }
        html.text(text);
        if (!NAMED.contains(String.valueOf(field.xml))) {
            attributes(field).forEach((name, value) -> {
                if (name.equals("unit") || !QUIET.contains(name)) {
                    html.text(" ").element("small", value);
                }
            });
        }
    }

    private void group(Group group) {
        reference(group);
        Map<String, String> attributes = attributes(group);
        String unit = attributes.getOrDefault("unit", "");
        String value = attributes.get("value");
        if (value != null) {
            html.text(unit.isEmpty() || unit.equals("label") ? value : value + " " + unit);
        }
        attributes.forEach((name, text) -> {
            if (!QUIET.contains(name) && !text.equals("fixed")) {
                html.text(" ").element("small", words(name) + " " + text);
            }
        });
        if (!parts(group).isEmpty()) {
            parts(group, false);
        }
        List<Link> links = links(group);
        links.forEach(link -> act(link, group));
    }

    /** A link to the thing, called by its text or id; or only its name where it has no address. */
    private void reference(Group group) {
        String name = text(group)
                .or(() -> attribute(group, "id"))
                .or(() -> attribute(group, "name").filter(n -> !NAMED.contains(String.valueOf(group.xml))))
                .or(() -> attribute(group, "rel").map(HtmlWriter::words))
                .orElse("");
        attribute(group, "href")
                .ifPresentOrElse(
                        href -> html.element("a", name.isEmpty() ? href : name, "href", href), () -> html.text(name));
    }

    /** What a person is shown inside a thing, by its label; attributes and actions are not among it. */
    private static Map<String, List<Node>> parts(Group group) {
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

    private static List<Link> links(Group group) {
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

    private static Iterable<? extends Node> members(Node node) {
        if (node instanceof Rows rows) {
            return rows.rows;
        }
        return node instanceof Group group ? group.members : List.of();
    }

    private static String label(Node node) {
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

    private static Map<String, String> attributes(Node node) {
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

    private static Optional<String> attribute(Node node, String name) {
        return Optional.ofNullable(attributes(node).get(name));
    }

    private static Optional<String> text(Group group) {
        for (Node node : group.members) {
            if (node instanceof Field field && field.shape == Field.Shape.TEXT) {
                return Optional.of(String.valueOf(field.value));
            }
        }
        return Optional.empty();
    }

    /** The text of a field of the root, whatever the document is of. */
    public static Optional<String> text(Document document, String name) {
        for (Node node : members(document.root())) {
            if (node instanceof Field field && name.equals(field.xml) && field.value != null) {
                return Optional.of(field.value.toString());
            }
        }
        return Optional.empty();
    }

    /** Whether the root links to its own removal. */
    public static boolean linksToRemoval(Document document) {
        return document.root() instanceof Group group
                && links(group).stream()
                        .anyMatch(link -> link.method.equalsIgnoreCase("delete") || link.rel.equals("destroy"));
    }

    /** What the root links to by {@code rel}, in order: the collections of an entry point. */
    public static List<String> relations(Document document) {
        List<String> relations = new ArrayList<>();
        for (Node node : members(document.root())) {
            if (node instanceof Group group && "link".equals(group.xml)) {
                attribute(group, "rel").ifPresent(relations::add);
            }
        }
        return relations;
    }

    /** A name on the wire as words. */
    public static String words(@Nullable String name) {
        return name == null ? "" : name.replace('_', ' ');
    }
}

package org.alluvium.rest.document;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
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
    /** Attributes that are shown otherwise than by their name. */
    private static final Set<String> QUIET = Set.of("href", "id", "rel", "name", "value", "unit");

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
        Iterable<? extends Node> members = Shown.members(document.root());
        List<String> columns = Shown.columns(members);
        boolean acting = false;
        int count = 0;
        for (Node member : members) {
            if (member.xml != null) {
                count++;
                acting |= member instanceof Group group && !Shown.links(group).isEmpty();
            }
        }
        if (count == 0) {
            html.element("p", "There are none.", "class", "none").line();
            return;
        }
        html.open("div", "class", "scroll members", "role", "region", "aria-label", "List", "tabindex", "0")
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
        Map<String, List<Node>> parts = Shown.parts(member);
        for (String column : columns) {
            html.open("td", "data-label", words(column));
            values(parts.getOrDefault(column, List.of()));
            html.close("td");
        }
        if (acting) {
            html.open("td", "class", "actions");
            Shown.links(member).forEach(link -> act(link, member));
            html.close("td");
        }
        html.close("tr").line();
    }

    /** One thing: what can be done with it, and a list of what is known of it. */
    public void list(Document document) {
        if (!(document.root() instanceof Group root)) {
            table(document);
            return;
        }
        List<Link> links = Shown.links(root);
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
                        Shown.attribute(owner, "id").orElse("")));
    }

    private void parts(Group group, boolean withAttributes) {
        html.open("dl").line();
        if (withAttributes) {
            Shown.attributes(group).forEach((name, value) -> {
                if (!QUIET.contains(name)) {
                    html.element("dt", words(name)).element("dd", value).line();
                }
            });
        }
        Shown.parts(group).forEach((name, nodes) -> {
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
                String label = Shown.label(node);
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
            if (Shown.blank(rows)) {
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
        if (!Shown.NAMED.contains(String.valueOf(field.xml))) {
            Shown.attributes(field).forEach((name, value) -> {
                if (name.equals("unit") || !QUIET.contains(name)) {
                    html.text(" ").element("small", value);
                }
            });
        }
    }

    private void group(Group group) {
        reference(group);
        Map<String, String> attributes = Shown.attributes(group);
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
        if (!Shown.parts(group).isEmpty()) {
            parts(group, false);
        }
        List<Link> links = Shown.links(group);
        links.forEach(link -> act(link, group));
    }

    /** A link to the thing, called by its text or id; or only its name where it has no address. */
    private void reference(Group group) {
        String name = Shown.text(group)
                .or(() -> Shown.attribute(group, "id"))
                .or(() -> Shown.attribute(group, "name").filter(n -> !Shown.NAMED.contains(String.valueOf(group.xml))))
                .or(() -> Shown.attribute(group, "rel").map(HtmlWriter::words))
                .orElse("");
        Shown.attribute(group, "href")
                .ifPresentOrElse(
                        href -> html.element("a", name.isEmpty() ? href : name, "href", href), () -> html.text(name));
    }

    /** The text of a field of the root, whatever the document is of. */
    public static Optional<String> text(Document document, String name) {
        for (Node node : Shown.members(document.root())) {
            if (node instanceof Field field && name.equals(field.xml) && field.value != null) {
                return Optional.of(field.value.toString());
            }
        }
        return Optional.empty();
    }

    /** Whether the root links to its own removal. */
    public static boolean linksToRemoval(Document document) {
        return document.root() instanceof Group group
                && Shown.links(group).stream()
                        .anyMatch(link -> link.method.equalsIgnoreCase("delete") || link.rel.equals("destroy"));
    }

    /** What the root links to by {@code rel}, in order: the collections of an entry point. */
    public static List<String> relations(Document document) {
        List<String> relations = new ArrayList<>();
        for (Node node : Shown.members(document.root())) {
            if (node instanceof Group group && "link".equals(group.xml)) {
                Shown.attribute(group, "rel").ifPresent(relations::add);
            }
        }
        return relations;
    }

    /** A name on the wire as words. */
    public static String words(@Nullable String name) {
        return name == null ? "" : name.replace('_', ' ');
    }
}

package org.alluvium.rest.page;

import static java.util.Objects.requireNonNull;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.alluvium.driver.Parameter;
import org.alluvium.rest.document.Html;
import org.alluvium.rest.document.HtmlWriter;
import org.alluvium.rest.document.HtmlWriter.Action;
import org.alluvium.rest.http.Links;

/**
 * Makes buttons of a document's links. What needs no more than the link tells is done by the button; what has more to fill in
 * leads to a form; what removes something asks once more.
 */
final class Buttons implements HtmlWriter.Actions {
    private final Links links;

    Buttons(Links links) {
        this.links = requireNonNull(links);
    }

    @Override
    public void write(Html html, Action action) {
        if (action.method().equals("DELETE") || action.rel().equals("destroy")) {
            remove(html, action);
            return;
        }
        Optional<Route> route = route(action);
        // Old clients know the rule's link by a name that tells people nothing.
        String label = route.filter(r -> action.rel().equals("update"))
                .map(FormWriter::label)
                .orElse(HtmlWriter.words(action.rel()));
        Map<String, String> known = route.map(r -> known(r, action)).orElse(Map.of());
        Optional<String> form = route.filter(r -> r.operation().parameters().size() > known.size()
                        || r.operation().path().isEmpty())
                .flatMap(Route::form);
        if (form.isPresent()) {
            List<String> query = new ArrayList<>();
            known.forEach((name, value) -> query.add(name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8)));
            String address = links.entryPoint() + form.get() + (query.isEmpty() ? "" : "?" + String.join("&", query));
            html.element("a", label + " …", "class", "button", "href", address);
            return;
        }
        html.open("form", "method", "post", "action", action.href());
        known.forEach((name, value) -> html.open("input", "type", "hidden", "name", name, "value", value));
        html.element("button", label).close("form");
    }

    /** Removing asks once more: the button is inside of what unfolds. */
    private void remove(Html html, Action action) {
        String label = HtmlWriter.words(action.rel());
        String name = action.ownerId().isEmpty() ? HtmlWriter.words(action.owner()) : action.ownerId();
        html.open("details", "class", "remove")
                .element("summary", label)
                .open("form", "method", "post", "action", action.href())
                .open("input", "type", "hidden", "name", "_method", "value", "delete")
                .element("button", "Yes, " + label + " " + name)
                .close("form")
                .close("details");
    }

    private Optional<Route> route(Action action) {
        String base = links.entryPoint();
        return action.href().startsWith(base)
                ? Route.find(action.method(), action.href().substring(base.length()))
                : Optional.empty();
    }

    /** A parameter that is named after the thing in which the link stands gets the thing's id. */
    private static Map<String, String> known(Route route, Action action) {
        String wanted = action.owner() + "_id";
        return !action.ownerId().isEmpty()
                        && route.operation().parameters().stream()
                                .map(Parameter::name)
                                .anyMatch(wanted::equals)
                ? Map.of(wanted, action.ownerId())
                : Map.of();
    }
}

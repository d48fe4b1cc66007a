package org.alluvium.rest.page;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.alluvium.driver.DriverInfo;
import org.alluvium.driver.Parameter;
import org.alluvium.driver.Parameter.Type;
import org.alluvium.rest.collections.ApiCollections;
import org.alluvium.rest.description.CollectionDescription;
import org.alluvium.rest.document.Html;
import org.alluvium.rest.document.HtmlWriter;
import org.alluvium.rest.http.Links;

/** Writes the form of an operation from its description and the driver's features. */
final class FormWriter {
    /** Which collection a parameter's values are ids of, where its name does not tell. */
    private static final Map<String, String> CHOICES = Map.of(
            "hwp_id", "hardware_profiles",
            "keyname", "keys",
            "volume_id", "storage_volumes",
            "snapshot_id", "storage_snapshots",
            "firewalls", "firewalls");

    private static final int ARRAY_INPUTS = 3;

    private final Html html;
    private final Links links;
    private final DriverInfo driver;

    FormWriter(Html html, Links links, DriverInfo driver) {
        this.html = requireNonNull(html);
        this.links = requireNonNull(links);
        this.driver = requireNonNull(driver);
    }

    /**
     * Writes a form.
     *
     * @param filled what is known already, by parameter
     */
    void write(Route route, Map<String, String> filled) {
        Map<String, Parameter> parameters = new LinkedHashMap<>();
        route.operation().parameters().stream().filter(Parameter::required).forEach(p -> parameters.put(p.name(), p));
        route.collection().parameters(route.operation(), driver).forEach(p -> parameters.putIfAbsent(p.name(), p));
        List<String> form = new ArrayList<>(
                List.of("method", "post", "action", links.entryPoint() + route.path(), "class", "operation"));
        if (parameters.values().stream().anyMatch(p -> p.type() == Type.FILE)) {
            form.addAll(List.of("enctype", "multipart/form-data"));
        }
        html.open("form", form.toArray(String[]::new)).line();
        html.element("p", route.operation().description());
        parameters.values().forEach(p -> field(p, filled.getOrDefault(p.name(), "")));
        html.element("button", label(route)).close("form").line();
    }

    /** What the form's button says. */
    static String label(Route route) {
        String name = route.operation().name();
        return HtmlWriter.words(
                name.equals("create")
                        ? "create " + route.collection().singular()
                        : name.equals("rules") ? "add rule" : name);
    }

    private void field(Parameter parameter, String value) {
        String id = "p-" + parameter.name();
        html.open("div", "class", "field");
        if (parameter.type() == Type.ARRAY) {
            html.open("fieldset").element("legend", HtmlWriter.words(parameter.name()));
            for (int i = 0; i < ARRAY_INPUTS; i++) {
                String name = parameter.name() + i;
                html.open("input", "name", name, "aria-label", parameter.name() + " " + (i + 1));
            }
            hint(parameter, id);
            html.close("fieldset");
        } else {
            html.open("label", "for", id).text(HtmlWriter.words(parameter.name()));
            if (parameter.required()) {
                html.text(" ").element("span", "required", "class", "required");
            }
            html.close("label");
            input(parameter, id, value);
            hint(parameter, id);
        }
        html.close("div").line();
    }

    private void input(Parameter parameter, String id, String value) {
        List<String> attributes =
                new ArrayList<>(List.of("id", id, "name", parameter.name(), "aria-describedby", id + "-hint"));
        if (parameter.required()) {
            attributes.addAll(List.of("required", ""));
        }
        if (!parameter.values().isEmpty()) {
            select(parameter, attributes, value);
            return;
        }
        if (parameter.type() == Type.TEXT || parameter.type() == Type.BASE64) {
            attributes.addAll(List.of("rows", "4", "spellcheck", "false"));
            html.element("textarea", value, attributes.toArray(String[]::new));
            return;
        }
        attributes.addAll(
                switch (parameter.type()) {
                    case STRING, TEXT, BASE64, ARRAY -> List.of("type", "text");
                    case SECRET -> List.of("type", "password", "autocomplete", "new-password");
                    case COUNT -> List.of("type", "number", "min", "1", "step", "1");
                    case NUMBER -> List.of("type", "number", "min", "0", "step", "any");
                    case PORT -> List.of("type", "number", "min", "-1", "max", "65535", "step", "1");
                    case CIDR -> List.of("type", "text", "placeholder", "10.0.0.0/8");
                    case FILE -> List.of("type", "file");
                });
        if (!value.isEmpty()) {
            attributes.addAll(List.of("value", value));
        }
        html.open("input", attributes.toArray(String[]::new));
    }

    private void select(Parameter parameter, List<String> attributes, String value) {
        html.open("select", attributes.toArray(String[]::new));
        if (!parameter.required()) {
            html.element("option", "", "value", "");
        }
        for (String allowed : parameter.values()) {
            html.element(
                    "option",
                    allowed,
                    allowed.equalsIgnoreCase(value)
                            ? new String[] {"value", allowed, "selected", ""}
                            : new String[] {"value", allowed});
        }
        html.close("select");
    }

    private void hint(Parameter parameter, String id) {
        html.open("small", "id", id + "-hint").text(parameter.description());
        choices(parameter.name())
                .filter(collection -> driver.collections().contains(collection))
                .ifPresent(collection -> html.text(" ")
                        .element(
                                "a",
                                "See the " + HtmlWriter.words(collection) + ".",
                                "href",
                                links.collection(collection),
                                "target",
                                "_blank",
                                "rel",
                                "noopener"));
        html.close("small");
    }

    private static Optional<String> choices(String parameter) {
        String singular = parameter.endsWith("_id") ? parameter.substring(0, parameter.length() - 3) : parameter;
        return Optional.ofNullable(CHOICES.get(parameter))
                .or(() -> ApiCollections.ALL.stream()
                        .filter(c -> c.singular().equals(singular))
                        .map(CollectionDescription::name)
                        .findFirst());
    }
}

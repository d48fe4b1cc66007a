package org.alluvium.rest.page;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.alluvium.driver.DriverInfo;
import org.alluvium.model.Provider;
import org.alluvium.rest.document.Html;
import org.alluvium.rest.document.HtmlWriter;
import org.alluvium.rest.http.ApiRequest;
import org.alluvium.rest.http.Links;

/** What is around the content of each page: head, choosers of driver and provider, navigation, foot. */
final class Frame {
    private final Html html;
    private final Page page;
    private final Links links;

    Frame(Html html, Page page) {
        this.html = requireNonNull(html);
        this.page = requireNonNull(page);
        this.links = page.request().links();
    }

    /** Everything before the content. */
    void begin(String title) {
        html.open("!DOCTYPE html").line().open("html", "lang", "en").line();
        html.open("head").line();
        html.open("meta", "charset", "utf-8").line();
        html.open("meta", "name", "viewport", "content", "width=device-width, initial-scale=1")
                .line();
        html.element("title", title + " · Alluvium").line();
        html.open("link", "rel", "stylesheet", "href", page.request().origin() + "/stylesheets/alluvium.css")
                .line();
        html.close("head").line().open("body").line();
        html.element("a", "Skip to the content", "class", "skip", "href", "#content")
                .line();
        header();
        html.open("div", "class", "columns").line();
        collections();
        html.open("main", "id", "content").line();
        trail();
        html.element("h1", title).line();
    }

    /** Everything after the content. */
    void end() {
        html.close("main").close("div").line().open("footer").open("p");
        html.text("Alluvium · Deltacloud API " + ApiRequest.VERSION + " · ");
        html.element("a", "Documentation", "href", links.collection("docs"));
        boolean data = page.operation().isPresent()
                || page.driver().isPresent() && page.collection().isEmpty();
        if (data
                && page.request().method().equals("GET")
                && !page.request().path().startsWith("/api/docs")) {
            html.text(" · This page as ").element("a", "XML", "href", "?format=xml");
            html.text(" or ").element("a", "JSON", "href", "?format=json");
        }
        html.close("p").close("footer").line().close("body").close("html").line();
    }

    private void header() {
        html.open("header").line();
        html.element("a", "Alluvium", "class", "brand", "href", links.entryPoint());
        String api = page.request().origin() + "/api";
        if (!page.drivers().isEmpty()) {
            html.open("form", "method", "post", "action", api);
            choice(
                    "driver",
                    page.drivers().stream().map(DriverInfo::id).toList(),
                    page.request().driver());
            html.element("button", "Choose", "aria-label", "Choose driver")
                    .close("form")
                    .line();
        }
        List<String> providers = new ArrayList<>(page.chosen().map(DriverInfo::providers).orElse(List.of()).stream()
                .map(Provider::id)
                .toList());
        if (!providers.isEmpty()) {
            String provider = page.request().provider().orElse("default");
            if (!providers.contains(provider)) {
                providers.add(0, provider);
            }
            html.open("form", "method", "post", "action", api);
            html.open(
                    "input",
                    "type",
                    "hidden",
                    "name",
                    "driver",
                    "value",
                    page.request().driver());
            choice("provider", providers, provider);
            html.element("button", "Choose", "aria-label", "Choose provider")
                    .close("form")
                    .line();
        }
        html.close("header").line();
    }

    private void choice(String name, List<String> values, String chosen) {
        html.open("label").text(HtmlWriter.words(name)).text(" ").open("select", "name", name);
        if (!values.contains(chosen)) {
            html.element("option", "choose one", "value", "");
        }
        for (String value : values) {
            html.element(
                    "option",
                    value,
                    value.equals(chosen)
                            ? new String[] {"value", value, "selected", ""}
                            : new String[] {"value", value});
        }
        html.close("select").close("label").text(" ");
    }

    private void collections() {
        Optional<DriverInfo> driver = page.chosen();
        html.open("nav", "class", "collections", "aria-label", "Collections").open("ul");
        if (driver.isPresent()) {
            String current = segments().isEmpty() ? "" : segments().get(0);
            for (String collection : driver.get().collections()) {
                html.open("li");
                String address = links.collection(collection);
                html.element(
                        "a",
                        HtmlWriter.words(collection),
                        collection.equals(current)
                                ? new String[] {"href", address, "aria-current", "true"}
                                : new String[] {"href", address});
                html.close("li");
            }
        }
        html.close("ul").close("nav").line();
    }

    /** Where the page is, from the entry point down. */
    private void trail() {
        List<String> segments = segments();
        if (segments.isEmpty()) {
            return;
        }
        html.open("nav", "class", "trail", "aria-label", "Where you are").open("ol");
        html.open("li").element("a", "api", "href", links.entryPoint()).close("li");
        String address = links.entryPoint();
        for (int i = 0; i < segments.size(); i++) {
            address += "/" + segments.get(i);
            String name = i == 0 ? HtmlWriter.words(segments.get(i)) : decoded(segments.get(i));
            html.open("li");
            if (i < segments.size() - 1) {
                html.element("a", name, "href", address);
            } else {
                html.element("span", name, "aria-current", "page");
            }
            html.close("li");
        }
        html.close("ol").close("nav").line();
    }

    /** The segments of the path below the entry point, percent-encoded. */
    private List<String> segments() {
        String path = page.request().path();
        return path.startsWith("/api/") && path.length() > "/api/".length()
                ? List.of(path.substring("/api/".length()).split("/"))
                : List.of();
    }

    /** A segment of a path as text. */
    static String decoded(String segment) {
        return java.net.URLDecoder.decode(segment.replace("+", "%2B"), java.nio.charset.StandardCharsets.UTF_8);
    }
}

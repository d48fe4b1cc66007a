package org.alluvium.rest.page;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.alluvium.driver.DriverInfo;
import org.alluvium.driver.Feature;
import org.alluvium.driver.Parameter;
import org.alluvium.driver.Parameter.Type;
import org.alluvium.rest.collections.ApiCollections;
import org.alluvium.rest.description.CollectionDescription;
import org.alluvium.rest.description.Operation;
import org.alluvium.rest.document.Body;
import org.alluvium.rest.document.Html;
import org.alluvium.rest.document.HtmlWriter;

/**
 * The documentation for people, written from the descriptions: all collections, whichever driver the client chose, those
 * inside others included.
 */
public final class DocsPages {
    private final Page page;
    private final Html html;
    private final Frame frame;
    private final String docs;

    private DocsPages(Page page, Body body) {
        this.page = requireNonNull(page);
        this.html = new Html(body);
        this.frame = new Frame(html, page);
        this.docs = page.request().links().collection("docs");
    }

    /** The page of all collections. */
    public static void index(Page page, Body body) {
        new DocsPages(page, body).index();
    }

    /** The page of the page's collection, or of its operation if there is one. */
    public static void details(Page page, Body body) {
        DocsPages pages = new DocsPages(page, body);
        CollectionDescription collection = page.collection().orElseThrow();
        page.operation()
                .ifPresentOrElse(
                        operation -> pages.operation(collection, operation), () -> pages.collection(collection));
    }

    /** All collections, those inside others included. */
    public static Optional<CollectionDescription> find(String name) {
        return all().filter(c -> c.name().equals(name)).findFirst();
    }

    private static Stream<CollectionDescription> all() {
        return Stream.of(ApiCollections.ALL, ApiCollections.SUB).flatMap(List::stream);
    }

    private void index() {
        frame.begin("Documentation");
        html.open("p")
                .text(
                        "Ask for XML, JSON or a page by the header Accept, or by ?format=xml, json or html. Choose the cloud by the "
                                + "headers X-Deltacloud-Driver and X-Deltacloud-Provider, or by matrix parameters: "
                                + "/api;driver=mock/instances. Credentials are those of the cloud, by HTTP Basic.")
                .close("p")
                .line();
        scroll("Collections", "Collection", "What it is", "Drivers");
        all().forEach(collection -> {
            html.open("tr").open("th", "scope", "row");
            html.element("a", collection.name(), "href", docs + "/" + collection.name());
            html.close("th").element("td", collection.description());
            html.element("td", drivers(collection)).close("tr").line();
        });
        endScroll();
        html.open("p").text("What is proven of each driver:");
        page.drivers()
                .forEach(driver ->
                        html.text(" ").element("a", driver.name(), "href", docs + "/conformance/" + driver.id()));
        html.close("p").line();
        frame.end();
    }

    private String drivers(CollectionDescription collection) {
        return page.drivers().stream()
                .filter(driver -> collection.operations(driver).stream()
                        .anyMatch(o -> o.capability().isPresent()
                                || driver.collections().contains(collection.name())))
                .map(DriverInfo::name)
                .collect(Collectors.joining(", "));
    }

    private void collection(CollectionDescription collection) {
        frame.begin(HtmlWriter.words(collection.name()));
        html.element("p", collection.description()).line();
        scroll("Operations", "Operation", "Request", "What it does", "Drivers");
        for (Operation operation : collection.operations()) {
            html.open("tr").open("th", "scope", "row");
            html.element("a", operation.name(), "href", docs + "/" + collection.name() + "/" + operation.name());
            html.close("th").open("td").element("code", request(collection, operation));
            html.close("td").element("td", operation.description());
            html.element("td", drivers(operation)).close("tr").line();
        }
        endScroll();
        frame.end();
    }

    private String drivers(Operation operation) {
        return page.drivers().stream()
                .filter(d ->
                        operation.capability().map(d.capabilities()::contains).orElse(true))
                .map(DriverInfo::name)
                .collect(Collectors.joining(", "));
    }

    private void operation(CollectionDescription collection, Operation operation) {
        frame.begin(HtmlWriter.words(collection.name()) + ": " + HtmlWriter.words(operation.name()));
        html.element("p", operation.description()).line();
        html.open("p")
                .element("code", request(collection, operation))
                .close("p")
                .line();
        html.element("p", "Drivers: " + (drivers(operation).isEmpty() ? "none here" : drivers(operation)) + ".");
        if (!operation.parameters().isEmpty()) {
            html.element("h2", "Parameters").line();
            parameters(operation.parameters());
        }
        features(collection, operation);
        html.element("h2", "Example").line();
        html.element("pre", example(collection, operation), "tabindex", "0");
        html.element("p", "Answer: " + answer(operation) + ".").line();
        Examples.of(collection, operation)
                .ifPresent(text -> html.element(
                        "pre", text.replace("{base}", page.request().origin()), "tabindex", "0"));
        frame.end();
    }

    private void parameters(List<Parameter> parameters) {
        scroll("Parameters", "Name", "Type", "Required", "What it is");
        for (Parameter parameter : parameters) {
            String allowed =
                    parameter.values().isEmpty() ? "" : " One of " + String.join(", ", parameter.values()) + ".";
            html.open("tr").open("th", "scope", "row").element("code", parameter.name());
            html.close("th").element("td", type(parameter.type()));
            html.element("td", parameter.required() ? "yes" : "no");
            html.element("td", parameter.description() + allowed).close("tr").line();
        }
        endScroll();
    }

    private void features(CollectionDescription collection, Operation operation) {
        for (DriverInfo driver : page.drivers()) {
            for (Feature feature : driver.features()) {
                if (feature.collection().equals(collection.name())
                        && feature.operation().equals(operation.name())) {
                    String bounds = feature.constraints().isEmpty() ? "" : " " + feature.constraints();
                    html.element("h2", driver.name() + ": feature " + feature.name() + bounds)
                            .line();
                    parameters(feature.parameters());
                }
            }
        }
    }

    private String example(CollectionDescription collection, Operation operation) {
        StringBuilder curl = new StringBuilder("curl -u USER:PASSWORD -H 'Accept: application/xml'");
        switch (operation.method()) {
            case "GET" -> {}
            case "HEAD" -> curl.append(" -I");
            case "PUT" -> curl.append(" -T FILE");
            default -> curl.append(" -X ").append(operation.method());
        }
        boolean file = operation.parameters().stream().anyMatch(p -> p.type() == Type.FILE);
        for (Parameter parameter : operation.parameters()) {
            if (parameter.required()) {
                curl.append(" \\\n  ")
                        .append(file ? "-F " : "--data-urlencode ")
                        .append(parameter.name())
                        .append('=')
                        .append(parameter.type() == Type.FILE ? "@" : "")
                        .append(
                                parameter.values().isEmpty()
                                        ? parameter.name().toUpperCase(Locale.ROOT)
                                        : parameter.values().get(0));
            }
        }
        return curl + " \\\n  " + page.request().origin()
                + path(collection, operation).replace("{", "").replace("}", "");
    }

    private static String answer(Operation operation) {
        return switch (operation.method()) {
            case "DELETE" -> "204 without a body";
            case "HEAD" -> "204 with the metadata as headers";
            case "POST" ->
                operation.path().isEmpty()
                        ? "201 with the new thing, and its address in the header Location"
                        : "2xx, as the operation is done";
            default -> "200 with a body";
        };
    }

    private static String request(CollectionDescription collection, Operation operation) {
        return operation.method() + " " + path(collection, operation);
    }

    private static String path(CollectionDescription collection, Operation operation) {
        return collection.path() + operation.path();
    }

    private static String type(Type type) {
        return switch (type) {
            case STRING -> "text";
            case TEXT -> "text of several lines";
            case SECRET -> "secret text";
            case COUNT -> "whole number from 1";
            case NUMBER -> "positive number";
            case PORT -> "port, -1 to 65535";
            case CIDR -> "block of addresses";
            case BASE64 -> "base64";
            case ARRAY -> "several: NAME0, NAME1, ...";
            case FILE -> "file";
        };
    }

    private void scroll(String label, String... columns) {
        html.open("div", "class", "scroll", "role", "region", "aria-label", label, "tabindex", "0");
        html.open("table").open("thead").open("tr");
        for (String column : columns) {
            html.element("th", column, "scope", "col");
        }
        html.close("tr").close("thead").open("tbody").line();
    }

    private void endScroll() {
        html.close("tbody").close("table").close("div").line();
    }
}

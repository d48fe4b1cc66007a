package org.alluvium.rest.page;

import static java.util.Objects.requireNonNull;

import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.alluvium.driver.DriverInfo;
import org.alluvium.rest.collections.ApiCollections;
import org.alluvium.rest.description.CollectionDescription;
import org.alluvium.rest.description.Operation;
import org.alluvium.rest.document.Body;
import org.alluvium.rest.document.Document;
import org.alluvium.rest.document.Html;
import org.alluvium.rest.document.HtmlWriter;
import org.alluvium.rest.http.Links;

/** Writes a document as a page: the same tree as the other formats, and the forms of what can be done there. */
public final class PageWriter {
    private final Html html;
    private final Page page;
    private final Links links;
    private final Frame frame;

    private PageWriter(Page page, Body body) {
        this.html = new Html(body);
        this.page = requireNonNull(page);
        this.links = page.request().links();
        this.frame = new Frame(html, page);
    }

    /** Writes a page. */
    public static void write(Document document, Page page, Body body) {
        PageWriter writer = new PageWriter(page, body);
        Optional<String> code = HtmlWriter.text(document, "code");
        if (page.collection().isPresent() && page.operation().isPresent()) {
            writer.document(document, page.collection().get(), page.operation().get());
        } else if (code.isPresent()) {
            writer.problem(
                    Integer.parseInt(code.get()),
                    HtmlWriter.text(document, "message").orElse(""));
        } else {
            writer.entryPoint(document);
        }
    }

    /** Writes the page of one form. */
    static void form(Page page, Route route, DriverInfo driver, Body body) {
        PageWriter writer = new PageWriter(page, body);
        writer.frame.begin(capital(FormWriter.label(route)));
        new FormWriter(writer.html, writer.links, driver)
                .write(route, page.request().parameters().values());
        writer.frame.end();
    }

    private void document(Document document, CollectionDescription collection, Operation operation) {
        HtmlWriter writer = new HtmlWriter(html, new Buttons(links));
        if (operation.name().equals("index")) {
            frame.begin(capital(HtmlWriter.words(collection.name())));
            html.element("p", collection.description()).line();
            picture(document);
            writer.table(document);
            form("POST", "/" + collection.name());
        } else {
            String path = page.request().path().substring("/api".length());
            List<String> segments = List.of(path.substring(1).split("/"));
            String name = segments.size() > 1 ? " " + Frame.decoded(segments.get(segments.size() - 1)) : "";
            boolean show = operation.name().equals("show");
            frame.begin(capital(HtmlWriter.words(collection.singular())) + (show ? name : ""));
            if (!show) {
                html.open("p", "class", "done").text("Done: " + HtmlWriter.words(operation.name()) + " ");
                writer.reference(document);
                html.close("p").line();
            }
            if (show) {
                unlinked(document, collection, path);
            }
            writer.list(document);
            if (show) {
                form("POST", path);
            }
        }
        frame.end();
    }

    private void picture(Document document) {
        document.diagram()
                .ifPresent(diagram -> html.open("figure")
                        .open("img", "src", links.collection("instance_states") + "?format=svg", "alt", diagram.title())
                        .close("figure")
                        .line());
    }

    /**
     * A button to remove what the document itself does not link to remove. Of an instance the document tells all that its
     * state allows.
     */
    private void unlinked(Document document, CollectionDescription collection, String path) {
        if (collection.name().equals("instances") || HtmlWriter.linksToRemoval(document) || !offers("DELETE", path)) {
            return;
        }
        String id = Frame.decoded(path.substring(path.lastIndexOf('/') + 1));
        html.open("div", "class", "actions");
        new Buttons(links)
                .write(
                        html,
                        new HtmlWriter.Action(
                                "destroy", links.entryPoint() + path, "DELETE", collection.singular(), id));
        html.close("div").line();
    }

    /** What can be made here, as a form that unfolds. */
    private void form(String method, String path) {
        Optional<Route> route = Route.find(method, path);
        Optional<DriverInfo> driver = page.driver();
        if (route.isPresent() && driver.isPresent() && route.get().form().isPresent() && offers(method, path)) {
            html.open("details", "class", "form").element("summary", capital(FormWriter.label(route.get())));
            new FormWriter(html, links, driver.get()).write(route.get(), Map.of());
            html.close("details").line();
        }
    }

    private boolean offers(String method, String path) {
        return Route.find(method, path)
                .flatMap(route -> route.operation().capability())
                .filter(capability -> page.driver()
                        .map(d -> d.capabilities().contains(capability))
                        .orElse(false))
                .isPresent();
    }

    private void entryPoint(Document document) {
        String name = page.driver().map(DriverInfo::name).orElse("");
        frame.begin(name + page.request().provider().map(p -> ", " + p).orElse(""));
        html.element("p", "What this cloud offers. Sign in with the cloud's own account when you are asked.")
                .line();
        html.open("dl", "class", "offers").line();
        for (String relation : HtmlWriter.relations(document)) {
            html.open("dt")
                    .element("a", HtmlWriter.words(relation), "href", links.collection(relation))
                    .close("dt");
            html.element(
                            "dd",
                            ApiCollections.find(relation)
                                    .map(CollectionDescription::description)
                                    .orElse(""))
                    .line();
        }
        html.close("dl").line();
        frame.end();
    }

    private void problem(int status, String message) {
        Response.Status known = Response.Status.fromStatusCode(status);
        frame.begin(status + " - " + (known == null ? "Error" : known.getReasonPhrase()));
        html.element("p", message).line();
        if (status == 401) {
            html.element(
                            "p",
                            "User and password are those of the cloud. Load the page again to enter them.",
                            "class",
                            "none")
                    .line();
        }
        frame.end();
    }

    private static String capital(String words) {
        return words.isEmpty() ? words : Character.toUpperCase(words.charAt(0)) + words.substring(1);
    }
}

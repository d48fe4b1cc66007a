package org.alluvium.rest.page;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.alluvium.driver.DriverInfo;
import org.alluvium.registry.Conformance;
import org.alluvium.registry.Conformance.Item;
import org.alluvium.registry.Conformance.Kind;
import org.alluvium.registry.Conformance.State;
import org.alluvium.rest.document.Body;
import org.alluvium.rest.document.Html;

/** What a driver declares and which of it is proven, for people. What the driver's archive says is text, and is escaped. */
public final class ConformancePage {
    private final Html html;

    private ConformancePage(Html html) {
        this.html = html;
    }

    /** The page of one driver. */
    public static void write(Page page, Conformance conformance, Body body) {
        Html html = new Html(body);
        Frame frame = new Frame(html, page);
        String name = page.drivers().stream()
                .filter(driver -> driver.id().equals(conformance.driver()))
                .map(DriverInfo::name)
                .collect(Collectors.joining());
        frame.begin("Driver " + name + ": what is proven");
        new ConformancePage(html).content(conformance);
        frame.end();
    }

    private void content(Conformance conformance) {
        html.element(
                        "p",
                        conformance
                                .version()
                                .map(version -> "Version " + version
                                        + " was held against the conformance kit when it was built: "
                                        + summary(conformance)
                                        + ".")
                                .orElse("This build of the driver was not held against the conformance kit: "
                                        + "what follows is only what it declares."))
                .line();
        for (Kind kind : Kind.values()) {
            List<Item> items = conformance.items().stream()
                    .filter(item -> item.subject().kind() == kind)
                    .toList();
            if (!items.isEmpty()) {
                table(kind, items);
            }
        }
    }

    private void table(Kind kind, List<Item> items) {
        html.element("h2", title(kind)).line();
        html.open("div", "class", "scroll", "role", "region", "aria-label", title(kind), "tabindex", "0");
        html.open("table").open("thead").open("tr");
        if (kind != Kind.GUARANTEE) {
            html.element("th", "Collection", "scope", "col").element("th", "Operation", "scope", "col");
        }
        html.element("th", column(kind), "scope", "col").element("th", "State", "scope", "col");
        html.close("tr").close("thead").open("tbody").line();
        for (Item item : items) {
            html.open("tr");
            if (kind != Kind.GUARANTEE) {
                html.element("td", item.subject().collection())
                        .element("td", item.subject().operation());
            }
            html.element("td", item.subject().name())
                    .element("td", words(item.state()))
                    .close("tr")
                    .line();
        }
        html.close("tbody").close("table").close("div").line();
    }

    private static String summary(Conformance conformance) {
        Map<State, Long> counts =
                conformance.items().stream().collect(Collectors.groupingBy(Item::state, Collectors.counting()));
        return counts.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(count -> count.getValue() + " " + words(count.getKey()))
                .collect(Collectors.joining(", "));
    }

    private static String title(Kind kind) {
        return switch (kind) {
            case OPERATION -> "Operations";
            case PARAMETER -> "Parameters of features";
            case GUARANTEE -> "How it treats its cloud";
        };
    }

    private static String column(Kind kind) {
        return switch (kind) {
            case OPERATION -> "Capability";
            case PARAMETER -> "Feature and parameter";
            case GUARANTEE -> "Guarantee";
        };
    }

    private static String words(State state) {
        return switch (state) {
            case PROVEN -> "proven";
            case ACCEPTED -> "accepted by the cloud";
            case DECLARED -> "declared only";
            case NOT_EXAMINED -> "not examined";
        };
    }
}

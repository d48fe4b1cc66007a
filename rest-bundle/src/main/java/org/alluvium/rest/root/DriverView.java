package org.alluvium.rest.root;

import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.alluvium.driver.DriverInfo;
import org.alluvium.model.Provider;
import org.alluvium.registry.DriverStatus;
import org.alluvium.rest.description.CollectionDescription;
import org.alluvium.rest.description.Operation;
import org.alluvium.rest.document.Document;
import org.alluvium.rest.document.Field;
import org.alluvium.rest.document.Group;
import org.alluvium.rest.document.Rows;
import org.alluvium.rest.http.Links;

/** The collection {@code drivers} (contract 02). */
public final class DriverView {
    static final Operation INDEX = Operation.always("index", "", "Lists the drivers that are present.");
    static final Operation SHOW = Operation.always("show", "/{id}", "Shows a driver with its providers.");

    static final Operation EVENTS = Operation.always(
            "events",
            "/events",
            "Tells as server-sent events what there is of drivers, and then what becomes of them, until the client goes away.");

    public static final CollectionDescription COLLECTION = CollectionDescription.of(
            "drivers", "driver", "The clouds that this server speaks to, and their regions.", INDEX, SHOW, EVENTS);

    private DriverView() {}

    static Document index(List<DriverInfo> drivers, List<DriverStatus> revisions, Links links) {
        Group root = Group.of("drivers");
        for (DriverInfo driver : drivers) {
            Group element = element(driver, links);
            driver.providers()
                    .forEach(p -> element.add(
                            Group.xml("provider", Group.Layout.INLINE).xmlAttribute("id", p.id())));
            root.add(element.add(revisions(driver, revisions)));
            Group object = Group.json(driver.id());
            entrypoints(driver.providers(), object);
            root.add(object.jsonField("name", driver.name()).add(revisions(driver, revisions)));
        }
        return Document.of(root).withoutProlog().bare();
    }

    static Document show(DriverInfo driver, List<Provider> providers, Links links) {
        Group group = Group.of("driver")
                .xmlAttribute("href", links.member("drivers", driver.id()))
                .xmlAttribute("id", driver.id())
                .xmlField("name", driver.name());
        for (Provider provider : providers) {
            Group element = Group.xml("provider", Group.Layout.BLOCK).xmlAttribute("id", provider.id());
            provider.entrypoints()
                    .forEach((kind, address) ->
                            element.add(Field.cdata("entrypoint", address).with("kind", kind)));
            group.add(element);
        }
        entrypoints(providers, group);
        return Document.of(group.jsonField("name", driver.name()).jsonField("id", driver.id()))
                .withoutProlog();
    }

    /** Comes last, under names that no old client looks for. */
    private static Rows revisions(DriverInfo driver, List<DriverStatus> revisions) {
        List<DriverStatus> own = revisions.stream()
                .filter(revision -> revision.id().equals(driver.id()))
                .toList();
        return Rows.of(
                "revisions",
                Rows.each(
                        own,
                        revision -> Group.of("revision", Group.Layout.VOID)
                                .attribute("version", revision.version())
                                .attribute("state", state(revision))
                                .attribute("since", revision.since().truncatedTo(ChronoUnit.SECONDS))));
    }

    /** The state in lower case, as operators see it on the console. */
    static String state(DriverStatus revision) {
        return revision.state().name().toLowerCase(Locale.ROOT);
    }

    private static Group element(DriverInfo driver, Links links) {
        return Group.xml("driver", Group.Layout.BLOCK)
                .xmlAttribute("href", links.member("drivers", driver.id()))
                .xmlAttribute("id", driver.id())
                .xmlField("name", driver.name());
    }

    /** In JSON the kinds of service come first, below them the providers; absent when there are none. */
    private static void entrypoints(List<Provider> providers, Group into) {
        Map<String, Group> kinds = new LinkedHashMap<>();
        for (Provider provider : providers) {
            provider.entrypoints()
                    .forEach((kind, address) ->
                            kinds.computeIfAbsent(kind, Group::json).jsonField(provider.id(), address));
        }
        if (!kinds.isEmpty()) {
            Group entrypoints = Group.json("entrypoints");
            kinds.values().forEach(entrypoints::add);
            into.add(entrypoints);
        }
    }
}

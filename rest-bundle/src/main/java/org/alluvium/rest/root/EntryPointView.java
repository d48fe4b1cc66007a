package org.alluvium.rest.root;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.alluvium.driver.DriverInfo;
import org.alluvium.driver.Feature;
import org.alluvium.driver.Parameter;
import org.alluvium.rest.document.Document;
import org.alluvium.rest.document.Field;
import org.alluvium.rest.document.Group;
import org.alluvium.rest.document.Node;
import org.alluvium.rest.document.Rows;
import org.alluvium.rest.http.ApiRequest;
import org.alluvium.rest.http.Links;

/** The entry point: the collections of a driver, each with what the driver offers beyond the usual (contract 01, section 2). */
final class EntryPointView {
    private EntryPointView() {}

    static Document document(DriverInfo driver, Set<String> collections, Optional<String> provider, Links links) {
        Group api = Group.of("api")
                .attribute("version", ApiRequest.VERSION)
                .attribute("driver", driver.id())
                .xmlAttribute("provider", provider.orElse(null))
                .jsonField("provider", provider.orElse("default"));
        List<Node> rows = new ArrayList<>();
        for (String collection : collections) {
            Group link = link(collection, driver, links);
            api.add(link);
            rows.add(Group.json("link")
                    .jsonField("rel", collection)
                    .jsonField("href", links.collection(collection))
                    .add(features(collection, driver)));
        }
        return Document.of(api.add(Rows.json("links", rows))).withoutProlog();
    }

    private static Group link(String collection, DriverInfo driver, Links links) {
        Group link = Group.xml("link", Group.Layout.BLOCK)
                .xmlAttribute("href", links.collection(collection))
                .xmlAttribute("rel", collection);
        for (Feature feature : driver.features()) {
            if (feature.collection().equals(collection)) {
                Group element = Group.xml("feature", Group.Layout.BLOCK)
                        .xmlAttribute("name", feature.name())
                        .xmlAttribute("rel", feature.operation());
                for (Parameter parameter : feature.parameters()) {
                    element.add(Group.xml("param", Group.Layout.VOID).xmlAttribute("name", parameter.name()));
                }
                feature.constraints()
                        .forEach((name, value) ->
                                element.add(Field.xml("constraint", value).with("name", name)));
                link.add(element);
            }
        }
        return link;
    }

    /** An array for each feature with the feature as its only member: a quirk that clients know. */
    private static Rows features(String collection, DriverInfo driver) {
        List<Node> rows = new ArrayList<>();
        for (Feature feature : driver.features()) {
            if (feature.collection().equals(collection)) {
                Group constraints = Group.json("constraints");
                feature.constraints().forEach(constraints::jsonField);
                Group object = Group.json("feature")
                        .jsonField("name", feature.name())
                        .jsonField("rel", feature.operation())
                        .add(Rows.json(
                                "params",
                                Rows.each(feature.parameters(), p -> Field.json("param", Options.signature(p)))))
                        .add(constraints);
                rows.add(Rows.json("features", List.of(object)));
            }
        }
        return Rows.json("features", rows);
    }
}

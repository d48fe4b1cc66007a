package org.alluvium.rest.root;

import java.util.List;
import java.util.Locale;
import org.alluvium.registry.Conformance;
import org.alluvium.registry.Conformance.Item;
import org.alluvium.registry.Conformance.Kind;
import org.alluvium.rest.document.Document;
import org.alluvium.rest.document.Group;
import org.alluvium.rest.document.Rows;

/** What is proven of a driver, for programs. */
final class ConformanceView {
    private ConformanceView() {}

    static Document document(Conformance conformance) {
        Group root = Group.of("conformance")
                .jsonField("driver", conformance.driver())
                .jsonField("version", conformance.version().orElse(null))
                .jsonField("examined", conformance.version().isPresent());
        for (Kind kind : Kind.values()) {
            List<Item> items = conformance.items().stream()
                    .filter(item -> item.subject().kind() == kind)
                    .toList();
            root.add(Rows.json(kind.name().toLowerCase(Locale.ROOT) + "s", Rows.each(items, ConformanceView::row)));
        }
        return Document.of(root);
    }

    private static Group row(Item item) {
        Group row = Group.json(item.subject().kind().name().toLowerCase(Locale.ROOT));
        if (item.subject().kind() != Kind.GUARANTEE) {
            row.jsonField("collection", item.subject().collection())
                    .jsonField("operation", item.subject().operation());
        }
        return row.jsonField("name", item.subject().name())
                .jsonField("state", item.state().name().toLowerCase(Locale.ROOT));
    }
}

package org.alluvium.rest.collections.realms;

import java.util.List;
import org.alluvium.capability.RealmOperations;
import org.alluvium.driver.Parameter;
import org.alluvium.model.Realm;
import org.alluvium.rest.description.CollectionDescription;
import org.alluvium.rest.description.Operation;
import org.alluvium.rest.document.Document;
import org.alluvium.rest.document.Field;
import org.alluvium.rest.document.Group;
import org.alluvium.rest.document.Rows;
import org.alluvium.rest.http.Links;

/** The collection {@code realms}: what it offers, and how a realm looks. */
public final class RealmView {
    static final Operation INDEX = Operation.of(
            "index",
            "GET",
            "",
            RealmOperations.class,
            "realms",
            "Lists the realms.",
            Parameter.optional("id", Parameter.Type.STRING, "Lists only the realm of this id."));

    static final Operation SHOW =
            Operation.of("show", "GET", "/{id}", RealmOperations.class, "realm", "Shows a realm.");

    public static final CollectionDescription COLLECTION = CollectionDescription.of(
            "realms",
            "realm",
            "The places in which things run or are stored: regions, availability zones, data centres.",
            INDEX,
            SHOW);

    private RealmView() {}

    static Document index(List<Realm> realms, Links links) {
        return Document.of(Rows.of("realms", Rows.each(realms, realm -> group(realm, links))));
    }

    static Document show(Realm realm, Links links) {
        return Document.of(group(realm, links));
    }

    private static Group group(Realm realm, Links links) {
        Group group = Group.of("realm")
                .attribute("id", realm.id())
                .attribute("href", links.member("realms", realm.id()))
                .field("name", realm.name())
                .field("state", realm.state())
                .jsonField("limit", realm.limit().orElse("unlimited"));
        realm.limit().ifPresent(limit -> group.add(Field.cdata("limit", limit)));
        return group;
    }
}

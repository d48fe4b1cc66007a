package org.alluvium.rest.collections.keys;

import java.util.List;
import org.alluvium.capability.KeyOperations;
import org.alluvium.driver.Parameter;
import org.alluvium.model.Key;
import org.alluvium.rest.description.CollectionDescription;
import org.alluvium.rest.description.Operation;
import org.alluvium.rest.document.Document;
import org.alluvium.rest.document.Field;
import org.alluvium.rest.document.Group;
import org.alluvium.rest.document.Group.Layout;
import org.alluvium.rest.document.Link;
import org.alluvium.rest.document.Rows;
import org.alluvium.rest.http.Links;

/** The collection {@code keys}: what it offers, and how a key looks. */
public final class KeyView {
    static final Operation INDEX = Operation.of(
            "index",
            "GET",
            "",
            KeyOperations.class,
            "keys",
            "Lists the keys.",
            Parameter.optional("id", Parameter.Type.STRING, "Lists only the key of this id."));

    static final Operation SHOW = Operation.of("show", "GET", "/{id}", KeyOperations.class, "key", "Shows a key.");

    static final Operation CREATE = Operation.of(
            "create",
            "POST",
            "",
            KeyOperations.class,
            "create_key",
            "Makes a key; its private half is told now, and on most clouds never again.",
            Parameter.required("name", Parameter.Type.STRING, "What to call the key."));

    static final Operation DESTROY =
            Operation.of("destroy", "DELETE", "/{id}", KeyOperations.class, "destroy_key", "Removes a key.");

    public static final CollectionDescription COLLECTION = CollectionDescription.of(
            "keys",
            "key",
            "The credentials that can be put on an instance: key pairs, or user names with passwords.",
            INDEX,
            SHOW,
            CREATE,
            DESTROY);

    private KeyView() {}

    static Document index(List<Key> keys, Links links) {
        return Document.of(Rows.of("keys", Rows.each(keys, key -> group(key, links))));
    }

    static Document show(Key key, Links links) {
        return Document.of(group(key, links));
    }

    private static Group group(Key key, Links links) {
        String href = links.member("keys", key.id());
        Group group = Group.of("key")
                .attribute("id", key.id())
                .attribute("href", href)
                .xmlField("name", key.name().isEmpty() ? key.id() : key.name())
                .add(Group.xml("actions", Layout.BLOCK).add(Link.of("destroy", href, "delete")));
        if (key.credential() instanceof Key.Password password) {
            group.xmlAttribute("type", "password")
                    .add(Field.cdata("username", password.username()))
                    .add(Field.cdata("password", password.password()))
                    .jsonField("credential_type", "password")
                    .jsonField("username", password.username())
                    .jsonField("password", password.password())
                    .jsonField("state", key.state())
                    .jsonField("pem_rsa_key", null)
                    .jsonField("fingerprint", null);
        } else if (key.credential() instanceof Key.KeyPair pair) {
            group.xmlAttribute("type", "key").xmlField("fingerprint", pair.fingerprint());
            pair.pem().ifPresent(pem -> group.add(Field.cdataBlock("pem", pem)));
            group.jsonField("credential_type", "key")
                    .jsonField("username", null)
                    .jsonField("password", null)
                    .jsonField("state", key.state())
                    .jsonField("pem_rsa_key", pair.pem())
                    .jsonField("fingerprint", pair.fingerprint());
        }
        return group.xmlField("state", key.state());
    }
}

package org.alluvium.rest.collections.addresses;

import java.util.List;
import org.alluvium.capability.AddressOperations;
import org.alluvium.driver.Parameter;
import org.alluvium.driver.Parameter.Type;
import org.alluvium.model.Address;
import org.alluvium.rest.description.CollectionDescription;
import org.alluvium.rest.description.Operation;
import org.alluvium.rest.document.Document;
import org.alluvium.rest.document.Group;
import org.alluvium.rest.document.Link;
import org.alluvium.rest.document.Rows;
import org.alluvium.rest.http.Links;

/** The collection {@code addresses}: what it offers, and how an address looks. */
public final class AddressView {
    private static final Class<AddressOperations> CAPABILITY = AddressOperations.class;

    static final Operation INDEX = Operation.of(
            "index",
            "GET",
            "",
            CAPABILITY,
            "addresses",
            "Lists the addresses.",
            Parameter.optional("id", Type.STRING, "Lists only the address of this id."));
    static final Operation SHOW = Operation.of("show", "GET", "/{id}", CAPABILITY, "address", "Shows an address.");
    static final Operation CREATE =
            Operation.of("create", "POST", "", CAPABILITY, "create_address", "Takes an address from the cloud's pool.");
    static final Operation DESTROY =
            Operation.of("destroy", "DELETE", "/{id}", CAPABILITY, "destroy_address", "Gives an address back.");
    static final Operation ASSOCIATE = Operation.of(
            "associate",
            "POST",
            "/{id}/associate",
            CAPABILITY,
            "associate_address",
            "Moves an address to an instance.",
            Parameter.required("instance_id", Type.STRING, "The instance that gets the address."));
    static final Operation DISASSOCIATE = Operation.of(
            "disassociate",
            "POST",
            "/{id}/disassociate",
            CAPABILITY,
            "associate_address",
            "Takes an address from its instance.");

    public static final CollectionDescription COLLECTION = CollectionDescription.of(
            "addresses",
            "address",
            "Public IP addresses that can be moved between instances.",
            INDEX,
            SHOW,
            CREATE,
            DESTROY,
            ASSOCIATE,
            DISASSOCIATE);

    private AddressView() {}

    static Document index(List<Address> addresses, Links links) {
        return Document.of(Rows.of("addresses", Rows.each(addresses, address -> group(address, links))));
    }

    static Document show(Address address, Links links) {
        return Document.of(group(address, links));
    }

    private static Group group(Address address, Links links) {
        String href = links.member("addresses", address.id());
        String move = address.instanceId().isPresent() ? "disassociate" : "associate";
        Group group = Group.of("address")
                .attribute("id", address.id())
                .attribute("href", href)
                .jsonField("associated", address.instanceId().isPresent())
                .xmlField("ip", address.id())
                .add(Rows.xml(
                        "actions",
                        Group.Layout.BLOCK,
                        List.of(Link.of("destroy", href, "delete"), Link.of(move, href + "/" + move, "post"))));
        address.instanceId()
                .ifPresent(id -> group.jsonField("instance_id", id)
                        .add(Group.xml("instance", Group.Layout.INLINE)
                                .xmlAttribute("href", links.member("instances", id))
                                .xmlAttribute("id", id)));
        return group;
    }
}

package org.alluvium.rest.collections.networks;

import java.util.List;
import org.alluvium.capability.NetworkOperations;
import org.alluvium.driver.Parameter;
import org.alluvium.driver.Parameter.Type;
import org.alluvium.model.Network;
import org.alluvium.rest.description.CollectionDescription;
import org.alluvium.rest.description.Operation;
import org.alluvium.rest.document.Document;
import org.alluvium.rest.document.Field;
import org.alluvium.rest.document.Group;
import org.alluvium.rest.document.Link;
import org.alluvium.rest.document.Rows;
import org.alluvium.rest.http.Links;

/** The collection {@code networks}: what it offers, and how a network looks. */
public final class NetworkView {
    private static final Class<NetworkOperations> CAPABILITY = NetworkOperations.class;

    static final Operation INDEX = Operation.of(
            "index",
            "GET",
            "",
            CAPABILITY,
            "networks",
            "Lists the networks.",
            Parameter.optional("id", Type.STRING, "Lists only the network of this id."));
    static final Operation SHOW = Operation.of("show", "GET", "/{id}", CAPABILITY, "network", "Shows a network.");
    static final Operation CREATE = Operation.of(
            "create",
            "POST",
            "",
            CAPABILITY,
            "create_network",
            "Makes a network.",
            Parameter.optional("address_block", Type.CIDR, "The addresses of the network."),
            Parameter.optional("name", Type.STRING, "What to call it."));
    static final Operation DESTROY =
            Operation.of("destroy", "DELETE", "/{id}", CAPABILITY, "destroy_network", "Removes a network.");

    public static final CollectionDescription COLLECTION =
            CollectionDescription.of("networks", "network", "Private networks.", INDEX, SHOW, CREATE, DESTROY);

    private NetworkView() {}

    static Document index(List<Network> networks, Links links) {
        return Document.of(Rows.of("networks", Rows.each(networks, network -> group(network, links))));
    }

    static Document show(Network network, Links links) {
        return Document.of(group(network, links));
    }

    private static Group group(Network network, Links links) {
        String href = links.member("networks", network.id());
        return Group.of("network")
                .attribute("id", network.id())
                .field("name", network.name())
                .attribute("href", href)
                .field("state", network.state())
                .add(Rows.of("address_blocks", Rows.each(network.addressBlocks(), b -> Field.of("address_block", b))))
                .add(Rows.of(
                        "subnets",
                        Rows.each(
                                network.subnetIds(),
                                id -> Group.of("subnet", Group.Layout.INLINE)
                                        .attribute("id", id)
                                        .attribute("href", links.member("subnets", id)))))
                .add(Rows.xml("actions", Group.Layout.BLOCK, List.of(Link.of("destroy", href, "delete"))));
    }
}

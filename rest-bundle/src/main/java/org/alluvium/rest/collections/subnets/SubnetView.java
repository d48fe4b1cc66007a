package org.alluvium.rest.collections.subnets;

import java.util.List;
import org.alluvium.capability.SubnetOperations;
import org.alluvium.driver.Parameter;
import org.alluvium.driver.Parameter.Type;
import org.alluvium.model.Subnet;
import org.alluvium.rest.description.CollectionDescription;
import org.alluvium.rest.description.Operation;
import org.alluvium.rest.document.Document;
import org.alluvium.rest.document.Group;
import org.alluvium.rest.document.Link;
import org.alluvium.rest.document.Rows;
import org.alluvium.rest.http.Links;

/** The collection {@code subnets}: what it offers, and how a subnet looks. */
public final class SubnetView {
    private static final Class<SubnetOperations> CAPABILITY = SubnetOperations.class;

    static final Operation INDEX = Operation.of(
            "index",
            "GET",
            "",
            CAPABILITY,
            "subnets",
            "Lists the subnets.",
            Parameter.optional("id", Type.STRING, "Lists only the subnet of this id."));
    static final Operation SHOW = Operation.of("show", "GET", "/{id}", CAPABILITY, "subnet", "Shows a subnet.");
    static final Operation CREATE = Operation.of(
            "create",
            "POST",
            "",
            CAPABILITY,
            "create_subnet",
            "Makes a part of a network.",
            Parameter.required("network_id", Type.STRING, "The network it is a part of."),
            Parameter.required("address_block", Type.CIDR, "The addresses of the subnet, inside those of the network."),
            Parameter.optional("name", Type.STRING, "What to call it."));
    static final Operation DESTROY =
            Operation.of("destroy", "DELETE", "/{id}", CAPABILITY, "destroy_subnet", "Removes a subnet.");

    public static final CollectionDescription COLLECTION =
            CollectionDescription.of("subnets", "subnet", "The parts of networks.", INDEX, SHOW, CREATE, DESTROY);

    private SubnetView() {}

    static Document index(List<Subnet> subnets, Links links) {
        return Document.of(Rows.of("subnets", Rows.each(subnets, subnet -> group(subnet, links))));
    }

    static Document show(Subnet subnet, Links links) {
        return Document.of(group(subnet, links));
    }

    private static Group group(Subnet subnet, Links links) {
        String href = links.member("subnets", subnet.id());
        return Group.of("subnet")
                .attribute("id", subnet.id())
                .field("name", subnet.name())
                .attribute("href", href)
                .jsonField("type", subnet.type())
                .field("state", subnet.state())
                .field("address_block", subnet.addressBlock())
                .xmlField("network", subnet.networkId())
                .add(Group.json("network")
                        .jsonField("id", subnet.networkId())
                        .jsonField("href", links.member("networks", subnet.networkId())))
                .add(Rows.xml("actions", Group.Layout.BLOCK, List.of(Link.of("destroy", href, "delete"))));
    }
}

package org.alluvium.rest.collections.networkinterfaces;

import java.util.List;
import org.alluvium.capability.NetworkInterfaceOperations;
import org.alluvium.capability.SubnetOperations;
import org.alluvium.driver.DriverInfo;
import org.alluvium.driver.Parameter;
import org.alluvium.driver.Parameter.Type;
import org.alluvium.model.NetworkInterface;
import org.alluvium.rest.description.CollectionDescription;
import org.alluvium.rest.description.Operation;
import org.alluvium.rest.document.Document;
import org.alluvium.rest.document.Group;
import org.alluvium.rest.document.Link;
import org.alluvium.rest.document.Rows;
import org.alluvium.rest.http.Links;

/** The collection {@code network_interfaces}: what it offers, and how a network interface looks. */
public final class NetworkInterfaceView {
    private static final Class<NetworkInterfaceOperations> CAPABILITY = NetworkInterfaceOperations.class;

    static final Operation INDEX = Operation.of(
            "index",
            "GET",
            "",
            CAPABILITY,
            "network_interfaces",
            "Lists the network interfaces.",
            Parameter.optional("id", Type.STRING, "Lists only the network interface of this id."));
    static final Operation SHOW =
            Operation.of("show", "GET", "/{id}", CAPABILITY, "network_interface", "Shows a network interface.");
    static final Operation CREATE = Operation.of(
            "create",
            "POST",
            "",
            CAPABILITY,
            "create_network_interface",
            "Connects an instance to a network.",
            Parameter.required("instance", Type.STRING, "The instance to connect."),
            Parameter.required("network", Type.STRING, "The subnet, or the network where there are no subnets."),
            Parameter.optional("name", Type.STRING, "What to call the connection."),
            Parameter.optional("subnet", Type.STRING, "The subnet, where old clients send it beside the network."));
    static final Operation DESTROY = Operation.of(
            "destroy", "DELETE", "/{id}", CAPABILITY, "destroy_network_interface", "Removes a network interface.");

    public static final CollectionDescription COLLECTION = CollectionDescription.of(
            "network_interfaces",
            "network_interface",
            "The instances' connections to networks.",
            INDEX,
            SHOW,
            CREATE,
            DESTROY);

    private NetworkInterfaceView() {}

    static Document index(List<NetworkInterface> interfaces, Links links, DriverInfo driver) {
        return Document.of(Rows.of("network_interfaces", Rows.each(interfaces, nic -> group(nic, links, driver))));
    }

    static Document show(NetworkInterface nic, Links links, DriverInfo driver) {
        return Document.of(group(nic, links, driver));
    }

    /** In XML the network is a subnet where the driver has subnets; JSON always links to networks. */
    private static Group group(NetworkInterface nic, Links links, DriverInfo driver) {
        String href = links.member("network_interfaces", nic.id());
        boolean subnets = driver.capabilities().contains(SubnetOperations.class);
        Group group = Group.of("network_interface")
                .attribute("id", nic.id())
                .field("name", nic.name())
                .attribute("href", href)
                .add(Group.json("network")
                        .jsonField("id", nic.networkId())
                        .jsonField("href", links.member("networks", nic.networkId())));
        nic.instanceId()
                .ifPresent(id -> group.add(
                        Group.json("instance").jsonField("id", id).jsonField("href", links.member("instances", id))));
        group.field("ip_address", nic.ipAddress())
                .add(Group.xml("network", Group.Layout.INLINE)
                        .xmlAttribute("href", links.member(subnets ? "subnets" : "networks", nic.networkId()))
                        .xmlAttribute("id", nic.networkId())
                        .xmlAttribute("rel", subnets ? "subnet" : "network")
                        .xmlText(nic.networkId()));
        nic.instanceId()
                .ifPresent(id -> group.add(Group.xml("instance", Group.Layout.INLINE)
                        .xmlAttribute("href", links.member("instances", id))
                        .xmlAttribute("id", id)
                        .xmlText(id)));
        return group.add(Rows.xml("actions", Group.Layout.BLOCK, List.of(Link.of("destroy", href, "delete"))));
    }
}

package org.alluvium.rest.collections.loadbalancers;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.alluvium.capability.LoadBalancerOperations;
import org.alluvium.driver.Parameter;
import org.alluvium.driver.Parameter.Type;
import org.alluvium.model.LoadBalancer;
import org.alluvium.rest.description.CollectionDescription;
import org.alluvium.rest.description.Operation;
import org.alluvium.rest.document.Document;
import org.alluvium.rest.document.Field;
import org.alluvium.rest.document.Group;
import org.alluvium.rest.document.Link;
import org.alluvium.rest.document.Node;
import org.alluvium.rest.document.Rows;
import org.alluvium.rest.http.Links;

/** The collection {@code load_balancers}: what it offers, and how a load balancer looks. */
public final class LoadBalancerView {
    private static final Class<LoadBalancerOperations> CAPABILITY = LoadBalancerOperations.class;
    private static final Parameter INSTANCE =
            Parameter.required("instance_id", Type.STRING, "The instance that gets connections, or no longer does.");

    static final Operation INDEX = Operation.of(
            "index",
            "GET",
            "",
            CAPABILITY,
            "load_balancers",
            "Lists the load balancers.",
            Parameter.optional("id", Type.STRING, "Lists only the load balancer of this id."));
    static final Operation SHOW =
            Operation.of("show", "GET", "/{id}", CAPABILITY, "load_balancer", "Shows a load balancer.");
    static final Operation CREATE = Operation.of(
            "create",
            "POST",
            "",
            CAPABILITY,
            "create_load_balancer",
            "Makes a load balancer with one listener.",
            Parameter.required("name", Type.STRING, "What to call it."),
            Parameter.required("realm_id", Type.STRING, "The realm in which it listens."),
            Parameter.required("listener_protocol", Type.STRING, "What it listens for.")
                    .oneOf("HTTP", "TCP"),
            Parameter.required("listener_balancer_port", Type.PORT, "The port on which it listens."),
            Parameter.required("listener_instance_port", Type.PORT, "The port to which it passes connections on."));
    static final Operation DESTROY =
            Operation.of("destroy", "DELETE", "/{id}", CAPABILITY, "destroy_load_balancer", "Removes a load balancer.");
    static final Operation REGISTER = Operation.of(
            "register",
            "POST",
            "/{id}/register",
            CAPABILITY,
            "lb_register_instance",
            "Has connections passed on to an instance.",
            INSTANCE);
    static final Operation UNREGISTER = Operation.of(
            "unregister",
            "POST",
            "/{id}/unregister",
            CAPABILITY,
            "lb_unregister_instance",
            "Has connections no longer passed on to an instance.",
            INSTANCE);

    public static final CollectionDescription COLLECTION = CollectionDescription.of(
            "load_balancers",
            "load_balancer",
            "What spreads connections over instances.",
            INDEX,
            SHOW,
            CREATE,
            DESTROY,
            REGISTER,
            UNREGISTER);

    private LoadBalancerView() {}

    /**
     * The load balancers.
     *
     * @param instances makes the JSON objects of these instances; called only for JSON, at most once
     */
    static Document index(List<LoadBalancer> balancers, Links links, Function<List<String>, Iterable<Node>> instances) {
        return Document.of(
                Rows.of("load_balancers", Rows.each(balancers, balancer -> group(balancer, links, instances))));
    }

    static Document show(LoadBalancer balancer, Links links, Function<List<String>, Iterable<Node>> instances) {
        return Document.of(group(balancer, links, instances));
    }

    private static Group group(LoadBalancer balancer, Links links, Function<List<String>, Iterable<Node>> instances) {
        String href = links.member("load_balancers", balancer.id());
        Group group = Group.of("load_balancer")
                .attribute("id", balancer.id())
                .attribute("href", href)
                .add(Rows.xml(
                        "actions",
                        Group.Layout.BLOCK,
                        List.of(Link.of("destroy", href, "delete"), Link.of("register", href + "/register", "post"))))
                .add(Rows.xml(
                        "public_addresses",
                        Group.Layout.BLOCK,
                        Rows.each(balancer.publicAddresses(), a -> Field.xml("address", a))))
                .xmlFieldIfPresent("created_at", balancer.createdAt())
                .add(Rows.json(
                        "realms",
                        Rows.each(
                                balancer.realmIds(),
                                id -> Group.json("realm")
                                        .jsonField("id", id)
                                        .jsonField("href", links.member("realms", id))
                                        .jsonField("rel", "realm"))));
        Optional<String> realm = balancer.realmIds().stream().findFirst();
        realm.ifPresent(id -> group.add(Group.xml("realm", Group.Layout.INLINE)
                .xmlAttribute("href", links.member("realms", id))
                .xmlAttribute("id", id)));
        return group.add(Rows.of("listeners", Rows.each(balancer.listeners(), LoadBalancerView::listener)))
                .add(Rows.xml(
                        "instances",
                        Group.Layout.BLOCK,
                        Rows.each(
                                balancer.instanceIds(),
                                id -> Group.of("instance")
                                        .xmlAttribute("href", links.member("instances", id))
                                        .xmlAttribute("id", id)
                                        .add(Link.of("unregister", href + "/unregister", "post")
                                                .withoutMethodInXml()))))
                .add(Rows.json(
                        "instances",
                        () -> instances.apply(balancer.instanceIds()).iterator()))
                .add(Rows.json(
                        "public_addresses", Rows.each(balancer.publicAddresses(), a -> Field.json("address", a))))
                .jsonField("created_at", balancer.createdAt());
    }

    private static Group listener(LoadBalancer.Listener listener) {
        return Group.of("listener")
                .jsonField("id", null)
                .attribute("protocol", listener.protocol())
                .field("load_balancer_port", listener.loadBalancerPort())
                .field("instance_port", listener.instancePort());
    }
}

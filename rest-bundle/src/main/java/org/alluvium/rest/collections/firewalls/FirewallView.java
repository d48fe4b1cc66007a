package org.alluvium.rest.collections.firewalls;

import java.util.List;
import org.alluvium.capability.FirewallOperations;
import org.alluvium.driver.Parameter;
import org.alluvium.driver.Parameter.Type;
import org.alluvium.model.Firewall;
import org.alluvium.model.Firewall.AddressSource;
import org.alluvium.model.Firewall.GroupSource;
import org.alluvium.model.Firewall.Rule;
import org.alluvium.model.Firewall.Source;
import org.alluvium.rest.description.CollectionDescription;
import org.alluvium.rest.description.Operation;
import org.alluvium.rest.document.Document;
import org.alluvium.rest.document.Field;
import org.alluvium.rest.document.Group;
import org.alluvium.rest.document.Link;
import org.alluvium.rest.document.Rows;
import org.alluvium.rest.http.Links;

/** The collection {@code firewalls}: what it offers, and how a firewall looks. */
public final class FirewallView {
    private static final Class<FirewallOperations> CAPABILITY = FirewallOperations.class;

    static final Operation INDEX = Operation.of(
            "index",
            "GET",
            "",
            CAPABILITY,
            "firewalls",
            "Lists the firewalls.",
            Parameter.optional("id", Type.STRING, "Lists only the firewall of this id."));
    static final Operation SHOW = Operation.of("show", "GET", "/{id}", CAPABILITY, "firewall", "Shows a firewall.");
    static final Operation CREATE = Operation.of(
            "create",
            "POST",
            "",
            CAPABILITY,
            "create_firewall",
            "Makes a firewall without rules.",
            Parameter.required("name", Type.STRING, "What to call it."),
            Parameter.required("description", Type.STRING, "What it is for."));
    static final Operation DESTROY =
            Operation.of("destroy", "DELETE", "/{id}", CAPABILITY, "delete_firewall", "Removes a firewall.");
    static final Operation ADD_RULE = Operation.of(
            "rules",
            "POST",
            "/{id}/rules",
            CAPABILITY,
            "create_firewall_rule",
            "Adds a rule.",
            Parameter.optional("protocol", Type.STRING, "What it lets in.").oneOf("tcp", "udp", "icmp"),
            Parameter.optional("port_from", Type.PORT, "The first port."),
            Parameter.optional("port_to", Type.PORT, "The last port."),
            Parameter.optional(
                    "ip_address1", Type.CIDR, "Whom it lets in: a block of addresses; more in ip_address2, ..."),
            Parameter.optional(
                    "group1", Type.STRING, "Whom it lets in: the members of a firewall; more in group2, ..."),
            Parameter.optional("group1owner", Type.STRING, "The account of that firewall."));
    static final Operation REMOVE_RULE = Operation.of(
            "delete_rule", "DELETE", "/{id}/{rule_id}", CAPABILITY, "delete_firewall_rule", "Removes a rule.");

    public static final CollectionDescription COLLECTION = CollectionDescription.of(
            "firewalls",
            "firewall",
            "Sets of rules for what may reach an instance.",
            INDEX,
            SHOW,
            CREATE,
            DESTROY,
            ADD_RULE,
            REMOVE_RULE);

    private FirewallView() {}

    static Document index(List<Firewall> firewalls, Links links) {
        return Document.of(Rows.of("firewalls", Rows.each(firewalls, firewall -> group(firewall, links, true))));
    }

    static Document show(Firewall firewall, Links links) {
        return Document.of(group(firewall, links, false));
    }

    /** In an index the actions have an id and another name, and rules have no address (contract 04). */
    private static Group group(Firewall firewall, Links links, boolean indexed) {
        String href = links.member("firewalls", firewall.id());
        Link destroy = Link.of("destroy", href, "delete");
        Link add = Link.of(indexed ? "add_rule" : "update", href + "/rules", "post");
        return Group.of("firewall")
                .attribute("id", firewall.id())
                .attribute("href", href)
                .add(Rows.xml(
                        "actions",
                        Group.Layout.BLOCK,
                        indexed ? List.of(destroy.id(firewall.id()), add.id(firewall.id())) : List.of(destroy, add)))
                .add(Field.cdata("name", firewall.name()))
                .jsonField("name", firewall.name())
                .add(Field.cdata("description", firewall.description()))
                .jsonField("description", firewall.description())
                .field("owner_id", firewall.ownerId())
                .add(Rows.of("rules", Rows.each(firewall.rules(), rule -> rule(firewall, rule, links, indexed))));
    }

    private static Group rule(Firewall firewall, Rule rule, Links links, boolean indexed) {
        String href = links.below("firewalls", firewall.id(), rule.id());
        Link destroy = Link.of("destroy", href, "delete");
        Group group = Group.of("rule")
                .attribute("id", rule.id())
                .xmlAttribute("href", indexed ? null : href)
                .add(Rows.xml("actions", Group.Layout.BLOCK, List.of(indexed ? destroy.id(rule.id()) : destroy)))
                .field("allow_protocol", rule.protocol())
                .field("port_from", rule.portFrom())
                .field("port_to", rule.portTo())
                .add(Rows.json("sources", Rows.each(rule.sources(), FirewallView::source)))
                .field("direction", rule.direction())
                .xmlField("rule_action", rule.action())
                .xmlField("log_rule", rule.log())
                .add(Rows.xml("sources", Group.Layout.BLOCK, Rows.each(rule.sources(), FirewallView::source)));
        rule.action().ifPresent(action -> group.jsonField("rule_action", action));
        rule.log().ifPresent(log -> group.jsonField("log_rule", log));
        return group;
    }

    private static Group source(Source source) {
        Group group = Group.of("source", Group.Layout.VOID);
        if (source instanceof AddressSource block) {
            return group.attribute("type", "address")
                    .attribute("family", block.family())
                    .attribute("address", block.address())
                    .attribute("prefix", block.prefix());
        }
        GroupSource members = (GroupSource) source;
        return group.attribute("type", "group")
                .attribute("name", members.name())
                .attribute("owner", members.owner());
    }
}

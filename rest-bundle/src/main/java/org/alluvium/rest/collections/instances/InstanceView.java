package org.alluvium.rest.collections.instances;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.alluvium.capability.CommandOperations;
import org.alluvium.driver.DriverInfo;
import org.alluvium.driver.Features;
import org.alluvium.model.CommandOutput;
import org.alluvium.model.Instance;
import org.alluvium.model.InstanceAction;
import org.alluvium.model.InstanceAddress;
import org.alluvium.rest.document.Document;
import org.alluvium.rest.document.Field;
import org.alluvium.rest.document.Group;
import org.alluvium.rest.document.Group.Layout;
import org.alluvium.rest.document.Link;
import org.alluvium.rest.document.Node;
import org.alluvium.rest.document.Rows;
import org.alluvium.rest.http.Links;

/**
 * How an instance looks with one driver (contract 02).
 *
 * @param driver decides on the link {@code run} and on the kind of authentication
 */
public record InstanceView(DriverInfo driver, Links links) {
    private static final Map<String, String> UNITS =
            Map.of("memory", "MB", "storage", "GB", "cpu", "count", "architecture", "label");

    Document index(List<Instance> instances) {
        return Document.of(Rows.of("instances", Rows.each(instances, this::group)));
    }

    Document show(Instance instance) {
        return Document.of(group(instance));
    }

    /** An instance as a part of another document. */
    public Group group(Instance instance) {
        List<Link> actions = actions(instance);
        Group group = Group.of("instance")
                .attribute("id", instance.id())
                .attribute("href", links.member("instances", instance.id()))
                .xmlFieldIfPresent("name", instance.name())
                .xmlFieldIfPresent("owner_id", instance.ownerId())
                .jsonField("name", instance.name())
                .jsonField("state", instance.state())
                .jsonField("owner", instance.ownerId());
        reference(group, "image", "images", instance.imageId());
        reference(group, "realm", "realms", instance.realmId());
        group.xmlFieldIfPresent("state", instance.state()).add(Rows.json("actions", actions));
        hardwareProfile(instance, group);
        group.add(Rows.xml("actions", Layout.BLOCK, actions))
                .xmlFieldIfPresent("launch_time", instance.launchTime())
                .add(addresses("public_addresses", instance.publicAddresses()))
                .add(addresses("private_addresses", instance.privateAddresses()));
        instance.launchTime().ifPresent(time -> group.jsonField("create_time", time));
        if (instance.createImage()) {
            group.jsonField("create_image", true);
        }
        instance.firewallIds().ifPresent(ids -> group.add(members("firewalls", "firewall", ids)));
        volumes(instance, group);
        authentication(instance.login(), group);
        instance.networkInterfaceIds()
                .ifPresent(ids -> group.add(Rows.xml(
                        "network_interfaces",
                        Layout.INLINE,
                        Rows.each(ids, id -> member("network_interfaces", "network_interface", id)))));
        // Last, where no old client expects anything
        instance.stateReason().ifPresent(reason -> group.field("state_reason", reason));
        return group;
    }

    /** An element with the id in XML, if it is known; in JSON an object in any case. */
    private void reference(Group group, String name, String collection, Optional<String> id) {
        id.ifPresent(known -> group.add(Group.xml(name, Layout.INLINE)
                .xmlAttribute("href", links.member(collection, known))
                .xmlAttribute("id", known)));
        group.add(Group.json(name)
                .jsonField("href", id.map(known -> links.member(collection, known)))
                .jsonField("id", id)
                .jsonField("rel", name));
    }

    private void hardwareProfile(Instance instance, Group group) {
        if (instance.hardwareProfileId().isEmpty()) {
            return;
        }
        String id = instance.hardwareProfileId().get();
        Group profile = Group.of("hardware_profile")
                .attribute("id", id)
                .attribute("href", links.member("hardware_profiles", id))
                .jsonField("rel", "hardware_profile");
        Group properties = Group.json("properties");
        instance.hardwareOverrides().forEach((name, value) -> {
            profile.add(Group.xml("property", Layout.INLINE)
                    .xmlAttribute("kind", "fixed")
                    .xmlAttribute("name", name)
                    .xmlAttribute("unit", UNITS.get(name))
                    .xmlAttribute("value", value));
            properties.jsonField(name, value);
        });
        group.add(profile.add(properties));
    }

    private List<Link> actions(Instance instance) {
        String id = instance.id();
        String href = links.member("instances", id);
        List<Link> actions = new ArrayList<>();
        for (InstanceAction action : instance.actions()) {
            String rel = action.name().toLowerCase(Locale.ROOT);
            actions.add(
                    action == InstanceAction.DESTROY
                            ? Link.of(rel, href, "delete")
                            : Link.of(rel, href + "/" + rel, "post"));
        }
        if (driver.capabilities().contains(CommandOperations.class)) {
            actions.add(Link.of("run", href + "/run;id=" + Links.encode(id), "post"));
        }
        if (instance.createImage()) {
            actions.add(
                    Link.of("create_image", links.collection("images") + ";instance_id=" + Links.encode(id), "post"));
        }
        return actions;
    }

    private static Rows addresses(String name, List<InstanceAddress> addresses) {
        return Rows.of(name, Rows.each(addresses, InstanceView::address)).layout(Layout.INLINE);
    }

    private static Node address(InstanceAddress address) {
        Integer port = address.port().isPresent() ? address.port().getAsInt() : null;
        return Group.of("address", Layout.INLINE)
                .jsonField("address", address.address())
                .attribute("type", address.type().name().toLowerCase(Locale.ROOT))
                .attribute("port", port)
                .xmlText(address.address());
    }

    private Rows members(String collection, String singular, List<String> ids) {
        return Rows.of(collection, Rows.each(ids, id -> member(collection, singular, id)))
                .layout(Layout.INLINE);
    }

    private Group member(String collection, String singular, String id) {
        return Group.of(singular, Layout.INLINE)
                .attribute("id", id)
                .attribute("href", links.member(collection, id))
                .jsonField("rel", singular);
    }

    private void volumes(Instance instance, Group group) {
        List<String> ids = List.copyOf(instance.volumes().keySet());
        group.add(Rows.of(
                        "storage_volumes",
                        Rows.each(
                                ids,
                                id -> member("storage_volumes", "storage_volume", id)
                                        .xmlAttribute(
                                                "device", instance.volumes().get(id))))
                .layout(Layout.INLINE));
    }

    private void authentication(Instance.Login login, Group group) {
        boolean byKey = driver.hasFeature(Features.INSTANCE_AUTHENTICATION_KEY);
        if (!byKey && !driver.hasFeature(Features.INSTANCE_AUTHENTICATION_PASSWORD)) {
            return;
        }
        String type = byKey ? "key" : "password";
        Group element = Group.xml("authentication", Layout.BLOCK).xmlAttribute("type", type);
        login.password()
                .ifPresent(password -> element.add(Group.xml("login", Layout.BLOCK)
                        .xmlField("username", login.username())
                        .add(Field.cdata("password", password))));
        login.keyName()
                .ifPresent(key -> element.add(Group.xml("login", Layout.BLOCK).xmlField("keyname", key)));
        group.add(element).jsonField("authentication_type", type);
        if (byKey) {
            login.keyName()
                    .ifPresent(key -> group.add(Group.json("authentication").jsonField("keyname", key)));
        } else {
            login.password()
                    .ifPresent(password -> group.add(Group.json("authentication")
                            .jsonField("user", login.username())
                            .jsonField("password", password)));
        }
    }

    /** What a command printed. */
    Document output(CommandOutput output) {
        return Document.of(Group.of("instance")
                        .attribute("id", output.instanceId())
                        .xmlAttribute("href", links.member("instances", output.instanceId()))
                        .field("public_address", output.publicAddress())
                        .field("command", output.command())
                        .field("output", output.output()))
                .withoutProlog();
    }
}

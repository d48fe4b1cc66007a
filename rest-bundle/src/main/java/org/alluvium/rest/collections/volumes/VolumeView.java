package org.alluvium.rest.collections.volumes;

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.alluvium.capability.VolumeOperations;
import org.alluvium.driver.Parameter;
import org.alluvium.model.Volume;
import org.alluvium.rest.description.CollectionDescription;
import org.alluvium.rest.description.Operation;
import org.alluvium.rest.document.Document;
import org.alluvium.rest.document.Field;
import org.alluvium.rest.document.Group;
import org.alluvium.rest.document.Group.Layout;
import org.alluvium.rest.document.Link;
import org.alluvium.rest.document.Rows;
import org.alluvium.rest.http.Links;

/** The collection {@code storage_volumes}: what it offers, and how a volume looks. */
public final class VolumeView {
    static final Operation INDEX = Operation.of(
            "index",
            "GET",
            "",
            VolumeOperations.class,
            "storage_volumes",
            "Lists the volumes.",
            Parameter.optional("id", Parameter.Type.STRING, "Lists only the volume of this id."));

    static final Operation SHOW =
            Operation.of("show", "GET", "/{id}", VolumeOperations.class, "storage_volume", "Shows a volume.");

    static final Operation CREATE = Operation.of(
            "create",
            "POST",
            "",
            VolumeOperations.class,
            "create_storage_volume",
            "Makes a volume.",
            Parameter.optional("snapshot_id", Parameter.Type.STRING, "The snapshot to start from."),
            Parameter.optional("capacity", Parameter.Type.NUMBER, "How many GB it holds; 1 if not told."),
            Parameter.optional("realm_id", Parameter.Type.STRING, "The realm to make it in."),
            Parameter.optional("name", Parameter.Type.STRING, "What to call the volume."),
            Parameter.optional("description", Parameter.Type.STRING, "What the volume is for."));

    static final Operation ATTACH = Operation.of(
            "attach",
            "POST",
            "/{id}/attach",
            VolumeOperations.class,
            "attach_storage_volume",
            "Attaches a volume to an instance.",
            Parameter.required("instance_id", Parameter.Type.STRING, "The instance to attach it to."),
            Parameter.required("device", Parameter.Type.STRING, "Under which device name, such as /dev/sdb."));

    static final Operation DETACH = Operation.of(
            "detach",
            "POST",
            "/{id}/detach",
            VolumeOperations.class,
            "detach_storage_volume",
            "Detaches a volume from its instance.");

    static final Operation DESTROY = Operation.of(
            "destroy",
            "DELETE",
            "/{id}",
            VolumeOperations.class,
            "destroy_storage_volume",
            "Removes a volume for good.");

    public static final CollectionDescription COLLECTION = CollectionDescription.of(
            "storage_volumes",
            "storage_volume",
            "Block devices that can be attached to instances.",
            INDEX,
            SHOW,
            CREATE,
            ATTACH,
            DETACH,
            DESTROY);

    private VolumeView() {}

    static Document index(List<Volume> volumes, Links links) {
        return Document.of(Rows.of("storage_volumes", Rows.each(volumes, volume -> group(volume, links))));
    }

    static Document show(Volume volume, Links links) {
        return Document.of(group(volume, links));
    }

    private static Group group(Volume volume, Links links) {
        String href = links.member("storage_volumes", volume.id());
        Optional<String> device = volume.attachment().flatMap(Volume.Attachment::device);
        Group group = Group.of("storage_volume")
                .attribute("id", volume.id())
                .attribute("href", href)
                .xmlFieldIfPresent("created", volume.created())
                .add(Field.xml("capacity", volume.capacity()).with("unit", "GB"))
                .xmlFieldIfPresent("kind", volume.kind())
                .xmlField("name", volume.name().orElse(volume.id()))
                .xmlFieldIfPresent("device", device)
                .jsonField("name", volume.name())
                .jsonField("description", volume.description())
                .jsonField("state", volume.state())
                .jsonField("created", volume.created());
        realm(volume, links, group);
        group.xmlFieldIfPresent("state", volume.state())
                .jsonField("device", device)
                .jsonField("kind", volume.kind())
                .jsonField("capacity", capacity(volume.capacity()));
        volume.attachment().ifPresent(attachment -> group.add(mount(attachment, links)));
        if (!volume.actions().isEmpty()) {
            group.add(Rows.xml("actions", Layout.BLOCK, Rows.each(volume.actions(), action -> link(action, href))));
        }
        group.add(Rows.json("actions", Rows.each(volume.actions(), action -> link(action, href))));
        Group instance = Group.json("instance");
        volume.attachment()
                .ifPresent(a -> instance.jsonField("id", a.instanceId())
                        .jsonField("href", links.member("instances", a.instanceId()))
                        .jsonField("rel", "instance"));
        return group.add(instance);
    }

    private static void realm(Volume volume, Links links, Group group) {
        volume.realmId()
                .ifPresent(id -> group.add(Group.xml("realm", Layout.INLINE)
                                .xmlAttribute("href", links.member("realms", id))
                                .xmlAttribute("id", id))
                        .xmlField("realm_id", id));
        group.add(Group.json("realm")
                .jsonField("id", volume.realmId())
                .jsonField("href", volume.realmId().map(id -> links.member("realms", id)))
                .jsonField("rel", "realm"));
    }

    private static Group mount(Volume.Attachment attachment, Links links) {
        Group mount = Group.xml("mount", Layout.BLOCK)
                .add(Group.xml("instance", Layout.INLINE)
                        .xmlAttribute("href", links.member("instances", attachment.instanceId()))
                        .xmlAttribute("id", attachment.instanceId()));
        attachment
                .device()
                .ifPresent(name -> mount.add(Group.xml("device", Layout.INLINE).xmlAttribute("name", name)));
        return mount;
    }

    /** Every link says post, also that of destroy, for which only DELETE works (contract 03). */
    private static Link link(Volume.Action action, String href) {
        String rel = action.name().toLowerCase(Locale.ROOT);
        String target = action == Volume.Action.DESTROY ? href : href + "/" + rel;
        return Link.of(rel, target, "post").withoutMethodInJson();
    }

    private static Object capacity(String text) {
        return text.matches("(0|[1-9][0-9]{0,17})(\\.[0-9]{1,9})?") ? new BigDecimal(text) : text;
    }
}

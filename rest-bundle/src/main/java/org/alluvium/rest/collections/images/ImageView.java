package org.alluvium.rest.collections.images;

import java.util.List;
import java.util.Locale;
import org.alluvium.capability.ImageOperations;
import org.alluvium.driver.Parameter;
import org.alluvium.model.Image;
import org.alluvium.rest.description.CollectionDescription;
import org.alluvium.rest.description.Operation;
import org.alluvium.rest.document.Document;
import org.alluvium.rest.document.Group;
import org.alluvium.rest.document.Group.Layout;
import org.alluvium.rest.document.Link;
import org.alluvium.rest.document.Rows;
import org.alluvium.rest.http.Links;

/** The collection {@code images}: what it offers, and how an image looks. */
public final class ImageView {
    static final Operation INDEX = Operation.of(
            "index",
            "GET",
            "",
            ImageOperations.class,
            "images",
            "Lists the images.",
            Parameter.optional("id", Parameter.Type.STRING, "Lists only the image of this id."),
            Parameter.optional(
                    "architecture", Parameter.Type.STRING, "Lists only the images for this processor architecture."));

    static final Operation SHOW =
            Operation.of("show", "GET", "/{id}", ImageOperations.class, "image", "Shows an image.");

    static final Operation CREATE = Operation.of(
            "create",
            "POST",
            "",
            ImageOperations.class,
            "create_image",
            "Makes an image of an instance.",
            Parameter.required("instance_id", Parameter.Type.STRING, "The instance to make an image of."),
            Parameter.optional("name", Parameter.Type.STRING, "What to call the image."),
            Parameter.optional("description", Parameter.Type.STRING, "What is on the image."));

    static final Operation DESTROY = Operation.of(
            "destroy", "DELETE", "/{id}", ImageOperations.class, "destroy_image", "Removes an image for good.");

    public static final CollectionDescription COLLECTION = CollectionDescription.of(
            "images", "image", "The disk images that instances start from.", INDEX, SHOW, CREATE, DESTROY);

    private ImageView() {}

    static Document index(List<Image> images, Links links) {
        return Document.of(Rows.of("images", Rows.each(images, image -> group(image, links))));
    }

    static Document show(Image image, Links links) {
        return Document.of(group(image, links));
    }

    private static Group group(Image image, Links links) {
        String rootType = image.rootType().name().toLowerCase(Locale.ROOT);
        Group group = Group.of("image")
                .attribute("id", image.id())
                .attribute("href", links.member("images", image.id()))
                .field("name", image.name())
                .field("description", image.description())
                .xmlField("owner_id", image.ownerId())
                .jsonField("owner", image.ownerId())
                .field("architecture", image.architecture())
                .xmlFieldIfPresent("state", image.state())
                .jsonField("state", image.state())
                .jsonField("root_type", rootType)
                .xmlFieldIfPresent("creation_time", image.creationTime())
                .jsonField("creation_time", image.creationTime());
        if (!image.hardwareProfileIds().isEmpty()) {
            group.add(Rows.xml(
                    "hardware_profiles",
                    Layout.BLOCK,
                    Rows.each(image.hardwareProfileIds(), id -> hardwareProfile(id, links))));
        }
        return group.add(Rows.json(
                        "hardware_profiles", Rows.each(image.hardwareProfileIds(), id -> hardwareProfile(id, links))))
                .xmlField("root_type", rootType)
                .add(Group.xml("actions", Layout.BLOCK)
                        .add(Link.of(
                                "create_instance",
                                links.collection("instances") + ";image_id=" + Links.encode(image.id()),
                                "post"))
                        .add(Link.of("destroy_image", links.member("images", image.id()), "delete")));
    }

    private static Group hardwareProfile(String id, Links links) {
        return Group.of("hardware_profile", Layout.INLINE)
                .attribute("id", id)
                .attribute("href", links.member("hardware_profiles", id))
                .attribute("rel", "hardware_profile");
    }
}

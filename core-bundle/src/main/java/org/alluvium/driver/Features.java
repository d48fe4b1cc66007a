package org.alluvium.driver;

import static org.alluvium.driver.Parameter.optional;

import java.util.List;
import org.alluvium.driver.Parameter.Type;

/** The features that clients know (contract 01, section 7). */
public final class Features {
    public static final Feature IMAGE_OWNER_ID = new Feature(
            "images", "owner_id", "index", optional("owner_id", Type.STRING, "Lists the images of this account."));
    public static final Feature IMAGE_NAME =
            new Feature("images", "image_name", "create", optional("name", Type.STRING, "What to call the image."));
    public static final Feature IMAGE_DESCRIPTION = new Feature(
            "images", "image_description", "create", optional("description", Type.STRING, "What is on the image."));
    public static final Feature BUCKET_LOCATION = new Feature(
            "buckets", "bucket_location", "create", optional("location", Type.STRING, "Where to keep the bucket."));
    public static final Feature INSTANCE_METRICS = new Feature(
            "instances",
            "metrics",
            "create",
            optional("metrics", Type.STRING, "Whether to measure the instance; anything but an empty text does."));
    public static final Feature INSTANCE_REALM_FILTER = new Feature(
            "instances",
            "realm_filter",
            "index",
            optional("realm_id", Type.STRING, "Lists the instances of this realm."));
    public static final Feature INSTANCE_USER_NAME =
            new Feature("instances", "user_name", "create", optional("name", Type.STRING, "What to call it."));
    public static final Feature INSTANCE_USER_DATA = new Feature(
            "instances",
            "user_data",
            "create",
            optional("user_data", Type.BASE64, "What the instance finds at its first start, in base64."));
    public static final Feature INSTANCE_USER_FILES = new Feature(
            "instances",
            "user_files",
            "create",
            optional("user_files", Type.ARRAY, "Up to five files, sent as path1 and content1 to path5 and content5."));
    public static final Feature INSTANCE_USER_ISO = new Feature(
            "instances",
            "user_iso",
            "create",
            optional("user_iso", Type.BASE64, "A disk image to attach: base64 of gzip of ISO 9660."));
    public static final Feature INSTANCE_FIREWALLS = new Feature(
            "instances",
            "firewalls",
            "create",
            optional("firewalls", Type.ARRAY, "The firewalls that guard it, sent as firewalls0, firewalls1, ..."));
    public static final Feature INSTANCE_AUTHENTICATION_KEY = new Feature(
            "instances",
            "authentication_key",
            "create",
            optional("keyname", Type.STRING, "The id of the key to put on it."));
    public static final Feature INSTANCE_AUTHENTICATION_PASSWORD = new Feature(
            "instances",
            "authentication_password",
            "create",
            optional("password", Type.SECRET, "The password of its first user."));
    public static final Feature INSTANCE_REGISTER_TO_LOAD_BALANCER = new Feature(
            "instances",
            "register_to_load_balancer",
            "create",
            optional("load_balancer_id", Type.STRING, "The load balancer to register it with."));
    public static final Feature INSTANCE_COUNT = new Feature(
            "instances",
            "instance_count",
            "create",
            optional("instance_count", Type.COUNT, "How many instances to start."));
    public static final Feature INSTANCE_ATTACH_SNAPSHOT = new Feature(
            "instances",
            "attach_snapshot",
            "create",
            optional("snapshot_id", Type.STRING, "The snapshot whose copy to attach."),
            optional("device_name", Type.STRING, "Under which device name."));
    public static final Feature INSTANCE_SANDBOXING = new Feature(
            "instances", "sandboxing", "create", optional("sandbox", Type.STRING, "Whether it is a sandbox."));
    public static final Feature KEY_IMPORT = new Feature(
            "keys",
            "import_key",
            "create",
            optional("public_key", Type.TEXT, "The public key to import, in OpenSSH's format."));
    public static final Feature VOLUME_NAME = new Feature(
            "storage_volumes", "volume_name", "create", optional("name", Type.STRING, "What to call the volume."));
    public static final Feature VOLUME_DESCRIPTION = new Feature(
            "storage_volumes",
            "volume_description",
            "create",
            optional("description", Type.STRING, "What the volume is for."));

    /** Every known feature, in the order in which features are printed. */
    public static final List<Feature> CATALOGUE = List.of(
            IMAGE_OWNER_ID,
            IMAGE_NAME,
            IMAGE_DESCRIPTION,
            BUCKET_LOCATION,
            INSTANCE_METRICS,
            INSTANCE_REALM_FILTER,
            INSTANCE_USER_NAME,
            INSTANCE_USER_DATA,
            INSTANCE_USER_FILES,
            INSTANCE_USER_ISO,
            INSTANCE_FIREWALLS,
            INSTANCE_AUTHENTICATION_KEY,
            INSTANCE_AUTHENTICATION_PASSWORD,
            INSTANCE_REGISTER_TO_LOAD_BALANCER,
            INSTANCE_COUNT,
            INSTANCE_ATTACH_SNAPSHOT,
            INSTANCE_SANDBOXING,
            KEY_IMPORT,
            VOLUME_NAME,
            VOLUME_DESCRIPTION);

    private Features() {}

    /** The place of a feature in the catalogue, by collection and name; unknown features come last. */
    static int order(Feature feature) {
        for (int i = 0; i < CATALOGUE.size(); i++) {
            Feature known = CATALOGUE.get(i);
            if (known.collection().equals(feature.collection()) && known.name().equals(feature.name())) {
                return i;
            }
        }
        return CATALOGUE.size();
    }
}

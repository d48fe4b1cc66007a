package org.alluvium.driver.azure;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.alluvium.capability.InstanceRequest;
import org.alluvium.driver.CloudException;
import org.alluvium.driver.ErrorKind;
import org.alluvium.model.HardwareProfile;
import org.alluvium.model.HardwareProperty.Fixed;

/**
 * What a new virtual machine is: its size, its image, and how the guest is set up. Azure wants a key or a password; where the
 * caller gives neither, a password is made and told once.
 */
final class AzureGuest {
    private final AzureArm arm;
    private final InstanceRequest wanted;
    private final AzureRealm placement;
    private final String name;
    private final String size;
    private final JsonNode image;
    private final Optional<String> key;
    private final Optional<String> password;

    private AzureGuest(
            AzureArm arm, InstanceRequest wanted, AzureRealm placement, String name, String size, JsonNode image) {
        this.arm = requireNonNull(arm);
        this.wanted = requireNonNull(wanted);
        this.placement = requireNonNull(placement);
        this.name = requireNonNull(name);
        this.size = requireNonNull(size);
        this.image = requireNonNull(image);
        this.key = AzureLaunch.given(wanted.keyName()).map(id -> new AzureKeys(arm).publicKey(id));
        Optional<String> given = wanted.password().filter(text -> !text.isEmpty());
        boolean needed = isSetUp() && (isWindows() || key.isEmpty());
        this.password = given.isPresent() || !needed ? given : Optional.of(AzureNames.password());
    }

    /**
     * Looks up what the wish names; makes nothing.
     *
     * @throws CloudException INVALID for a size, an image or a key that is not there, and for an image and a size that do not
     *     go together
     */
    static AzureGuest of(AzureArm arm, InstanceRequest wanted, AzureRealm placement, String name) {
        Optional<HardwareProfile> named = wanted.hardwareProfileId()
                .map(id -> new AzureHardwareProfiles(arm)
                        .find(id, placement.location())
                        .orElseThrow(() -> new CloudException(
                                ErrorKind.INVALID, "Hardware profile '" + id + "' does not exists.")));
        JsonNode image = new AzureImages(arm)
                .document(wanted.imageId(), placement.location())
                .orElseThrow(() -> new CloudException(
                        ErrorKind.INVALID,
                        "Image '" + wanted.imageId() + "' does not exist at '" + placement.location() + "'."));
        String size = named.map(HardwareProfile::id).orElse(arm.settings().size());
        String architecture = AzureHardwareProfiles.architecture(
                image.path("properties").path("architecture").asText());
        // What is usual fits without a look at the sizes
        Optional<HardwareProfile> profile = named.isPresent() || architecture.equals("x86_64")
                ? named
                : new AzureHardwareProfiles(arm).find(size, placement.location());
        profile.flatMap(known -> known.property("architecture"))
                .filter(property ->
                        property instanceof Fixed fixed && !fixed.value().equals(architecture))
                .ifPresent(other -> {
                    throw new CloudException(
                            ErrorKind.INVALID,
                            "Image '" + wanted.imageId() + "' is for " + architecture + ", and hardware profile '"
                                    + size + "' is not; choose one whose architecture is " + architecture + ".");
                });
        return new AzureGuest(arm, wanted, placement, name, size, image);
    }

    /** The password that is set, if one is. */
    Optional<String> password() {
        return password;
    }

    /** What must not be told. */
    List<String> secrets() {
        List<String> secrets = new ArrayList<>(wanted.secrets());
        password.ifPresent(secrets::add);
        return secrets;
    }

    /**
     * The body of the request.
     *
     * @param tags of everything that is made with it
     * @param plug the path of its network interface
     * @param ownPlug whether that is the caller's own, and outlives the instance
     */
    Map<String, Object> document(Map<String, String> tags, String plug, boolean ownPlug) {
        Map<String, Object> properties = new LinkedHashMap<>();
        properties.put("hardwareProfile", Map.of("vmSize", size));
        properties.put(
                "storageProfile",
                Map.of(
                        "imageReference",
                        new AzureImages(arm).reference(wanted.imageId()),
                        "osDisk",
                        Map.of("name", rootDisk(name), "createOption", "FromImage", "deleteOption", "Delete")));
        if (isSetUp()) {
            properties.put("osProfile", osProfile());
        }
        properties.put(
                "networkProfile",
                Map.of(
                        "networkInterfaces",
                        List.of(Map.of(
                                "id",
                                plug,
                                "properties",
                                Map.of("primary", true, "deleteOption", ownPlug ? "Detach" : "Delete")))));
        Map<String, Object> document = new LinkedHashMap<>();
        placement.into(document);
        Map<String, String> all = new LinkedHashMap<>(tags);
        AzureLaunch.given(wanted.keyName()).ifPresent(id -> all.put(AzureInstanceView.KEY, id));
        document.put("tags", all);
        plan().ifPresent(plan -> document.put("plan", plan));
        document.put("properties", properties);
        return document;
    }

    /** The name of an instance's root disk. */
    static String rootDisk(String instance) {
        return instance + "-root";
    }

    private Map<String, Object> osProfile() {
        Map<String, Object> profile = new LinkedHashMap<>();
        String user = arm.settings().adminUser();
        profile.put("computerName", AzureNames.host(name, isWindows()));
        profile.put("adminUsername", user);
        password.ifPresent(text -> profile.put("adminPassword", text));
        userData().ifPresent(text -> profile.put("customData", text));
        if (!isWindows()) {
            Map<String, Object> linux = new LinkedHashMap<>();
            linux.put("disablePasswordAuthentication", password.isEmpty());
            key.ifPresent(text -> linux.put(
                    "ssh",
                    Map.of(
                            "publicKeys",
                            List.of(Map.of("path", "/home/" + user + "/.ssh/authorized_keys", "keyData", text)))));
            profile.put("linuxConfiguration", linux);
        }
        return profile;
    }

    private Optional<String> userData() {
        return wanted.userData()
                .filter(data -> data.length > 0)
                .map(data -> Base64.getEncoder().encodeToString(data));
    }

    /** A specialized image brings its users along, and Azure wants nothing said of them. */
    private boolean isSetUp() {
        return !image.path("properties").path("osState").asText().equals("Specialized");
    }

    /** Each kind of image tells it elsewhere. */
    private boolean isWindows() {
        JsonNode properties = image.path("properties");
        String system = properties
                .path("osDiskImage")
                .path("operatingSystem")
                .asText(properties
                        .path("osType")
                        .asText(properties
                                .path("storageProfile")
                                .path("osDisk")
                                .path("osType")
                                .asText()));
        return system.equalsIgnoreCase("Windows");
    }

    /** The terms under which a publisher sells; the subscription must have accepted them. */
    private Optional<Map<String, String>> plan() {
        JsonNode plan = image.path("properties").path("plan");
        return AzureJson.text(plan, "name")
                .map(planName -> Map.of(
                        "name",
                        planName,
                        "publisher",
                        plan.path("publisher").asText(),
                        "product",
                        plan.path("product").asText()));
    }
}

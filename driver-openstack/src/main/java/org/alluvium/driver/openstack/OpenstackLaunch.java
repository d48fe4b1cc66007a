package org.alluvium.driver.openstack;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.alluvium.capability.InstanceRequest;
import org.alluvium.driver.CloudException;
import org.alluvium.driver.ErrorKind;
import org.alluvium.driver.Feature;
import org.alluvium.driver.Parameter;
import org.alluvium.driver.Parameter.Type;

/** How new servers are asked for (contract drivers, openstack, create). */
final class OpenstackLaunch {
    /** Which network the server is plugged into. */
    static final Feature NETWORK = new Feature(
            "instances",
            "network",
            "create",
            Parameter.optional("network_id", Type.STRING, "The network to plug it into."));

    /** A root disk that outlives the host. */
    static final Feature BOOT_VOLUME = new Feature(
            "instances",
            "boot_volume",
            "create",
            Parameter.optional(
                    "boot_volume_size",
                    Type.COUNT,
                    "Copies the image to a new volume of so many GB and starts from that; it goes with the instance."));

    private final OpenstackCalls calls;

    OpenstackLaunch(OpenstackCalls calls) {
        this.calls = requireNonNull(calls);
    }

    /**
     * The body of the request to Nova.
     *
     * @throws CloudException INVALID for an unknown hardware profile
     */
    Map<String, Object> wish(InstanceRequest wanted) {
        Map<String, Object> server = new LinkedHashMap<>();
        server.put(
                "name",
                given(wanted.name()).orElseGet(() -> "server" + Instant.now().getEpochSecond()));
        server.put("imageRef", wanted.imageId());
        server.put("flavorRef", flavor(wanted.hardwareProfileId()));
        given(wanted.password()).ifPresent(password -> server.put("adminPass", password));
        given(wanted.keyName()).ifPresent(key -> server.put("key_name", key));
        given(wanted.realmId())
                .filter(realm -> !realm.equals(OpenstackRealms.DEFAULT))
                .ifPresent(zone -> server.put("availability_zone", zone));
        wanted.userData().filter(data -> data.length > 0).ifPresent(data -> server.put("user_data", base64(data)));
        if (!wanted.userFiles().isEmpty()) {
            List<Map<String, String>> files = new ArrayList<>();
            wanted.userFiles().forEach((path, content) -> files.add(Map.of("path", path, "contents", base64(content))));
            server.put("personality", files);
        }
        if (!wanted.firewallIds().isEmpty()) {
            server.put(
                    "security_groups",
                    wanted.firewallIds().stream().map(id -> Map.of("name", id)).toList());
        }
        List<Map<String, Object>> disks = disks(wanted);
        if (!disks.isEmpty()) {
            server.put("block_device_mapping_v2", disks);
        }
        server.put("networks", networks(parameter(wanted, "network_id")));
        if (wanted.count() > 1) {
            server.put("min_count", wanted.count());
            server.put("max_count", wanted.count());
            // By which they are found; else Nova tells the first alone
            server.put("return_reservation_id", true);
        }
        return Map.of("server", server);
    }

    private String flavor(Optional<String> id) {
        if (id.isPresent()) {
            return OpenstackHardwareProfiles.flavor(calls, id.get())
                    .orElseThrow(() -> new CloudException(
                            ErrorKind.INVALID, "Hardware profile '" + id.get() + "' does not exists."))
                    .path("id")
                    .asText();
        }
        return OpenstackHardwareProfiles.flavors(calls).stream()
                .findFirst()
                .orElseThrow(() -> new CloudException(ErrorKind.INVALID, "This cloud has no hardware profile."))
                .path("id")
                .asText();
    }

    private static List<Map<String, Object>> disks(InstanceRequest wanted) {
        Optional<String> size = parameter(wanted, "boot_volume_size");
        Optional<String> snapshot = given(wanted.snapshotId());
        if (size.isEmpty() && snapshot.isEmpty()) {
            return List.of();
        }
        List<Map<String, Object>> disks = new ArrayList<>();
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("boot_index", 0);
        root.put("uuid", wanted.imageId());
        root.put("source_type", "image");
        root.put("destination_type", size.isPresent() ? "volume" : "local");
        root.put("delete_on_termination", true);
        size.ifPresent(gigabytes -> root.put("volume_size", gigabytes));
        disks.add(root);
        snapshot.ifPresent(id -> {
            Map<String, Object> more = new LinkedHashMap<>();
            more.put("boot_index", -1);
            more.put("uuid", id);
            more.put("source_type", "snapshot");
            more.put("destination_type", "volume");
            given(wanted.deviceName()).ifPresent(device -> more.put("device_name", device));
            disks.add(more);
        });
        return disks;
    }

    /**
     * The network that was asked for, or the usual one: Nova itself refuses to choose among several.
     */
    private Object networks(Optional<String> wanted) {
        if (wanted.isPresent()) {
            return List.of(Map.of("uuid", wanted.get()));
        }
        if (!calls.session().services().containsKey(OpenstackService.NETWORK)) {
            return "auto";
        }
        Optional<String> usual = usualNetwork(calls);
        return usual.isPresent() ? List.of(Map.of("uuid", usual.get())) : "none";
    }

    /** The project's first network with a subnet that is not the way out of the cloud; else one that others share. */
    static Optional<String> usualNetwork(OpenstackCalls calls) {
        String project = calls.session().project();
        JsonNode chosen = null;
        for (JsonNode network :
                calls.list(OpenstackService.NETWORK, "ListNetworks", "/networks?router:external=false", "networks")) {
            boolean own = network.path("project_id").asText().equals(project);
            boolean usable = !network.path("subnets").isEmpty()
                    && (own || network.path("shared").asBoolean());
            if (usable && own) {
                return OpenstackCalls.text(network, "id");
            }
            if (usable && chosen == null) {
                chosen = network;
            }
        }
        return Optional.ofNullable(chosen).flatMap(network -> OpenstackCalls.text(network, "id"));
    }

    private static Optional<String> parameter(InstanceRequest wanted, String name) {
        return given(Optional.ofNullable(wanted.parameters().get(name)));
    }

    private static Optional<String> given(Optional<String> text) {
        return text.filter(t -> !t.isBlank());
    }

    private static String base64(byte[] data) {
        return Base64.getEncoder().encodeToString(data);
    }
}

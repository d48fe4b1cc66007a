package org.alluvium.driver.openstack;

import java.util.List;
import java.util.Map;

/** The services of an OpenStack that the driver speaks to, each with its API pinned. */
enum OpenstackService {
    IDENTITY("Keystone", List.of("identity"), "/v3", Map.of()),
    /** From 2.47 a server no longer tells its flavor's id, from 2.57 it takes no files. */
    COMPUTE("Nova", List.of("compute"), "/v2.1", Map.of("OpenStack-API-Version", "compute 2.46")),
    IMAGE("Glance", List.of("image"), "/v2", Map.of()),
    VOLUME(
            "Cinder",
            List.of("volumev3", "block-storage", "block-store"),
            "/v3",
            Map.of("OpenStack-API-Version", "volume 3.27")),
    NETWORK("Neutron", List.of("network"), "/v2.0", Map.of()),
    OBJECT_STORE("Swift", List.of("object-store"), "/v1", Map.of()),
    LOAD_BALANCER("Octavia", List.of("load-balancer"), "/v2", Map.of());

    private final String project;
    private final List<String> types;
    private final String version;
    private final Map<String, String> headers;

    OpenstackService(String project, List<String> types, String version, Map<String, String> headers) {
        this.project = project;
        this.types = types;
        this.version = version;
        this.headers = headers;
    }

    /** The name by which a message tells it. */
    String project() {
        return project;
    }

    /** The types under which a catalogue lists it, best first. */
    List<String> types() {
        return types;
    }

    /** What a request to it says besides. */
    Map<String, String> headers() {
        return headers;
    }

    /** The address below which its API is: the catalogue's, with the version where that leaves it out. */
    String base(String url) {
        String address = url.replaceFirst("/+$", "");
        return address.matches(".*/v\\d[\\d.]*(/.*)?") ? address : address + version;
    }
}

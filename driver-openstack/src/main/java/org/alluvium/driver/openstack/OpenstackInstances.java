package org.alluvium.driver.openstack;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.alluvium.capability.InstanceFilter;
import org.alluvium.capability.InstanceOperations;
import org.alluvium.capability.InstanceRequest;
import org.alluvium.driver.CloudException;
import org.alluvium.driver.ErrorKind;
import org.alluvium.model.Instance;
import org.alluvium.model.InstanceAction;
import org.jspecify.annotations.Nullable;

/**
 * Nova's servers. How they are shown is in {@link OpenstackInstanceView}, how new ones are asked for in {@link
 * OpenstackLaunch}.
 */
final class OpenstackInstances implements InstanceOperations {
    /** What is read of a port: a quarter of it, and for a list of 300 a third of Neutron's time. */
    private static final String PORT = "fields=id&fields=device_id&fields=security_groups";

    private static final Duration PAUSE = Duration.ofMillis(300);

    private final OpenstackCalls calls;

    OpenstackInstances(OpenstackCalls calls) {
        this.calls = requireNonNull(calls);
    }

    /** The pages of the servers, and once those of the ports and, where a volume is attached, of the volumes. */
    @Override
    public List<Instance> list(InstanceFilter filter) {
        return instances("").stream().filter(filter::admits).toList();
    }

    private List<Instance> instances(String query) {
        List<JsonNode> servers =
                calls.list(OpenstackService.COMPUTE, "ListServers", "/servers/detail" + query, "servers");
        if (servers.isEmpty()) {
            return List.of();
        }
        Optional<Map<String, List<JsonNode>>> ports = ports("/ports?" + PORT);
        Map<String, String> devices =
                servers.stream().allMatch(server -> attached(server).isEmpty()) ? Map.of() : devices();
        return servers.stream().map(server -> view(server, ports, devices::get)).toList();
    }

    @Override
    public Optional<Instance> find(String id) {
        return server(id)
                .flatMap(server -> (attached(server).isEmpty()
                                ? Optional.of(Map.<String, String>of())
                                : attachments(id))
                        .map(devices -> view(server, ports("/ports?device_id=" + id + "&" + PORT), devices::get)));
    }

    /** All that were asked for, or none. Of several, which Nova numbers, only a password that the client chose is told. */
    @Override
    public List<Instance> create(InstanceRequest request) {
        JsonNode made = ask(request);
        if (request.count() > 1) {
            return reserved(made.path("reservation_id").asText(), request.count()).stream()
                    .map(instance -> withPassword(instance, request.password()))
                    .toList();
        }
        String id = made.path("server").path("id").asText();
        Instance instance = find(id).orElseThrow(() -> CloudException.notFound("Instance", id));
        // The one time that Nova tells it
        return List.of(withPassword(instance, OpenstackCalls.text(made.path("server"), "adminPass")));
    }

    private JsonNode ask(InstanceRequest request) {
        try {
            return calls.post(
                    OpenstackService.COMPUTE, "CreateServer", "/servers", new OpenstackLaunch(calls).wish(request));
        } catch (CloudException refused) {
            throw refused.hiding(request.secrets());
        }
    }

    /**
     * The instances of one request. On its way to its host a server is for a moment in none of Nova's lists, so these are
     * waited for, a fifth of the call time-out.
     */
    private List<Instance> reserved(String reservation, int count) {
        long end = System.nanoTime() + calls.briefly().callTimeout().toNanos();
        while (true) {
            List<Instance> there = instances("?reservation_id=" + OpenstackCalls.encode(reservation));
            if (there.size() >= count) {
                return there;
            }
            if (System.nanoTime() > end || Thread.currentThread().isInterrupted()) {
                throw new CloudException(
                        ErrorKind.PROVIDER_TIMEOUT,
                        "Nova makes " + count + " instances and tells " + there.size()
                                + " of them so far; the list will show the others.");
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    private static Instance withPassword(Instance instance, Optional<String> password) {
        return instance.toBuilder()
                .login(new Instance.Login(instance.login().keyName(), Optional.of("root"), password))
                .build();
    }

    @Override
    public Optional<Instance> perform(String id, InstanceAction action) {
        OpenstackCalls.requireId("Instance", id);
        try {
            ask(id, action);
        } catch (CloudException refused) {
            if (refused.kind() == ErrorKind.CONFLICT) {
                throw new CloudException(ErrorKind.NOT_ALLOWED, refused.getMessage(), refused);
            }
            throw refused;
        }
        return find(id);
    }

    private void ask(String id, InstanceAction action) {
        switch (action) {
            case START -> act(id, "StartServer", startOf(id), Optional.empty());
            case STOP -> act(id, "StopServer", "os-stop", Optional.empty());
            // Nova itself makes it hard when the guest does not listen; one in error has nobody who could
            case REBOOT ->
                act(id, "RebootServer", "reboot", Optional.of(Map.of("type", isIn(id, "ERROR") ? "HARD" : "SOFT")));
            case DESTROY -> calls.delete(OpenstackService.COMPUTE, "DeleteServer", "/servers/" + id);
            case CREATE -> throw new IllegalArgumentException("CREATE is no action of an instance");
        }
    }

    /** The way back depends on how it was stopped. */
    private String startOf(String id) {
        return switch (status(id)) {
            case "PAUSED" -> "unpause";
            case "SUSPENDED" -> "resume";
            case "SHELVED", "SHELVED_OFFLOADED" -> "unshelve";
            default -> "os-start";
        };
    }

    private boolean isIn(String id, String status) {
        return status(id).equals(status);
    }

    private String status(String id) {
        return server(id)
                .orElseThrow(() -> CloudException.notFound("Instance", id))
                .path("status")
                .asText();
    }

    private void act(String id, String operation, String action, Optional<Map<String, String>> details) {
        calls.post(
                OpenstackService.COMPUTE,
                operation,
                "/servers/" + id + "/action",
                Map.of(action, details.orElse(Map.of())));
    }

    private Optional<JsonNode> server(String id) {
        return calls.find(OpenstackService.COMPUTE, "GetServer", "/servers/", id, "server");
    }

    private static Instance view(
            JsonNode server, Optional<Map<String, List<JsonNode>>> ports, Function<String, @Nullable String> devices) {
        Map<String, String> volumes = new LinkedHashMap<>();
        for (String volume : attached(server)) {
            volumes.put(volume, Optional.ofNullable(devices.apply(volume)).orElse(""));
        }
        String id = server.path("id").asText();
        return OpenstackInstanceView.instance(server, ports.map(known -> known.getOrDefault(id, List.of())), volumes);
    }

    private static List<String> attached(JsonNode server) {
        List<String> volumes = new ArrayList<>();
        server.path("os-extended-volumes:volumes_attached")
                .forEach(volume -> volumes.add(volume.path("id").asText()));
        return volumes;
    }

    private Optional<Map<String, List<JsonNode>>> ports(String path) {
        return OpenstackAside.ask(calls, OpenstackService.NETWORK, brief -> {
            Map<String, List<JsonNode>> ports = new HashMap<>();
            for (JsonNode port : brief.list(OpenstackService.NETWORK, "ListPorts", path, "ports")) {
                ports.computeIfAbsent(port.path("device_id").asText(), id -> new ArrayList<>())
                        .add(port);
            }
            return ports;
        });
    }

    /** The device of every volume of the project that is in use: of those that wait for nothing there may be thousands. */
    private Map<String, String> devices() {
        return OpenstackAside.ask(calls, OpenstackService.VOLUME, brief -> {
                    Map<String, String> devices = new HashMap<>();
                    for (JsonNode volume : brief.list(
                            OpenstackService.VOLUME, "ListVolumes", "/volumes/detail?status=in-use", "volumes")) {
                        for (JsonNode attachment : volume.path("attachments")) {
                            devices.put(
                                    volume.path("id").asText(),
                                    attachment.path("device").asText());
                        }
                    }
                    return devices;
                })
                .orElse(Map.of());
    }

    /** The devices of a server's volumes; empty when the server has gone since it was seen. */
    private Optional<Map<String, String>> attachments(String id) {
        String path = "/servers/" + id + "/os-volume_attachments";
        return OpenstackCalls.ifThere(() -> calls.get(OpenstackService.COMPUTE, "ListVolumeAttachments", path))
                .map(answer -> {
                    Map<String, String> devices = new HashMap<>();
                    answer.path("volumeAttachments")
                            .forEach(attachment -> devices.put(
                                    attachment.path("volumeId").asText(),
                                    attachment.path("device").asText("")));
                    return devices;
                });
    }
}

package org.alluvium.driver.azure;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.alluvium.capability.InstanceFilter;
import org.alluvium.capability.InstanceOperations;
import org.alluvium.capability.InstanceRequest;
import org.alluvium.driver.CloudException;
import org.alluvium.driver.ErrorKind;
import org.alluvium.model.Instance;
import org.alluvium.model.InstanceAction;
import org.alluvium.model.InstanceState;

/**
 * Virtual machines. How they are shown is in {@link AzureInstanceView}, how they are made in {@link AzureLaunch}. Whatever
 * takes its time is answered when Azure has accepted it.
 */
final class AzureInstances implements InstanceOperations {
    private final AzureArm arm;
    private final AzureResources instances;
    private final AzureResources interfaces;
    private final AzureResources addresses;

    AzureInstances(AzureArm arm) {
        this.arm = requireNonNull(arm);
        this.instances = new AzureResources(arm, AzureType.INSTANCE);
        this.interfaces = new AzureResources(arm, AzureType.NETWORK_INTERFACE);
        this.addresses = new AzureResources(arm, AzureType.ADDRESS);
    }

    /** Costs the pages of four lists, however many instances there are: the instances, their states, interfaces, addresses. */
    @Override
    public List<Instance> list(InstanceFilter filter) {
        List<JsonNode> all = instances.list();
        if (all.isEmpty()) {
            return List.of();
        }
        Map<AzureId, JsonNode> views = new HashMap<>();
        byId(instances.list(Map.of("statusOnly", "true")))
                .forEach((id, node) -> views.put(id, node.path("properties").path("instanceView")));
        Map<AzureId, JsonNode> plugs = byId(interfaces.list());
        Map<AzureId, JsonNode> publics = plugs.isEmpty() ? Map.of() : byId(addresses.list());
        return all.stream()
                .map(one -> AzureInstanceView.instance(
                        one,
                        AzureJson.id(one, "id").map(views::get).orElse(MissingNode.getInstance()),
                        plugs(one).stream()
                                .flatMap(id -> Optional.ofNullable(plugs.get(id)).stream())
                                .map(plug -> joined(plug, publics))
                                .toList()))
                .filter(filter::admits)
                .toList();
    }

    @Override
    public Optional<Instance> find(String id) {
        return instances.find(id, Map.of("$expand", "instanceView")).map(this::whole);
    }

    @Override
    public List<Instance> create(InstanceRequest request) {
        AzureLaunch launch = new AzureLaunch(arm, request);
        Optional<Instance> before = launch.earlier().flatMap(id -> find(id.toString()));
        if (before.isPresent()) {
            return List.of(before.get());
        }
        JsonNode made = launch.start();
        Instance instance = whole(made);
        return List.of(instance.toBuilder()
                .login(new Instance.Login(
                        instance.login().keyName(), instance.login().username(), launch.password()))
                .build());
    }

    @Override
    public Optional<Instance> perform(String id, InstanceAction action) {
        AzureId known = instances.id(id);
        try {
            switch (action) {
                case START -> instances.act(known, "start", Map.of());
                // A machine that is only stopped is paid for
                case STOP -> instances.act(known, "deallocate", Map.of());
                case REBOOT -> instances.act(known, "restart", Map.of());
                case DESTROY -> {
                    return Optional.of(destroy(id, known));
                }
                case CREATE -> throw new IllegalArgumentException("CREATE is no action of an instance");
            }
        } catch (CloudException refused) {
            if (refused.kind() == ErrorKind.CONFLICT) {
                throw new CloudException(ErrorKind.NOT_ALLOWED, refused.getMessage(), refused);
            }
            throw refused;
        }
        return find(id);
    }

    /** Removes a group that was made for the instance and holds nothing else; else the instance, with what it takes along. */
    private Instance destroy(String id, AzureId known) {
        JsonNode instance = instances.require(id);
        AzureGroups groups = new AzureGroups(arm);
        if (groups.isMadeFor(known)) {
            groups.delete(known.group());
        } else {
            instances.delete(known);
        }
        return AzureInstanceView.instance(instance, MissingNode.getInstance(), List.of()).toBuilder()
                .state(InstanceState.STOPPING)
                .actions(List.of())
                .createImage(false)
                .build();
    }

    private Instance whole(JsonNode instance) {
        List<JsonNode> known = new ArrayList<>();
        for (AzureId id : plugs(instance)) {
            interfaces
                    .find(id, Map.of("$expand", "ipConfigurations/publicIPAddress"))
                    .ifPresent(known::add);
        }
        return AzureInstanceView.instance(instance, instance.path("properties").path("instanceView"), known);
    }

    private static List<AzureId> plugs(JsonNode instance) {
        return AzureJson.elements(
                        instance.path("properties").path("networkProfile").path("networkInterfaces"))
                .stream()
                .flatMap(reference -> AzureJson.id(reference, "id").stream())
                .toList();
    }

    private static Map<AzureId, JsonNode> byId(List<JsonNode> nodes) {
        Map<AzureId, JsonNode> byId = new HashMap<>();
        nodes.forEach(node -> AzureJson.id(node, "id").ifPresent(id -> byId.put(id, node)));
        return byId;
    }

    /** A network interface with the documents of its public addresses, as ARM joins them for a single one. */
    private static JsonNode joined(JsonNode plug, Map<AzureId, JsonNode> publics) {
        JsonNode joined = plug.deepCopy();
        for (JsonNode configuration : joined.path("properties").path("ipConfigurations")) {
            if (configuration.path("properties") instanceof ObjectNode properties) {
                AzureJson.id(properties.path("publicIPAddress"), "id")
                        .flatMap(id -> Optional.ofNullable(publics.get(id)))
                        .ifPresent(known -> properties.set("publicIPAddress", known));
            }
        }
        return joined;
    }
}

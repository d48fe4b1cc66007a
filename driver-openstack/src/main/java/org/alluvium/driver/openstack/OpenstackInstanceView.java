package org.alluvium.driver.openstack;

import static org.alluvium.model.StateMachine.Transition.auto;
import static org.alluvium.model.StateMachine.Transition.on;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.alluvium.model.Instance;
import org.alluvium.model.InstanceAction;
import org.alluvium.model.InstanceAddress;
import org.alluvium.model.InstanceState;
import org.alluvium.model.StateMachine;
import org.alluvium.model.StateMachine.State;

/** How one of Nova's servers is shown (contract drivers, openstack). The table of states is in the package's description. */
final class OpenstackInstanceView {
    /** The life of an instance. Nova destroys a server in whatever state it is. */
    static final StateMachine STATES = StateMachine.of(
            State.of(InstanceState.START, on(InstanceAction.CREATE, InstanceState.PENDING)),
            State.of(
                    InstanceState.PENDING,
                    auto(InstanceState.RUNNING),
                    auto(InstanceState.ERROR),
                    on(InstanceAction.DESTROY, InstanceState.FINISH)),
            State.of(
                    InstanceState.RUNNING,
                    on(InstanceAction.REBOOT, InstanceState.RUNNING),
                    on(InstanceAction.STOP, InstanceState.STOPPING),
                    on(InstanceAction.DESTROY, InstanceState.FINISH),
                    auto(InstanceState.ERROR)),
            State.of(
                    InstanceState.STOPPING,
                    auto(InstanceState.STOPPED),
                    on(InstanceAction.DESTROY, InstanceState.FINISH),
                    auto(InstanceState.ERROR)),
            State.of(
                    InstanceState.STOPPED,
                    on(InstanceAction.START, InstanceState.RUNNING),
                    on(InstanceAction.DESTROY, InstanceState.FINISH)),
            State.of(InstanceState.FINISH),
            State.of(
                    InstanceState.ERROR,
                    on(InstanceAction.REBOOT, InstanceState.RUNNING),
                    on(InstanceAction.DESTROY, InstanceState.FINISH)));

    private OpenstackInstanceView() {}

    /**
     * The server as clients see it.
     *
     * @param ports the network's ports that belong to the server; empty where they could not be asked for
     * @param devices under which device each attached volume is, as far as that is known
     */
    static Instance instance(JsonNode server, Optional<List<JsonNode>> ports, Map<String, String> devices) {
        Optional<InstanceState> state = state(server);
        Instance.Builder view = Instance.builder(server.path("id").asText())
                .name(server.path("name").asText())
                .ownerId(server.path("user_id").asText())
                .realmId(text(server, "OS-EXT-AZ:availability_zone").orElse(OpenstackRealms.DEFAULT))
                .launchTime(server.path("created").asText())
                .actions(actions(server, state))
                .publicAddresses(addresses(server, true))
                .privateAddresses(addresses(server, false))
                .volumes(devices)
                .login(new Instance.Login(text(server, "key_name"), Optional.empty(), Optional.empty()))
                .createImage(state.equals(Optional.of(InstanceState.RUNNING))
                        || state.equals(Optional.of(InstanceState.STOPPED)));
        state.ifPresent(view::state);
        if (state.equals(Optional.of(InstanceState.ERROR))) {
            text(server.path("fault"), "message").ifPresent(view::stateReason);
        }
        // One that starts from a volume has no image
        text(server.path("image"), "id").ifPresent(view::imageId);
        text(server.path("flavor"), "id").ifPresent(view::hardwareProfileId);
        ports.ifPresent(known -> {
            Set<String> firewalls = new LinkedHashSet<>();
            known.forEach(port -> port.path("security_groups").forEach(group -> firewalls.add(group.asText())));
            view.firewallIds(List.copyOf(firewalls));
            view.networkInterfaceIds(
                    known.stream().map(port -> port.path("id").asText()).toList());
        });
        return view.build();
    }

    /** The counterpart of Nova's status, or of the task that is about to change it; none for one that Nova does not know. */
    static Optional<InstanceState> state(JsonNode server) {
        String task = server.path("OS-EXT-STS:task_state").asText("");
        return switch (task) {
            case "deleting",
                    "soft-deleting",
                    "powering-off",
                    "suspending",
                    "pausing",
                    "shelving",
                    "shelving_image_pending_upload",
                    "shelving_image_uploading",
                    "shelving_offloading" -> Optional.of(InstanceState.STOPPING);
            case "powering-on", "resuming", "unpausing", "unshelving", "restoring" ->
                Optional.of(InstanceState.PENDING);
            default -> ofStatus(server.path("status").asText().toUpperCase(Locale.ROOT));
        };
    }

    private static Optional<InstanceState> ofStatus(String status) {
        return switch (status) {
            case "BUILD", "REBUILD", "REBOOT", "HARD_REBOOT", "RESIZE", "REVERT_RESIZE" ->
                Optional.of(InstanceState.PENDING);
            case "ACTIVE", "MIGRATING", "PASSWORD", "RESCUE", "VERIFY_RESIZE" -> Optional.of(InstanceState.RUNNING);
            case "SHUTOFF", "PAUSED", "SUSPENDED", "SHELVED", "SHELVED_OFFLOADED" -> Optional.of(InstanceState.STOPPED);
            case "DELETED", "SOFT_DELETED" -> Optional.of(InstanceState.FINISH);
            case "ERROR" -> Optional.of(InstanceState.ERROR);
            default -> Optional.empty();
        };
    }

    private static List<InstanceAction> actions(JsonNode server, Optional<InstanceState> state) {
        return switch (server.path("status").asText()) {
            // Somebody else is at work on it: neither stop nor reboot would be heard
            case "MIGRATING", "PASSWORD", "RESCUE", "VERIFY_RESIZE" -> List.of(InstanceAction.DESTROY);
            default -> state.map(STATES::actions).orElse(List.of(InstanceAction.DESTROY));
        };
    }

    /** Floating addresses are public, and those of a network that is called so. */
    private static List<InstanceAddress> addresses(JsonNode server, boolean wanted) {
        List<InstanceAddress> addresses = new ArrayList<>();
        for (Iterator<Map.Entry<String, JsonNode>> networks =
                        server.path("addresses").fields();
                networks.hasNext(); ) {
            Map.Entry<String, JsonNode> network = networks.next();
            for (JsonNode address : network.getValue()) {
                boolean isPublic = network.getKey().equals("public")
                        || address.path("OS-EXT-IPS:type").asText().equals("floating");
                if (isPublic == wanted) {
                    addresses.add(new InstanceAddress(
                            address.path("version").asInt() == 6
                                    ? InstanceAddress.Type.IPV6
                                    : InstanceAddress.Type.IPV4,
                            address.path("addr").asText()));
                }
            }
        }
        return addresses;
    }

    private static Optional<String> text(JsonNode node, String field) {
        return OpenstackCalls.text(node, field);
    }
}

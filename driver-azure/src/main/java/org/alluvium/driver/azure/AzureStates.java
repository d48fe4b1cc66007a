package org.alluvium.driver.azure;

import static org.alluvium.model.StateMachine.Transition.auto;
import static org.alluvium.model.StateMachine.Transition.on;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import org.alluvium.model.InstanceAction;
import org.alluvium.model.InstanceState;
import org.alluvium.model.StateMachine;
import org.alluvium.model.StateMachine.State;

/** The life of a virtual machine (States and billing status of Azure Virtual Machines). */
final class AzureStates {
    static final StateMachine MACHINE = StateMachine.of(
            State.of(InstanceState.START, on(InstanceAction.CREATE, InstanceState.PENDING)),
            State.of(InstanceState.PENDING, auto(InstanceState.RUNNING)),
            State.of(
                    InstanceState.RUNNING,
                    on(InstanceAction.REBOOT, InstanceState.RUNNING),
                    on(InstanceAction.STOP, InstanceState.STOPPING),
                    on(InstanceAction.DESTROY, InstanceState.FINISH)),
            State.of(InstanceState.STOPPING, auto(InstanceState.STOPPED)),
            State.of(
                    InstanceState.STOPPED,
                    on(InstanceAction.START, InstanceState.PENDING),
                    on(InstanceAction.DESTROY, InstanceState.FINISH)),
            State.of(
                    InstanceState.ERROR,
                    on(InstanceAction.START, InstanceState.PENDING),
                    on(InstanceAction.STOP, InstanceState.STOPPING),
                    on(InstanceAction.DESTROY, InstanceState.FINISH)));

    private AzureStates() {}

    /**
     * The state of an instance: a failed operation shows until another one succeeds, else the power state decides, and
     * where none is told what was last asked of the instance.
     *
     * @param instance its document
     * @param view its instance view; missing where it is not known
     */
    static Optional<InstanceState> of(JsonNode instance, JsonNode view) {
        String provisioning = AzureOperation.provisioningState(instance);
        if (provisioning.equals("Failed") || provisioning.equals("Canceled")) {
            return Optional.of(InstanceState.ERROR);
        }
        if (provisioning.equals("Deleting")) {
            // Not FINISH yet: until it is gone, its disks, firewall and addresses are in use
            return Optional.of(InstanceState.STOPPING);
        }
        String power = power(view);
        return switch (power) {
            case "running" -> Optional.of(InstanceState.RUNNING);
            case "starting", "creating" -> Optional.of(InstanceState.PENDING);
            case "stopping", "deallocating" -> Optional.of(InstanceState.STOPPING);
            case "stopped", "deallocated" -> Optional.of(InstanceState.STOPPED);
            case "" -> Optional.of(provisioning.equals("Succeeded") ? InstanceState.RUNNING : InstanceState.PENDING);
            default -> Optional.empty();
        };
    }

    /** Why the last operation failed, in Azure's words; empty where the instance view tells none. */
    static Optional<String> reason(JsonNode view) {
        return AzureJson.elements(view.path("statuses")).stream()
                .filter(status -> status.path("code").asText().matches("(?i)ProvisioningState/(failed|canceled).*"))
                .flatMap(status -> reasonOf(status).stream())
                .findFirst();
    }

    private static Optional<String> reasonOf(JsonNode status) {
        String[] code = status.path("code").asText().split("/", 3);
        Optional<String> words = AzureJson.text(status, "message").or(() -> AzureJson.text(status, "displayStatus"));
        return words.map(text -> code.length < 3 ? text : text + " (" + code[2] + ")");
    }

    private static String power(JsonNode view) {
        return AzureJson.elements(view.path("statuses")).stream()
                .map(status -> status.path("code").asText())
                .filter(code -> code.startsWith("PowerState/"))
                .map(code -> code.substring("PowerState/".length()))
                .findFirst()
                .orElse("");
    }
}

package org.alluvium.rest.collections.instances;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.alluvium.capability.CommandOperations;
import org.alluvium.capability.CommandRequest;
import org.alluvium.capability.InstanceFilter;
import org.alluvium.capability.InstanceOperations;
import org.alluvium.capability.InstanceRequest;
import org.alluvium.model.CommandOutput;
import org.alluvium.model.Instance;
import org.alluvium.model.InstanceAction;
import org.alluvium.model.InstanceAddress;
import org.alluvium.model.InstanceState;

/** One instance {@code one}, of which little is known; remembers what it was asked for. */
final class FakeInstances implements InstanceOperations, CommandOperations {
    static final Instance ONE = Instance.builder("one")
            .state(InstanceState.RUNNING)
            .actions(List.of(InstanceAction.REBOOT))
            .publicAddresses(List.of(
                    new InstanceAddress(InstanceAddress.Type.VNC, "10.0.0.1", OptionalInt.of(5900)),
                    new InstanceAddress(InstanceAddress.Type.UNAVAILABLE, "")))
            .login(new Instance.Login(Optional.empty(), Optional.of("root"), Optional.of("]]>&")))
            .firewallIds(List.of("a b"))
            .build();

    static final Instance BROKEN = Instance.builder("broken")
            .state(InstanceState.ERROR)
            .stateReason("There is no room <here>.")
            .build();

    final List<InstanceRequest> requests = new ArrayList<>();
    final List<CommandRequest> commands = new ArrayList<>();

    @Override
    public List<Instance> list(InstanceFilter filter) {
        return List.of(ONE);
    }

    @Override
    public Optional<Instance> find(String id) {
        return Stream.of(ONE, BROKEN).filter(one -> one.id().equals(id)).findFirst();
    }

    @Override
    public List<Instance> create(InstanceRequest request) {
        requests.add(request);
        List<Instance> created = new ArrayList<>();
        for (int i = 0; i < request.count(); i++) {
            created.add(ONE);
        }
        return created;
    }

    @Override
    public Optional<Instance> perform(String id, InstanceAction action) {
        return Optional.empty();
    }

    @Override
    public CommandOutput run(String instanceId, CommandRequest request) {
        commands.add(request);
        return new CommandOutput(instanceId, "10.0.0.1", request.command(), "<done>\n");
    }
}

package org.alluvium.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.alluvium.capability.CommandOperations;
import org.alluvium.capability.CommandRequest;
import org.alluvium.capability.InstanceOperations;
import org.alluvium.driver.ErrorKind;
import org.alluvium.model.CommandOutput;
import org.alluvium.model.Instance;
import org.alluvium.model.InstanceAction;
import org.alluvium.model.InstanceAddress;
import org.alluvium.model.InstanceState;
import org.alluvium.testkit.Secrets.Told;
import org.junit.jupiter.api.Test;

/** Commands on instances. */
public interface CommandContract extends InstanceContract {
    @Test
    default void aCommandOnAnUnknownInstanceIsNotFound() {
        declared(CommandOperations.class)
                .ifPresent(commands -> assertFails(
                        () -> commands.run(
                                "nosuch",
                                new CommandRequest("id", Optional.empty(), Optional.empty(), Optional.empty(), 22)),
                        ErrorKind.NOT_FOUND));
    }

    @Test
    default void aCommandRunsOnAnInstanceThatRunsAndTellsNoSecret() throws Exception {
        Optional<CommandOperations> declared = declared(CommandOperations.class);
        if (declared.isEmpty()) {
            return;
        }
        KnownCommand known = knownCommand();
        InstanceOperations instances = declared(InstanceOperations.class).orElseThrow();
        Instance instance = startInstance(instances);
        List<CommandOutput> outputs = new ArrayList<>();
        CommandRequest intruder = new CommandRequest(
                known.request().command(),
                known.request().privateKey().map(key -> newName()),
                known.request().password().map(password -> newName()),
                known.request().ip(),
                known.request().port());
        Told told = Secrets.told(() -> {
            outputs.add(declared.get().run(instance.id(), known.request()));
            return List.of(
                    known.request(),
                    outputs,
                    intruder,
                    Secrets.outcome(() -> declared.get().run(instance.id(), intruder)));
        });
        CommandOutput output = outputs.get(0);
        assertThat(output.instanceId()).isEqualTo(instance.id());
        assertThat(output.command()).isEqualTo(known.request().command());
        assertThat(output.output()).contains(known.output());
        Instance now = instances.find(instance.id()).orElseThrow();
        assertThat(Stream.concat(now.publicAddresses().stream(), now.privateAddresses().stream()))
                .extracting(InstanceAddress::address)
                .contains(output.publicAddress());
        known.request().password().ifPresent(password -> told.assertHides(List.of(password)));
        known.request().privateKey().ifPresent(key -> told.assertHides(Secrets.lines(key)));
        Stream.of(intruder.password(), intruder.privateKey())
                .flatMap(Optional::stream)
                .forEach(secret -> told.assertHides(List.of(secret)));
        destroy(instances, instance.id());
    }

    @Test
    default void aCommandOnAStoppedInstanceIsNotAllowed() {
        declared(CommandOperations.class).ifPresent(commands -> {
            KnownCommand known = knownCommand();
            InstanceOperations instances = declared(InstanceOperations.class).orElseThrow();
            Instance instance = startInstance(instances);
            instances.perform(instance.id(), InstanceAction.STOP);
            awaitState(instances, instance.id(), InstanceState.STOPPED);
            assertFails(() -> commands.run(instance.id(), known.request()), ErrorKind.NOT_ALLOWED, ErrorKind.CONFLICT);
            instances.perform(instance.id(), InstanceAction.START);
            awaitState(instances, instance.id(), InstanceState.RUNNING);
            destroy(instances, instance.id());
        });
    }

    private KnownCommand knownCommand() {
        return fixture()
                .command()
                .orElseGet(() -> abort("not examined: the fixture tells no command that instances run"));
    }
}

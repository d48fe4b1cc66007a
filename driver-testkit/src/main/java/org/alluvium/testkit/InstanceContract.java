package org.alluvium.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.alluvium.capability.InstanceFilter;
import org.alluvium.capability.InstanceOperations;
import org.alluvium.capability.InstanceRequest;
import org.alluvium.driver.ErrorKind;
import org.alluvium.model.Instance;
import org.alluvium.model.InstanceAction;
import org.alluvium.model.InstanceState;
import org.alluvium.model.StateMachine;
import org.junit.jupiter.api.Test;

/** The life of instances. */
public interface InstanceContract extends Contract {
    @Test
    default void anInstanceLivesAsTheStateMachineSays() {
        declared(InstanceOperations.class).ifPresent(instances -> {
            StateMachine machine = fixture().driver().info().stateMachine().orElseThrow();
            Instance made = instances
                    .create(InstanceRequest.builder(fixture().imageId()).build())
                    .get(0);
            String id = made.id();
            assertThat(made.imageId()).contains(fixture().imageId());
            Instance running = awaitState(instances, id, InstanceState.RUNNING);
            assertThat(running.actions()).containsExactlyElementsOf(machine.actions(InstanceState.RUNNING));
            assertThat(instances.list(InstanceFilter.ALL))
                    .extracting(Instance::id)
                    .contains(id);
            instances.perform(id, InstanceAction.STOP);
            Instance stopped = awaitState(instances, id, InstanceState.STOPPED);
            assertThat(stopped.actions()).containsExactlyElementsOf(machine.actions(InstanceState.STOPPED));
            instances.perform(id, InstanceAction.START);
            awaitState(instances, id, InstanceState.RUNNING);
            if (machine.actions(InstanceState.RUNNING).contains(InstanceAction.REBOOT)) {
                instances.perform(id, InstanceAction.REBOOT);
                awaitState(instances, id, InstanceState.RUNNING);
            }
            destroy(instances, id);
        });
    }

    @Test
    default void instancesAreFilteredByStateAndRealm() {
        declared(InstanceOperations.class).ifPresent(instances -> {
            Instance running = startInstance(instances);
            String realm = running.realmId().orElseThrow();
            for (InstanceState state : List.of(InstanceState.RUNNING, InstanceState.STOPPED)) {
                InstanceFilter filter =
                        new InstanceFilter(Optional.of(state.name().toLowerCase(Locale.ROOT)), Optional.empty());
                assertThat(instances.list(filter))
                        .allSatisfy(i -> assertThat(i.state()).contains(state))
                        .extracting(Instance::id)
                        .filteredOn(running.id()::equals)
                        .hasSize(state == InstanceState.RUNNING ? 1 : 0);
            }
            assertThat(instances.list(new InstanceFilter(Optional.empty(), Optional.of(realm))))
                    .allSatisfy(i -> assertThat(i.realmId()).contains(realm))
                    .extracting(Instance::id)
                    .contains(running.id());
            assertThat(instances.list(new InstanceFilter(Optional.empty(), Optional.of("nosuch"))))
                    .isEmpty();
            destroy(instances, running.id());
        });
    }

    @Test
    default void instancesThatAreNotThereAreNotFound() {
        declared(InstanceOperations.class).ifPresent(instances -> {
            // Those that are about to vanish may do so between the two
            List<Instance> staying = instances.list(InstanceFilter.ALL).stream()
                    .filter(instance -> !instance.state().equals(Optional.of(InstanceState.FINISH)))
                    .toList();
            assertListAndFindAgree(staying, Instance::id, instances::find);
            for (String id : UNKNOWN_IDS) {
                for (InstanceAction action :
                        List.of(InstanceAction.STOP, InstanceAction.START, InstanceAction.DESTROY)) {
                    assertFails(() -> instances.perform(id, action), ErrorKind.NOT_FOUND);
                }
            }
        });
    }

    @Test
    default void anInstanceOfAnUnknownHardwareProfileIsInvalid() {
        declared(InstanceOperations.class)
                .ifPresent(instances -> assertFails(
                        () -> instances.create(InstanceRequest.builder(fixture().imageId())
                                .hardwareProfileId(Optional.of("nosuch"))
                                .build()),
                        ErrorKind.INVALID));
    }

    /** An instance that runs. */
    default Instance startInstance(InstanceOperations instances) {
        String id = instances
                .create(InstanceRequest.builder(fixture().imageId()).build())
                .get(0)
                .id();
        return awaitState(instances, id, InstanceState.RUNNING);
    }

    /** Destroys a running instance, over STOPPED where the cloud wants that, and waits until it is gone. */
    default void destroy(InstanceOperations instances, String id) {
        StateMachine machine = fixture().driver().info().stateMachine().orElseThrow();
        if (!machine.actions(InstanceState.RUNNING).contains(InstanceAction.DESTROY)) {
            instances.perform(id, InstanceAction.STOP);
            awaitState(instances, id, InstanceState.STOPPED);
        }
        instances.perform(id, InstanceAction.DESTROY);
        await("the end of instance " + id, () -> {
            Optional<Instance> rest = instances.find(id);
            boolean gone = rest.isEmpty() || rest.get().state().equals(Optional.of(InstanceState.FINISH));
            return gone ? Optional.of(id) : Optional.empty();
        });
    }

    /** The instance, once it is in that state. */
    default Instance awaitState(InstanceOperations instances, String id, InstanceState state) {
        return await(
                "instance " + id + " to be " + state,
                () -> instances.find(id).filter(i -> i.state().equals(Optional.of(state))));
    }
}

package org.alluvium.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.alluvium.capability.InstanceOperations;
import org.alluvium.capability.InstanceRequest;
import org.alluvium.capability.LoadBalancerOperations;
import org.alluvium.capability.SnapshotOperations;
import org.alluvium.capability.VolumeOperations;
import org.alluvium.driver.CloudException;
import org.alluvium.driver.ErrorKind;
import org.alluvium.driver.Feature;
import org.alluvium.driver.Features;
import org.alluvium.model.Instance;
import org.alluvium.model.InstanceState;
import org.alluvium.model.LoadBalancer;
import org.alluvium.model.LoadBalancer.Listener;
import org.alluvium.model.Volume;
import org.alluvium.model.Volume.Attachment;
import org.alluvium.registry.Conformance.State;
import org.junit.jupiter.api.Test;

/**
 * What an instance is brought together with when it is made: a snapshot's copy, a load balancer, a disk image, a sandbox. Where
 * the driver does not declare one of these, a wish for it is ignored.
 */
public interface LaunchContract extends VolumeContract, ParameterContract {
    /** Those that this contract proves. */
    List<Feature> FEATURES = List.of(
            Features.INSTANCE_ATTACH_SNAPSHOT,
            Features.INSTANCE_REGISTER_TO_LOAD_BALANCER,
            Features.INSTANCE_USER_ISO,
            Features.INSTANCE_SANDBOXING);

    @Test
    default void anInstanceHasACopyOfTheSnapshotItWasMadeWith() {
        if (!has(Features.INSTANCE_ATTACH_SNAPSHOT)) {
            return;
        }
        declared(InstanceOperations.class).ifPresent(instances -> {
            VolumeOperations volumes = needed(VolumeOperations.class);
            SnapshotOperations snapshots = needed(SnapshotOperations.class);
            // Not the size that volumes have by themselves, by which the copy is known
            Volume original = newVolume(volumes, "2", Optional.empty());
            String snapshot = newSnapshot(snapshots, original).id();
            String id = instances
                    .create(InstanceRequest.builder(fixture().imageId())
                            .snapshot(
                                    Optional.of(snapshot), Optional.of(fixture().device()))
                            .build())
                    .get(0)
                    .id();
            awaitState(instances, id, InstanceState.RUNNING);
            String copy = await(
                    "a volume at " + fixture().device() + " of instance " + id,
                    () -> instances.find(id).flatMap(this::volumeAtTheDevice));
            Volume seen = volumes.find(copy).orElseThrow();
            assertThat(seen.attachment().map(Attachment::instanceId)).contains(id);
            assertThat(seen.capacity()).as("the size of the copy").isEqualTo(original.capacity());
            assertThat(copy).isNotEqualTo(original.id());
            CapabilityMatrix.shows(Features.INSTANCE_ATTACH_SNAPSHOT, State.PROVEN);
            destroy(instances, id);
            discard(volumes, copy);
            snapshots.destroy(snapshot);
            awaitEnd(snapshots, snapshot);
            volumes.destroy(original.id());
            awaitEnd(volumes, original.id());
        });
    }

    @Test
    default void anInstanceIsRegisteredWithTheLoadBalancerItWasMadeWith() {
        if (!has(Features.INSTANCE_REGISTER_TO_LOAD_BALANCER)) {
            return;
        }
        declared(InstanceOperations.class).ifPresent(instances -> {
            LoadBalancerOperations balancers = needed(LoadBalancerOperations.class);
            Instance other = startInstance(instances);
            Optional<String> realm = other.realmId();
            String balancer = balancers
                    .create(newName(), realm.orElseThrow(), new Listener("HTTP", "80", "8080"))
                    .id();
            String id = instances
                    .create(InstanceRequest.builder(fixture().imageId())
                            .realmId(realm)
                            .loadBalancerId(Optional.of(balancer))
                            .build())
                    .get(0)
                    .id();
            awaitState(instances, id, InstanceState.RUNNING);
            LoadBalancer seen = await(
                    "instance " + id + " to be registered",
                    () -> balancers
                            .find(balancer)
                            .filter(found -> !found.instanceIds().isEmpty()));
            assertThat(seen.instanceIds()).containsExactly(id);
            CapabilityMatrix.shows(Features.INSTANCE_REGISTER_TO_LOAD_BALANCER, State.PROVEN);
            balancers.unregister(balancer, id);
            balancers.destroy(balancer);
            destroy(instances, id);
            destroy(instances, other.id());
        });
    }

    @Test
    default void anInstanceHasTheDiskImageItWasMadeWith() {
        byte[] image = DiskImage.named(newName().toUpperCase(Locale.ROOT));
        String kept = Base64.getEncoder().encodeToString(image);
        examineSent(Features.INSTANCE_USER_ISO, request -> request.userIso(Optional.of(image)), kept, kept);
    }

    @Test
    default void anInstanceIsTheSandboxThatWasAskedFor() {
        examineSent(Features.INSTANCE_SANDBOXING, request -> request.sandbox(Optional.of("true")), "true");
    }

    /** As clients are used to (contract 01, section 7). */
    @Test
    default void aWishForWhatTheDriverDoesNotDeclareIsIgnored() {
        if (FEATURES.stream().allMatch(this::has)) {
            return;
        }
        declared(InstanceOperations.class).ifPresent(instances -> {
            InstanceRequest.Builder request = InstanceRequest.builder(fixture().imageId());
            without(
                    Features.INSTANCE_ATTACH_SNAPSHOT,
                    () -> request.snapshot(
                            Optional.of("nosuch"), Optional.of(fixture().device())));
            without(Features.INSTANCE_REGISTER_TO_LOAD_BALANCER, () -> request.loadBalancerId(Optional.of("nosuch")));
            without(Features.INSTANCE_USER_ISO, () -> request.userIso(Optional.of(DiskImage.named("KIT"))));
            without(Features.INSTANCE_SANDBOXING, () -> request.sandbox(Optional.of("true")));
            String id = instances.create(request.build()).get(0).id();
            assertThat(volumeAtTheDevice(awaitState(instances, id, InstanceState.RUNNING)))
                    .isEmpty();
            destroy(instances, id);
        });
    }

    private void without(Feature feature, Runnable wish) {
        if (!has(feature)) {
            wish.run();
        }
    }

    private <T> T needed(Class<T> capability) {
        return declared(capability)
                .orElseGet(() -> abort("not examined: it is looked for with " + capability.getSimpleName()
                        + ", which these credentials do not open"));
    }

    /** The id of the volume that the instance has under the fixture's device name. */
    private Optional<String> volumeAtTheDevice(Instance instance) {
        return instance.volumes().entrySet().stream()
                .filter(volume -> volume.getValue().equals(fixture().device()))
                .map(volume -> volume.getKey())
                .findFirst();
    }

    /** Destroys a volume whose instance is gone, unless it went with the instance. */
    private void discard(VolumeOperations volumes, String id) {
        await("the release of volume " + id, () -> {
            boolean attached = volumes.find(id).flatMap(Volume::attachment).isPresent();
            return attached ? Optional.empty() : Optional.of(id);
        });
        try {
            volumes.destroy(id);
        } catch (CloudException gone) {
            if (gone.kind() != ErrorKind.NOT_FOUND) {
                throw gone;
            }
        }
        awaitEnd(volumes, id);
    }
}

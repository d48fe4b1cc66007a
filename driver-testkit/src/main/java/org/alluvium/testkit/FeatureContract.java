package org.alluvium.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.alluvium.capability.FirewallOperations;
import org.alluvium.capability.ImageFilter;
import org.alluvium.capability.ImageOperations;
import org.alluvium.capability.InstanceFilter;
import org.alluvium.capability.InstanceOperations;
import org.alluvium.capability.InstanceRequest;
import org.alluvium.capability.KeyOperations;
import org.alluvium.capability.VolumeOperations;
import org.alluvium.capability.VolumeRequest;
import org.alluvium.driver.Features;
import org.alluvium.model.Firewall;
import org.alluvium.model.Image;
import org.alluvium.model.Instance;
import org.alluvium.model.InstanceState;
import org.alluvium.model.Key;
import org.alluvium.model.Volume;
import org.alluvium.registry.Conformance.State;
import org.junit.jupiter.api.Test;

/**
 * The parameters that a driver's features add: each is sent, and its effect looked for where the API shows it. Those that bring
 * an instance together with something else are in {@link LaunchContract}, those that no answer shows in {@link ParameterContract}.
 */
public interface FeatureContract extends ParameterContract {
    @Test
    default void anInstanceHasTheNameItWasMadeWith() {
        if (!has(Features.INSTANCE_USER_NAME)) {
            return;
        }
        declared(InstanceOperations.class).ifPresent(instances -> {
            String name = newName();
            Instance made = instances
                    .create(InstanceRequest.builder(fixture().imageId())
                            .name(Optional.of(name))
                            .build())
                    .get(0);
            assertThat(awaitState(instances, made.id(), InstanceState.RUNNING).name())
                    .contains(name);
            CapabilityMatrix.shows(Features.INSTANCE_USER_NAME, State.PROVEN);
            destroy(instances, made.id());
        });
    }

    @Test
    default void anInstanceHasTheKeyItWasMadeWith() {
        if (!has(Features.INSTANCE_AUTHENTICATION_KEY)) {
            return;
        }
        declared(InstanceOperations.class)
                .ifPresent(instances -> declared(KeyOperations.class).ifPresent(keys -> {
                    Key key = keys.create(newName(), Optional.empty());
                    Instance made = instances
                            .create(InstanceRequest.builder(fixture().imageId())
                                    .keyName(Optional.of(key.id()))
                                    .build())
                            .get(0);
                    Instance running = awaitState(instances, made.id(), InstanceState.RUNNING);
                    assertThat(running.login().keyName()).contains(key.id());
                    CapabilityMatrix.shows(Features.INSTANCE_AUTHENTICATION_KEY, State.PROVEN);
                    destroy(instances, made.id());
                    keys.destroy(key.id());
                }));
    }

    @Test
    default void anInstanceIsGuardedByTheFirewallItWasMadeWith() {
        if (!has(Features.INSTANCE_FIREWALLS)) {
            return;
        }
        declared(InstanceOperations.class)
                .ifPresent(instances -> declared(FirewallOperations.class).ifPresent(firewalls -> {
                    Firewall firewall = firewalls.create(newName(), "made by the kit");
                    Instance made = instances
                            .create(InstanceRequest.builder(fixture().imageId())
                                    .firewallIds(List.of(firewall.id()))
                                    .build())
                            .get(0);
                    Instance running = awaitState(instances, made.id(), InstanceState.RUNNING);
                    assertThat(running.firewallIds().orElse(List.of())).containsExactly(firewall.id());
                    CapabilityMatrix.shows(Features.INSTANCE_FIREWALLS, State.PROVEN);
                    destroy(instances, made.id());
                    await("the end of firewall " + firewall.id(), () -> {
                        firewalls.destroy(firewall.id());
                        return Optional.of(firewall);
                    });
                }));
    }

    @Test
    default void asManyInstancesAreMadeAsAreAskedFor() {
        if (!has(Features.INSTANCE_COUNT)) {
            return;
        }
        declared(InstanceOperations.class).ifPresent(instances -> {
            List<Instance> made = instances.create(
                    InstanceRequest.builder(fixture().imageId()).count(2).build());
            assertThat(made).extracting(Instance::id).hasSize(2).doesNotHaveDuplicates();
            CapabilityMatrix.shows(Features.INSTANCE_COUNT, State.PROVEN);
            made.forEach(instance -> {
                awaitState(instances, instance.id(), InstanceState.RUNNING);
                destroy(instances, instance.id());
            });
        });
    }

    @Test
    default void instancesAreFilteredByRealm() {
        if (!has(Features.INSTANCE_REALM_FILTER)) {
            return;
        }
        declared(InstanceOperations.class).ifPresent(instances -> {
            Instance instance = startInstance(instances);
            String realm = instance.realmId().orElseThrow();
            assertThat(instances.list(new InstanceFilter(Optional.empty(), Optional.of(realm))))
                    .extracting(Instance::id)
                    .contains(instance.id());
            assertThat(instances.list(new InstanceFilter(Optional.empty(), Optional.of("nosuch"))))
                    .isEmpty();
            CapabilityMatrix.shows(Features.INSTANCE_REALM_FILTER, State.PROVEN);
            destroy(instances, instance.id());
        });
    }

    @Test
    default void anImageIsFoundAmongThoseOfItsOwner() {
        if (!has(Features.IMAGE_OWNER_ID)) {
            return;
        }
        declared(ImageOperations.class).ifPresent(images -> {
            Optional<String> owner = images.find(fixture().imageId()).flatMap(Image::ownerId);
            if (owner.isPresent()) {
                assertThat(images.list(new ImageFilter(owner, Optional.empty())))
                        .extracting(Image::id)
                        .contains(fixture().imageId());
                CapabilityMatrix.shows(Features.IMAGE_OWNER_ID, State.PROVEN);
            }
        });
    }

    @Test
    default void anImageHasTheNameAndDescriptionItWasMadeWith() {
        if (!has(Features.IMAGE_NAME) && !has(Features.IMAGE_DESCRIPTION)) {
            return;
        }
        declared(ImageOperations.class)
                .ifPresent(images -> declared(InstanceOperations.class).ifPresent(instances -> {
                    Instance instance = startInstance(instances);
                    String name = newName();
                    String description = newName();
                    List<Image> made = new ArrayList<>();
                    List<ProxiedRequest> asked = asked(
                            () -> made.add(images.create(instance.id(), Optional.of(name), Optional.of(description))));
                    String id = made.get(0).id();
                    Image image = await("image " + id, () -> images.find(id));
                    if (has(Features.IMAGE_NAME)) {
                        assertThat(image.name()).contains(name);
                        CapabilityMatrix.shows(Features.IMAGE_NAME, State.PROVEN);
                    }
                    if (image.description().equals(Optional.of(description))) {
                        CapabilityMatrix.shows(Features.IMAGE_DESCRIPTION, State.PROVEN);
                    } else if (has(Features.IMAGE_DESCRIPTION)
                            && fixture().proxy().isPresent()) {
                        assertSent(Features.IMAGE_DESCRIPTION, asked, description);
                    }
                    images.destroy(id);
                    destroy(instances, instance.id());
                }));
    }

    @Test
    default void aKeyIsImported() {
        if (!has(Features.KEY_IMPORT)) {
            return;
        }
        declared(KeyOperations.class).ifPresent(keys -> {
            String name = newName();
            Key made = keys.create(name, Optional.of(SshKey.newPublicKey()));
            assertThat(made.name()).isEqualTo(name);
            if (made.credential() instanceof Key.KeyPair pair) {
                assertThat(pair.pem()).as("a private half that nobody made").isEmpty();
            }
            assertThat(keys.find(made.id()).map(Key::id)).contains(made.id());
            CapabilityMatrix.shows(Features.KEY_IMPORT, State.PROVEN);
            keys.destroy(made.id());
        });
    }

    @Test
    default void aVolumeHasTheNameAndDescriptionItWasMadeWith() {
        if (!has(Features.VOLUME_NAME) && !has(Features.VOLUME_DESCRIPTION)) {
            return;
        }
        declared(VolumeOperations.class).ifPresent(volumes -> {
            String name = newName();
            Volume made = volumes.create(new VolumeRequest(
                    Optional.of("1"),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.of(name),
                    Optional.of("made by the kit")));
            Volume volume = await(
                    "volume " + made.id(),
                    () -> volumes.find(made.id()).filter(v -> v.state().equals(Optional.of("AVAILABLE"))));
            if (has(Features.VOLUME_NAME)) {
                assertThat(volume.name()).contains(name);
                CapabilityMatrix.shows(Features.VOLUME_NAME, State.PROVEN);
            }
            if (has(Features.VOLUME_DESCRIPTION)) {
                assertThat(volume.description()).contains("made by the kit");
                CapabilityMatrix.shows(Features.VOLUME_DESCRIPTION, State.PROVEN);
            }
            volumes.destroy(made.id());
        });
    }
}

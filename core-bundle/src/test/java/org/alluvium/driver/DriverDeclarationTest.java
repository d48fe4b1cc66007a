package org.alluvium.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.alluvium.capability.BlobOperations;
import org.alluvium.capability.KeyOperations;
import org.alluvium.capability.RealmOperations;
import org.alluvium.model.InstanceAction;
import org.alluvium.model.InstanceState;
import org.alluvium.model.StateMachine;
import org.alluvium.model.StateMachine.State;
import org.alluvium.model.StateMachine.Transition;
import org.junit.jupiter.api.Test;

class DriverDeclarationTest {
    @Test
    void aDeclarationHoldsTheMethodsOfTheCapabilitiesAndTheParametersOfTheFeatures() {
        DriverDeclaration declared = DriverDeclaration.of(
                info(Set.of(RealmOperations.class, BlobOperations.class), Features.INSTANCE_ATTACH_SNAPSHOT));

        assertThat(declared.collections()).containsExactly("buckets", "drivers", "realms");
        assertThat(declared.operations())
                .contains("realm.list", "realm.find", "blob.read")
                .doesNotContain("blob.Slice");
        assertThat(declared.features()).containsExactly("instances.attach_snapshot");
        assertThat(declared.parameters())
                .containsExactly("instances.create.device_name", "instances.create.snapshot_id");
    }

    @Test
    void whatCanBeAskedOfInstancesIsAnOperation() {
        StateMachine states = StateMachine.of(
                State.of(InstanceState.START, Transition.on(InstanceAction.CREATE, InstanceState.RUNNING)),
                State.of(
                        InstanceState.RUNNING,
                        Transition.auto(InstanceState.FINISH),
                        Transition.on(InstanceAction.REBOOT, InstanceState.RUNNING)));
        DriverInfo info = new DriverInfo(
                "a",
                "A",
                "1.0.0",
                List.of(),
                Set.of(),
                Set.of(),
                List.of(),
                Optional.of(states),
                new DriverInfo.CredentialLabels("user", "password"));

        assertThat(DriverDeclaration.of(info).operations()).containsExactly("instance.reboot");
        assertThat(DriverDeclaration.of(info).collections()).containsExactly("drivers", "instance_states");
    }

    @Test
    void whatIsWrittenIntoTheManifestIsReadAgain() {
        DriverDeclaration declared =
                DriverDeclaration.of(info(Set.of(RealmOperations.class), Features.INSTANCE_USER_DATA));
        Map<String, String> headers = declared.headers();

        assertThat(headers)
                .containsEntry("Alluvium-Driver", "a")
                .containsEntry("Alluvium-Collections", "drivers,realms");
        assertThat(DriverDeclaration.read(name -> Optional.ofNullable(headers.get(name))))
                .contains(declared);
    }

    @Test
    void aDriverWithoutFeaturesLeavesTheirHeadersOut() {
        DriverDeclaration declared = DriverDeclaration.of(info(Set.of(RealmOperations.class)));

        assertThat(declared.headers()).doesNotContainKeys("Alluvium-Features", "Alluvium-Parameters");
        assertThat(DriverDeclaration.read(
                        name -> Optional.ofNullable(declared.headers().get(name))))
                .contains(declared);
    }

    @Test
    void aBundleThatDeclaresNothingIsReadAsNothing() {
        assertThat(DriverDeclaration.read(name -> Optional.empty())).isEmpty();
    }

    @Test
    void whatOneHasBeyondAnotherIsToldInWords() {
        DriverDeclaration less = DriverDeclaration.of(info(Set.of(RealmOperations.class)));
        DriverDeclaration more = DriverDeclaration.of(
                info(Set.of(RealmOperations.class, KeyOperations.class), Features.INSTANCE_USER_DATA));

        assertThat(more.beyond(less))
                .contains(
                        "collection keys",
                        "operation key.list",
                        "feature instances.user_data",
                        "parameter instances.create.user_data");
        assertThat(less.beyond(more)).isEmpty();
    }

    @Test
    void aFeatureWhoseNameWouldBreakTheManifestIsRefused() {
        Feature odd = new Feature("instances", "a,b", "create");

        assertThatThrownBy(() -> DriverDeclaration.of(info(Set.of(RealmOperations.class), odd)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("'instances.a,b' is no word for a manifest");
    }

    private static DriverInfo info(Set<Class<?>> capabilities, Feature... features) {
        return new DriverInfo(
                "a",
                "A",
                "1.0.0",
                List.of(),
                capabilities,
                Set.of(),
                List.of(features),
                Optional.empty(),
                new DriverInfo.CredentialLabels("user", "password"));
    }
}

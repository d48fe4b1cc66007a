package org.alluvium.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.alluvium.capability.CommandOperations;
import org.alluvium.capability.InstanceOperations;
import org.alluvium.capability.InstanceRequest;
import org.alluvium.capability.RealmOperations;
import org.alluvium.model.Instance;
import org.alluvium.model.InstanceState;
import org.alluvium.model.Key;
import org.alluvium.model.StateMachine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DriverInfoTest {
    private static final Feature OWN = new Feature("instances", "own", "create");

    @Test
    void featuresAreInTheOrderOfTheCatalogueAndUnknownOnesLast() {
        DriverInfo info = info(
                "a", Set.of(), List.of(OWN, Features.KEY_IMPORT, Features.INSTANCE_USER_NAME, Features.IMAGE_OWNER_ID));

        assertThat(info.features())
                .containsExactly(Features.IMAGE_OWNER_ID, Features.INSTANCE_USER_NAME, Features.KEY_IMPORT, OWN);
    }

    @Test
    void aFeatureIsFoundByItsNameWhateverItsConstraints() {
        DriverInfo info = info("a", Set.of(), List.of(Features.INSTANCE_USER_NAME.constrained("max_length", "50")));

        assertThat(info.hasFeature(Features.INSTANCE_USER_NAME)).isTrue();
        assertThat(info.hasFeature(Features.VOLUME_NAME)).isFalse();
        assertThat(info.features().get(0).constraints()).containsOnly(Map.entry("max_length", "50"));
    }

    @Test
    void collectionsAreInAlphabeticalOrderWithTheStaticOnes() {
        DriverInfo info =
                info("a", Set.of(RealmOperations.class, InstanceOperations.class, CommandOperations.class), List.of());

        assertThat(info.collections()).containsExactly("drivers", "instance_states", "instances", "realms");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "EC2", "a b", "-a", "a/b", "ü", "a\n"})
    void anIdThatClientsCannotWriteIsRefused(String id) {
        assertThatThrownBy(() -> info(id, Set.of(), List.of())).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void whatIsPublicHasToBeDeclared() {
        assertThatThrownBy(() -> new DriverInfo(
                        "a",
                        "A",
                        "1",
                        List.of(),
                        Set.of(),
                        Set.of(RealmOperations.class),
                        List.of(),
                        Optional.empty(),
                        new DriverInfo.CredentialLabels("u", "p")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void noSecretIsPrinted() {
        String secret = "hunter2";

        assertThat(List.<Object>of(
                        new Credentials(secret, secret),
                        new Key("k", "k", Optional.empty(), new Key.Password("u", secret)),
                        new Key("k", "k", Optional.empty(), new Key.KeyPair(Optional.empty(), Optional.of(secret))),
                        Instance.builder("i")
                                .login(new Instance.Login(Optional.empty(), Optional.empty(), Optional.of(secret)))
                                .build(),
                        InstanceRequest.builder("img")
                                .password(Optional.of(secret))
                                .parameters(Map.of("password", secret))
                                .build()))
                .allSatisfy(value -> assertThat(value.toString()).doesNotContain(secret));
    }

    @Test
    void aMissingThingIsNamed() {
        CloudException missing = CloudException.notFound("Instance", "x");

        assertThat(missing.kind()).isEqualTo(ErrorKind.NOT_FOUND);
        assertThat(missing).hasMessage("Instance 'x' does not exist.");
        assertThat(missing.retryAfter()).isEmpty();
    }

    @Test
    void callsAreCountedByDriverAndOperation() {
        BackendCalls calls = new BackendCalls();
        calls.record("ec2", "RunInstances", Duration.ofMillis(2), false);
        calls.record("ec2", "RunInstances", Duration.ofMillis(3), true);
        calls.record("ec2", "DescribeImages", Duration.ofMillis(1), false);

        assertThat(calls.totals())
                .containsExactlyInAnyOrder(
                        new BackendCalls.Total("ec2", "RunInstances", 2, 1, Duration.ofMillis(5)),
                        new BackendCalls.Total("ec2", "DescribeImages", 1, 0, Duration.ofMillis(1)));
    }

    private static DriverInfo info(String id, Set<Class<?>> capabilities, List<Feature> features) {
        return new DriverInfo(
                id,
                id,
                "1.0.0",
                List.of(),
                capabilities,
                Set.of(),
                features,
                capabilities.contains(InstanceOperations.class)
                        ? Optional.of(StateMachine.of(StateMachine.State.of(InstanceState.RUNNING)))
                        : Optional.empty(),
                new DriverInfo.CredentialLabels("u", "p"));
    }
}

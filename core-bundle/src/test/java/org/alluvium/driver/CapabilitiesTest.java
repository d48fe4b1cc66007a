package org.alluvium.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import java.util.Optional;
import org.alluvium.capability.CommandOperations;
import org.alluvium.capability.CommandRequest;
import org.alluvium.capability.MetricOperations;
import org.alluvium.capability.RealmOperations;
import org.alluvium.model.CommandOutput;
import org.alluvium.model.Realm;
import org.junit.jupiter.api.Test;

class CapabilitiesTest {
    private final Realms realms = new Realms();

    @Test
    void whatAnObjectImplementsIsWhatItDeclares() {
        Capabilities capabilities = Capabilities.of(realms);

        assertThat(capabilities.types()).containsExactly(RealmOperations.class);
        assertThat(capabilities.find(RealmOperations.class)).containsSame(realms);
        assertThat(capabilities.find(MetricOperations.class)).isEmpty();
    }

    @Test
    void oneObjectMayDeclareSeveralAlsoByInheritance() {
        assertThat(Capabilities.of(new RealmsAndCommands()).types())
                .containsExactlyInAnyOrder(RealmOperations.class, CommandOperations.class);
    }

    @Test
    void anObjectThatDeclaresNothingIsAMistake() {
        assertThatThrownBy(() -> Capabilities.of("text")).hasMessage("java.lang.String implements no capability");
    }

    @Test
    void twoObjectsForTheSameAreAMistake() {
        assertThatThrownBy(() -> Capabilities.of(realms, new RealmsAndCommands()))
                .hasMessage("two implementations of " + RealmOperations.class.getName());
    }

    @Test
    void aCapabilityKnowsItsCollection() {
        assertThat(Capabilities.collection(RealmOperations.class)).isEqualTo("realms");
        assertThatThrownBy(() -> Capabilities.collection(String.class)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theSetOfTypesCannotBeChanged() {
        var types = Capabilities.of(realms).types();

        assertThatThrownBy(types::clear).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void whatACloudLacksIsUnsupportedWhenItIsRequired() {
        Cloud cloud = new Cloud() {
            @Override
            public Capabilities capabilities() {
                return Capabilities.of(realms);
            }

            @Override
            public void verifyCredentials() {}
        };

        assertThat(cloud.require(RealmOperations.class)).isSameAs(realms);
        CloudException failure =
                catchThrowableOfType(CloudException.class, () -> cloud.require(MetricOperations.class));
        assertThat(failure.kind()).isEqualTo(ErrorKind.UNSUPPORTED);
        assertThat(failure).hasMessage("This cloud does not offer metrics.");
    }

    private static class Realms implements RealmOperations {
        @Override
        public List<Realm> list() {
            return List.of();
        }

        @Override
        public Optional<Realm> find(String id) {
            return Optional.empty();
        }
    }

    private static final class RealmsAndCommands extends Realms implements CommandOperations {
        @Override
        public CommandOutput run(String instanceId, CommandRequest request) {
            return new CommandOutput(instanceId, "", request.command(), "");
        }
    }
}

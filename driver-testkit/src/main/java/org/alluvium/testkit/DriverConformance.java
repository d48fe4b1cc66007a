package org.alluvium.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.alluvium.capability.InstanceOperations;
import org.alluvium.driver.Capabilities;
import org.alluvium.driver.Cloud;
import org.alluvium.driver.Credentials;
import org.alluvium.driver.DriverInfo;
import org.alluvium.driver.ErrorKind;
import org.junit.jupiter.api.Test;

/**
 * The least that a driver keeps: what its test class implements, unless it implements {@link WholeConformance}. What the driver
 * does not declare is asserted to be absent.
 *
 * <pre>{@code
 * class FooConformanceTest implements DriverConformance {
 *     public DriverFixture fixture() { return FIXTURE; }   // the same one for all tests
 * }
 * }</pre>
 */
public interface DriverConformance
        extends CatalogueContract,
                CommandContract,
                VolumeContract,
                KeyContract,
                BucketContract,
                NetworkContract,
                SecretContract,
                PathContract,
                ManifestContract,
                UnloadingContract,
                ErrorContract {
    @Test
    default void theDriverSaysTheSameOfItselfAsItsConnections() {
        DriverInfo info = fixture().driver().info();
        Cloud cloud = cloud();
        assertThat(info.capabilities()).containsAll(cloud.capabilities().types());
        assertThat(info.name()).isEqualToIgnoringCase(info.id());
        assertThat(info.stateMachine().isPresent())
                .as("a state machine")
                .isEqualTo(info.capabilities().contains(InstanceOperations.class));
        Set<String> collections = new HashSet<>();
        info.capabilities().forEach(type -> collections.add(Capabilities.collection(type)));
        assertThat(info.features()).allSatisfy(f -> assertThat(collections).contains(f.collection()));
    }

    @Test
    default void anAnonymousClientIsConnectedAndHasWhatIsPublic() {
        Cloud anonymous = fixture().driver().connect(fixture().provider(), Optional.empty());
        assertThat(anonymous.capabilities().types())
                .containsAll(fixture().driver().info().publicCapabilities());
    }

    @Test
    default void theCredentialsAreAcceptedAndWrongOnesRefused() {
        cloud().verifyCredentials();
        if (fixture().checksCredentials()) {
            Credentials wrong = new Credentials("nobody", "wrong");
            assertFails(
                    () -> fixture()
                            .driver()
                            .connect(fixture().provider(), Optional.of(wrong))
                            .verifyCredentials(),
                    ErrorKind.UNAUTHENTICATED);
        }
    }
}

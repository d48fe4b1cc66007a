package org.alluvium.driver.mock;

import static org.alluvium.driver.mock.Failures.assertFails;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.alluvium.capability.HardwareProfileOperations;
import org.alluvium.capability.ProviderOperations;
import org.alluvium.capability.RealmOperations;
import org.alluvium.driver.Cloud;
import org.alluvium.driver.Credentials;
import org.alluvium.driver.DriverInfo;
import org.alluvium.driver.ErrorKind;
import org.alluvium.driver.Feature;
import org.alluvium.model.HardwareProfile;
import org.alluvium.model.HardwareProperty;
import org.alluvium.model.InstanceAction;
import org.alluvium.model.InstanceState;
import org.alluvium.model.Realm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MockDriverTest extends MockCloudTest {
    @Test
    void everyCollectionOfTheApiHasADriverToTryItOn() {
        assertThat(driver.info().collections())
                .containsExactly(
                        "addresses",
                        "buckets",
                        "drivers",
                        "firewalls",
                        "hardware_profiles",
                        "images",
                        "instance_states",
                        "instances",
                        "keys",
                        "load_balancers",
                        "metrics",
                        "network_interfaces",
                        "networks",
                        "realms",
                        "storage_snapshots",
                        "storage_volumes",
                        "subnets");
    }

    @Test
    void whatIsDeclaredIsWhatTheCloudHas() {
        assertThat(cloud.capabilities().types()).isEqualTo(driver.info().capabilities());
    }

    @Test
    void theFeaturesAreThoseOfTheContract() {
        assertThat(driver.info().features())
                .extracting(Feature::collection, Feature::name)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("instances", "metrics"),
                        org.assertj.core.groups.Tuple.tuple("instances", "realm_filter"),
                        org.assertj.core.groups.Tuple.tuple("instances", "user_name"),
                        org.assertj.core.groups.Tuple.tuple("instances", "authentication_key"));
    }

    @Test
    void theDriverSaysWhatItIs() {
        DriverInfo info = driver.info();

        assertThat(info.id()).isEqualTo("mock");
        assertThat(info.name()).isEqualTo("Mock");
        assertThat(info.version()).isEqualTo("1.0.0");
        assertThat(info.providers()).isEmpty();
        assertThat(info.publicCapabilities()).containsExactly(HardwareProfileOperations.class);
    }

    @Test
    void aRunningInstanceIsRebootedOrStoppedAndAStoppedOneStartedOrDestroyed() {
        var states = driver.info().stateMachine().orElseThrow();

        assertThat(states.actions(InstanceState.RUNNING)).containsExactly(InstanceAction.REBOOT, InstanceAction.STOP);
        assertThat(states.actions(InstanceState.STOPPED)).containsExactly(InstanceAction.START, InstanceAction.DESTROY);
    }

    @Test
    void theRightCredentialsAreAccepted() {
        assertThatCode(cloud::verifyCredentials).doesNotThrowAnyException();
    }

    @Test
    void anyProviderIsAccepted() {
        Cloud elsewhere = driver.connect(Optional.of("Some-Where"), Optional.of(OWNER));

        assertThat(elsewhere.require(RealmOperations.class).list()).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({"mockuser,wrong", "somebody,mockpassword", "'',''", "MOCKUSER,mockpassword"})
    void wrongCredentialsFailEveryOperation(String user, String password) {
        Cloud stranger = driver.connect(Optional.empty(), Optional.of(new Credentials(user, password)));

        assertFails(ErrorKind.UNAUTHENTICATED, stranger::verifyCredentials).isEqualTo("Authentication Failure");
        for (Class<?> type : driver.info().capabilities()) {
            if (type != HardwareProfileOperations.class) {
                assertFails(ErrorKind.UNAUTHENTICATED, () -> stranger.require(type));
                assertFails(ErrorKind.UNAUTHENTICATED, () -> stranger.find(type));
            }
        }
    }

    @Test
    void hardwareProfilesNeedNoCredentials() {
        Cloud anonymous = driver.connect(Optional.empty(), Optional.empty());

        assertThat(anonymous.require(HardwareProfileOperations.class).list()).hasSize(4);
    }

    @Test
    void whatTheCloudLacksIsAbsent() {
        assertThat(cloud.find(ProviderOperations.class)).isEmpty();
        assertFails(ErrorKind.UNSUPPORTED, () -> cloud.require(ProviderOperations.class));
    }

    @Test
    void theRealmsAreThoseOfTheContract() {
        assertThat(cloud.require(RealmOperations.class).list())
                .containsExactly(
                        new Realm("us", "United States", "AVAILABLE", Optional.empty()),
                        new Realm("eu", "Europe", "AVAILABLE", Optional.empty()));
        assertThat(cloud.require(RealmOperations.class).find("eu")).isPresent();
        assertThat(cloud.require(RealmOperations.class).find("nosuch")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "500,INTERNAL,DeltacloudErrorMessage",
        "501,UNSUPPORTED,NotImplementedMessage",
        "502,PROVIDER_ERROR,ProviderErrorMessage",
        "504,PROVIDER_TIMEOUT,ProviderTimeoutMessage"
    })
    void fourRealmsFailOnPurpose(String id, ErrorKind kind, String message) {
        RealmOperations realms = cloud.require(RealmOperations.class);

        assertFails(kind, () -> realms.find(id)).isEqualTo(message);
    }

    @Test
    void theHardwareProfilesShowEachKindOfProperty() {
        HardwareProfileOperations profiles = cloud.require(HardwareProfileOperations.class);
        HardwareProfile large = profiles.find("m1-large").orElseThrow();

        assertThat(profiles.list())
                .extracting(HardwareProfile::id)
                .containsExactly("m1-small", "m1-large", "m1-xlarge", "opaque");
        assertThat(large.property("cpu"))
                .contains(new HardwareProperty.Range("cpu", Optional.of("count"), "1", "1", "6"));
        assertThat(large.property("storage").map(HardwareProperty::value)).contains("850");
        assertThat(large.property("architecture").map(HardwareProperty::value)).contains("x86_64");
        assertThat(profiles.find("opaque").orElseThrow().properties()).isEmpty();
        assertThat(profiles.find("")).isEmpty();
    }

    @Test
    void aFolderThatCannotBeUsedFailsTheRequestWithASentence() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "not a folder");
        MockDriver broken = new MockDriver(file, "1.0.0");
        Cloud brokenCloud = broken.connect(Optional.empty(), Optional.of(OWNER));

        assertThat(broken.info().id()).isEqualTo("mock");
        assertFails(
                        ErrorKind.UNAVAILABLE,
                        () -> brokenCloud
                                .require(org.alluvium.capability.KeyOperations.class)
                                .list())
                .doesNotContain(folder.toString());
    }
}

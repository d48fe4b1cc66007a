package org.alluvium.driver.ec2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.alluvium.capability.HardwareProfileOperations;
import org.alluvium.capability.ImageFilter;
import org.alluvium.capability.ImageOperations;
import org.alluvium.capability.InstanceFilter;
import org.alluvium.capability.InstanceOperations;
import org.alluvium.capability.InstanceRequest;
import org.alluvium.capability.KeyOperations;
import org.alluvium.capability.ProviderOperations;
import org.alluvium.capability.RealmOperations;
import org.alluvium.driver.BackendCalls;
import org.alluvium.driver.Cloud;
import org.alluvium.driver.CloudException;
import org.alluvium.driver.Credentials;
import org.alluvium.driver.ErrorKind;
import org.alluvium.model.Image;
import org.alluvium.model.Instance;
import org.alluvium.model.InstanceAction;
import org.alluvium.model.InstanceState;
import org.alluvium.model.Key;
import org.alluvium.model.Provider;
import org.alluvium.model.Realm;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The driver from end to end, over HTTP. */
class Ec2DriverMotoTest {
    private static final Credentials KEYS = new Credentials("AKIAEXAMPLE", "canary-secret");

    private static MotoServer moto;
    private static Ec2Driver driver;
    private static final BackendCalls COUNTS = new BackendCalls();

    @BeforeAll
    static void start() throws Exception {
        moto = MotoServer.start();
        driver = new Ec2Driver(COUNTS, "1.0.0", settings(moto.url()));
    }

    @AfterAll
    static void stop() {
        driver.deactivate();
        moto.close();
    }

    private static Ec2Settings settings(String endpoint) {
        return new Ec2Settings(
                endpoint,
                "us-east-1",
                List.of("us-east-1", "eu-west-1"),
                List.of(),
                Duration.ofSeconds(5),
                Duration.ofSeconds(30),
                Duration.ofSeconds(2),
                16,
                5);
    }

    private static Cloud cloud(String region) {
        return driver.connect(Optional.of(region), Optional.of(KEYS));
    }

    private static long calls(String operation) {
        return COUNTS.totals().stream()
                .filter(t -> t.operation().equals(operation))
                .mapToLong(BackendCalls.Total::calls)
                .sum();
    }

    private static Image anImage(Cloud cloud) {
        return cloud.require(ImageOperations.class).list(ImageFilter.ALL).stream()
                .filter(i -> i.rootType() == Image.RootType.PERSISTENT)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void realmsAreZonesAndSubnets() {
        RealmOperations realms = cloud("us-east-1").require(RealmOperations.class);
        List<String> ids = realms.list().stream().map(Realm::id).toList();
        assertThat(ids).contains("us-east-1a").anyMatch(id -> id.startsWith("us-east-1a:subnet-"));
        for (String id : ids) {
            assertThat(realms.find(id)).map(Realm::id).contains(id);
        }
        for (String unknown : List.of("us-*", "nosuch", "us-east-1b:subnet-00000000", ":", "ü<&\"'>/..")) {
            assertThat(realms.find(unknown)).isEmpty();
        }
    }

    @Test
    void hardwareProfilesAreLiveAskedForOnceAndOldIdsKeepTheirProperties() {
        HardwareProfileOperations profiles = cloud("eu-west-1").require(HardwareProfileOperations.class);
        int live = profiles.list().size();
        long asked = calls("DescribeInstanceTypes");
        assertThat(live).isGreaterThan(100);
        assertThat(cloud("eu-west-1").require(HardwareProfileOperations.class).find("t3.micro"))
                .isPresent();
        assertThat(calls("DescribeInstanceTypes")).isEqualTo(asked);
        assertThat(profiles.find("m1.small")
                        .orElseThrow()
                        .property("memory")
                        .orElseThrow()
                        .value())
                .isEqualTo("1740.8");
        assertThat(profiles.find("nosuch")).isEmpty();
    }

    @Test
    void anAnonymousClientSeesTheTenOldProfilesAndNothingElse() {
        Cloud anonymous = driver.connect(Optional.empty(), Optional.empty());
        assertThat(anonymous.require(HardwareProfileOperations.class).list()).hasSize(10);
        assertThatThrownBy(() -> anonymous.require(RealmOperations.class).list())
                .isInstanceOfSatisfying(
                        CloudException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.UNAUTHENTICATED));
    }

    @Test
    void anInstanceLivesItsWholeLife() {
        Cloud cloud = cloud("us-east-1");
        InstanceOperations instances = cloud.require(InstanceOperations.class);
        cloud.require(KeyOperations.class).create("life", Optional.empty());
        Image image = anImage(cloud);
        List<Instance> made = instances.create(InstanceRequest.builder(image.id())
                .realmId(Optional.of("us-east-1a"))
                .hardwareProfileId(Optional.of("t1.micro"))
                .keyName(Optional.of("life"))
                .userData(Optional.of("#!/bin/sh".getBytes(StandardCharsets.UTF_8)))
                .firewallIds(List.of("default"))
                .metrics(true)
                .build());
        String id = made.get(0).id();
        Instance running = instances.find(id).orElseThrow();
        assertThat(running.state()).contains(InstanceState.RUNNING);
        assertThat(running.name()).contains(image.id());
        assertThat(running.realmId().orElseThrow()).startsWith("us-east-1a");
        assertThat(running.actions()).containsExactly(InstanceAction.REBOOT, InstanceAction.STOP);
        assertThat(running.login().keyName()).contains("life");
        assertThat(running.firewallIds().orElseThrow()).containsExactly("default");
        assertThat(running.hardwareOverrides()).containsKey("architecture");
        assertThat(instances.perform(id, InstanceAction.REBOOT)).isPresent();
        assertThat(instances.perform(id, InstanceAction.STOP).orElseThrow().state())
                .contains(InstanceState.STOPPED);
        assertThat(instances.perform(id, InstanceAction.START).orElseThrow().state())
                .contains(InstanceState.RUNNING);
        assertThat(instances.perform(id, InstanceAction.DESTROY).orElseThrow().state())
                .contains(InstanceState.FINISH);
    }

    @Test
    void aSubnetRealmPutsTheInstanceIntoTheSubnetWithFirewallsByName() {
        Cloud cloud = cloud("us-east-1");
        String realm = cloud.require(RealmOperations.class).list().stream()
                .map(Realm::id)
                .filter(id -> id.contains(":"))
                .findFirst()
                .orElseThrow();
        Instance made = cloud.require(InstanceOperations.class)
                .create(InstanceRequest.builder(anImage(cloud).id())
                        .realmId(Optional.of(realm))
                        .firewallIds(List.of("default"))
                        .parameters(Map.of())
                        .build())
                .get(0);
        assertThat(made.realmId()).contains(realm);
    }

    @Test
    void aListOfThreePagesIsWholeAndCostsThreeCalls() {
        Cloud cloud = cloud("sa-east-1");
        InstanceOperations instances = cloud.require(InstanceOperations.class);
        String image = anImage(cloud).id();
        for (int i = 0; i < 12; i++) {
            instances.create(InstanceRequest.builder(image).build());
        }
        long before = calls("DescribeInstances");
        assertThat(instances.list(InstanceFilter.ALL))
                .hasSize(12)
                .extracting(Instance::id)
                .doesNotHaveDuplicates();
        assertThat(calls("DescribeInstances") - before).isEqualTo(3);
    }

    @Test
    void oneCreateMayMakeSeveralInstances() {
        Cloud cloud = cloud("us-west-2");
        assertThat(cloud.require(InstanceOperations.class)
                        .create(InstanceRequest.builder(anImage(cloud).id())
                                .count(3)
                                .build()))
                .hasSize(3);
    }

    @Test
    void anImageIsMadeOfAnInstanceAndRemoved() {
        Cloud cloud = cloud("eu-west-1");
        ImageOperations images = cloud.require(ImageOperations.class);
        String instance = cloud.require(InstanceOperations.class)
                .create(InstanceRequest.builder(anImage(cloud).id()).build())
                .get(0)
                .id();
        Image made = images.create(instance, Optional.of("mine"), Optional.of("for tests"));
        assertThat(images.find(made.id()).orElseThrow().name()).contains("mine");
        assertThat(images.list(new ImageFilter(Optional.of("self"), Optional.empty())))
                .extracting(Image::id)
                .containsExactly(made.id());
        images.destroy(made.id());
        assertThat(images.find(made.id())).isEmpty();
        assertThatThrownBy(() -> images.destroy("ami-00000000000000000"))
                .isInstanceOfSatisfying(
                        CloudException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.NOT_FOUND));
    }

    @Test
    void aKeyIsMadeOnceAndRemovedOnce() {
        KeyOperations keys = cloud("us-east-1").require(KeyOperations.class);
        Key key = keys.create("mine & <yours>", Optional.empty());
        assertThat(((Key.KeyPair) key.credential()).pem().orElseThrow()).contains("PRIVATE KEY");
        assertThat(keys.find("mine & <yours>")).isPresent();
        assertThatThrownBy(() -> keys.create("mine & <yours>", Optional.empty()))
                .isInstanceOfSatisfying(
                        CloudException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.FORBIDDEN));
        keys.destroy("mine & <yours>");
        assertThat(keys.find("mine & <yours>")).isEmpty();
        assertThatThrownBy(() -> keys.destroy("mine & <yours>"))
                .isInstanceOfSatisfying(
                        CloudException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.NOT_FOUND));
    }

    @Test
    void unknownIdsAreAbsentWhateverTheyLookLike() {
        Cloud cloud = cloud("us-east-1");
        for (String id : List.of("i-0123456789abcdef0", "nosuch", "*", "ü/../<&\"'>\n", "x".repeat(5000))) {
            assertThat(cloud.require(InstanceOperations.class).find(id)).isEmpty();
            assertThat(cloud.require(ImageOperations.class).find(id)).isEmpty();
            assertThat(cloud.require(KeyOperations.class).find(id)).isEmpty();
        }
        assertThatThrownBy(() ->
                        cloud.require(InstanceOperations.class).perform("i-0123456789abcdef0", InstanceAction.STOP))
                .isInstanceOfSatisfying(
                        CloudException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.NOT_FOUND));
    }

    @Test
    void regionsAreListedLive() {
        assertThat(cloud("us-east-1").require(ProviderOperations.class).list())
                .contains(new Provider("us-east-1", Map.of()), new Provider("eu-central-1", Map.of()));
    }

    @Test
    void aProviderThatIsNoRegionIsNeverTakenAsAnAddress() {
        assertThatThrownBy(() -> driver.connect(Optional.of("169.254.169.254"), Optional.of(KEYS)))
                .isInstanceOfSatisfying(
                        CloudException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.FORBIDDEN));
        assertThatThrownBy(() -> driver.connect(Optional.of("nowhere"), Optional.of(KEYS)))
                .isInstanceOfSatisfying(
                        CloudException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.INVALID));
    }

    @Test
    @Timeout(30)
    void newSettingsDoNotCutAConnectionInUse() {
        Ec2Driver changing = new Ec2Driver(new BackendCalls(), "1.0.0", settings(moto.url()));
        Cloud before = changing.connect(Optional.empty(), Optional.of(KEYS));
        before.verifyCredentials();
        changing.change(settings(moto.url()));
        before.verifyCredentials();
        changing.deactivate();
        before.verifyCredentials();
        // The thread of the other tests' driver stays
        while (threads("alluvium-ec2-timer") > 1) {
            Thread.onSpinWait();
        }
        assertThat(threads("idle-connection-reaper")).isZero();
        assertThat(threads("sdk-")).isZero();
    }

    private static long threads(String prefix) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith(prefix))
                .count();
    }
}

package org.alluvium.driver.mock;

import static org.alluvium.driver.mock.Failures.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.alluvium.capability.AddressOperations;
import org.alluvium.capability.FirewallOperations;
import org.alluvium.capability.InstanceFilter;
import org.alluvium.capability.InstanceOperations;
import org.alluvium.capability.InstanceRequest;
import org.alluvium.capability.KeyOperations;
import org.alluvium.capability.NetworkInterfaceOperations;
import org.alluvium.capability.NetworkOperations;
import org.alluvium.capability.SubnetOperations;
import org.alluvium.capability.VolumeOperations;
import org.alluvium.driver.Cloud;
import org.alluvium.driver.CloudException;
import org.alluvium.driver.ErrorKind;
import org.alluvium.model.Address;
import org.alluvium.model.Firewall;
import org.alluvium.model.Instance;
import org.alluvium.model.InstanceAction;
import org.alluvium.model.Key;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MockStoreTest extends MockCloudTest {
    @Test
    void everythingIsThereAfterARestart() {
        List<Object> before = everything();

        restart();

        assertThat(everything()).isEqualTo(before);
    }

    @Test
    void changesAreThereAfterARestart() {
        Instance created = create();
        Key key = cloud.require(KeyOperations.class).create("Ключ", Optional.empty());
        cloud.require(AddressOperations.class).associate("192.168.0.2", created.id());
        cloud.require(VolumeOperations.class).attach("vol1", created.id(), "/dev/sdb");
        List<Object> before = everything();

        restart();

        assertThat(everything()).isEqualTo(before);
        assertThat(cloud.require(KeyOperations.class).find("Ключ")).contains(key);
        assertThat(cloud.require(InstanceOperations.class)
                        .find(created.id())
                        .orElseThrow()
                        .volumes())
                .containsOnlyKeys("vol1");
    }

    @ParameterizedTest
    @MethodSource("hostileNames")
    void aHostileNameIsStoredFoundAndStaysInItsFolder(String name) throws IOException {
        FirewallOperations firewalls = cloud.require(FirewallOperations.class);

        firewalls.create(name, "d");

        assertThat(firewalls.find(name)).isPresent();
        restart();
        firewalls = cloud.require(FirewallOperations.class);
        assertThat(firewalls.find(name).map(Firewall::name)).contains(name);
        assertThat(firewalls.list()).hasSize(2);
        try (Stream<Path> files = Files.list(folder.resolve("cloud/firewalls"))) {
            assertThat(files)
                    .hasSize(2)
                    .allSatisfy(file -> assertThat(file.getFileName().toString().getBytes(StandardCharsets.UTF_8))
                            .hasSizeLessThan(255));
        }
        firewalls.destroy(name);
        assertThat(firewalls.find(name)).isEmpty();
    }

    static Stream<String> hostileNames() {
        return Stream.of(
                "..",
                ".",
                "../../../etc/passwd",
                "/etc/passwd",
                "a\\..\\b",
                "DEFAULT",
                "default.json",
                "default.json.tmp",
                "~",
                "%0064efault",
                " ",
                "zwölf Boxkämpfer",
                "\ud83d\ude00",
                "\ud83d",
                "line\nbreak\"quote\\",
                "x".repeat(5000),
                "Ü".repeat(300));
    }

    @Test
    void longNamesThatDifferAtTheEndOnlyAreDifferent() {
        FirewallOperations firewalls = cloud.require(FirewallOperations.class);
        firewalls.create("x".repeat(500) + "1", "one");
        firewalls.create("x".repeat(500) + "2", "two");

        restart();

        assertThat(cloud.require(FirewallOperations.class).list()).hasSize(3);
    }

    @Test
    void aNameThatCannotBeOneIsRefused() {
        FirewallOperations firewalls = cloud.require(FirewallOperations.class);

        assertFails(ErrorKind.INVALID, () -> firewalls.create("", "d"))
                .isEqualTo("Firewall names must not be empty or hold NUL characters.");
        assertFails(ErrorKind.INVALID, () -> firewalls.create("a\0b", "d"));
    }

    @Test
    void noTwoRequestsGetTheSameId() throws Exception {
        List<String> ids = inParallel(8, 25, () -> create().id());

        assertThat(ids).hasSize(200).doesNotHaveDuplicates();
        restart();
        assertThat(cloud.require(InstanceOperations.class).list(InstanceFilter.ALL))
                .extracting(Instance::id)
                .containsAll(ids)
                .hasSize(204);
    }

    @Test
    void volumesMadeInTheSameSecondAreDifferent() throws Exception {
        VolumeOperations volumes = cloud.require(VolumeOperations.class);

        List<String> ids = inParallel(
                4, 10, () -> volumes.create(MockVolumesTest.request("1")).id());

        assertThat(ids).doesNotHaveDuplicates().allMatch(id -> id.matches("volume_\\d{10}"));
    }

    @Test
    void onlyOneOfManyGetsAnAddress() throws Exception {
        AddressOperations addresses = cloud.require(AddressOperations.class);

        List<Boolean> got = inParallel(8, 1, () -> {
            try {
                addresses.associate("192.168.0.1", "inst0");
                return true;
            } catch (CloudException e) {
                assertThat(e.kind()).isEqualTo(ErrorKind.CONFLICT);
                return false;
            }
        });

        assertThat(got).containsOnlyOnce(true);
    }

    @Test
    void noUpdateIsLostBetweenTwoRevisionsOfTheDriverOnTheSameFolder() throws Exception {
        MockDriver other = new MockDriver(folder, "1.1.0");
        InstanceOperations mine = cloud.require(InstanceOperations.class);
        InstanceOperations theirs =
                other.connect(Optional.empty(), Optional.of(OWNER)).require(InstanceOperations.class);

        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            ids.add(create(mine).id());
            assertThat(theirs.find(ids.get(ids.size() - 1))).isPresent();
            ids.add(create(theirs).id());
            assertThat(mine.find(ids.get(ids.size() - 1))).isPresent();
        }
        ids.addAll(inParallel(
                4, 10, () -> create(Math.random() < 0.5 ? mine : theirs).id()));

        assertThat(ids).doesNotHaveDuplicates();
        assertThat(mine.list(InstanceFilter.ALL))
                .isEqualTo(theirs.list(InstanceFilter.ALL))
                .hasSize(64);
        other.close();
        assertThat(create(mine).id()).isEqualTo("inst64");
    }

    @Test
    void seedingThatWasCutOffIsDoneAgain() throws IOException {
        Path other = folder.resolve("other");
        Files.createDirectories(other.resolve("cloud.tmp/instances"));
        Files.writeString(other.resolve("cloud.tmp/instances/inst0.json"), "{\"insta");

        try (MockStore store = new MockStore(other)) {
            assertThat(store.instances.all()).hasSize(4);
        }
        assertThat(other.resolve("cloud.tmp")).doesNotExist();
    }

    @Test
    void whatAKilledProcessLeftBehindIsRemoved() throws IOException {
        create();
        close();
        Path temporary = folder.resolve("cloud/instances/inst9.json.tmp");
        Path content = folder.resolve("cloud/contents/999999999-0-orphan");
        Files.writeString(temporary, "{\"inst");
        Files.writeString(content, "half a blo");

        open();

        assertThat(cloud.require(InstanceOperations.class).list(InstanceFilter.ALL))
                .hasSize(5);
        assertThat(temporary).doesNotExist();
        assertThat(content).doesNotExist();
    }

    @Test
    void referencesToAnInstanceThatIsGoneAreTidiedAtTheStart() throws IOException {
        cloud.require(AddressOperations.class).associate("192.168.0.3", "inst1");
        close();
        Files.delete(folder.resolve("cloud/instances/inst1.json"));

        open();

        assertThat(cloud.require(AddressOperations.class).find("192.168.0.3"))
                .contains(new Address("192.168.0.3", Optional.empty()));
        assertThat(cloud.require(NetworkInterfaceOperations.class).find("nic1")).isEmpty();
        assertThat(cloud.require(VolumeOperations.class)
                        .find("vol3")
                        .orElseThrow()
                        .attachment())
                .isEmpty();
        assertThat(folder.resolve("cloud/network_interfaces/nic1.json")).doesNotExist();
    }

    @Test
    void subnetsOfANetworkThatIsGoneAreTidiedAtTheStart() throws IOException {
        everything();
        close();
        Files.delete(folder.resolve("cloud/networks/net2.json"));

        open();

        assertThat(cloud.require(SubnetOperations.class).list())
                .extracting("id")
                .containsExactly("subnet1", "subnet2");
    }

    @Test
    void aFileThatMakesNoSenseHidesNothingElse() throws IOException {
        everything();
        close();
        Files.writeString(folder.resolve("cloud/networks/net1.json"), "{\"id\":12}");

        open();

        assertThat(cloud.require(NetworkOperations.class).list())
                .extracting("id")
                .containsExactly("net2");
    }

    @Test
    void aFailureOfTheDiskIsToldAndOverWhenTheDiskIsBack() throws IOException {
        FirewallOperations firewalls = cloud.require(FirewallOperations.class);
        firewalls.list();
        Path firewallFolder = folder.resolve("cloud/firewalls");
        Path aside = folder.resolve("cloud/aside");
        Files.move(firewallFolder, aside);

        assertFails(ErrorKind.UNAVAILABLE, () -> firewalls.create("f", "d")).doesNotContain(folder.toString());

        assertThat(firewalls.find("f")).isEmpty();
        Files.deleteIfExists(firewallFolder);
        Files.move(aside, firewallFolder);
        restart();
        assertThat(cloud.require(FirewallOperations.class).list()).hasSize(1);
        assertThat(cloud.require(FirewallOperations.class).create("f", "d").id())
                .isEqualTo("f");
    }

    @Test
    void anInterruptedWriteDoesNotBreakTheNextOne() {
        FirewallOperations firewalls = cloud.require(FirewallOperations.class);
        firewalls.list();

        Thread.currentThread().interrupt();
        assertFails(ErrorKind.UNAVAILABLE, () -> firewalls.create("interrupted", "d"));
        assertThat(Thread.interrupted()).isTrue();

        assertThat(firewalls.create("next", "d").id()).isEqualTo("next");
        assertThat(firewalls.find("next")).isPresent();
    }

    @Test
    void aReaderNeverSeesHalfOfAChange() throws Exception {
        InstanceOperations instances = cloud.require(InstanceOperations.class);
        ExecutorService writer = Executors.newSingleThreadExecutor();
        try {
            Future<?> writing = writer.submit(() -> {
                for (int i = 0; i < 50; i++) {
                    instances.perform("inst0", InstanceAction.STOP);
                    instances.perform("inst0", InstanceAction.START);
                }
            });
            while (!writing.isDone()) {
                Instance seen = instances.find("inst0").orElseThrow();
                assertThat(seen.actions())
                        .isEqualTo(MockInstances.STATES.actions(seen.state().orElseThrow()));
            }
            writing.get();
        } finally {
            writer.shutdownNow();
        }
    }

    private Instance create() {
        return create(cloud.require(InstanceOperations.class));
    }

    private static Instance create(InstanceOperations instances) {
        return instances.create(InstanceRequest.builder("img1").build()).get(0);
    }

    private List<Object> everything() {
        return Everything.in(cloud);
    }

    private static <R> List<R> inParallel(int threads, int times, Callable<R> action) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Callable<R>> actions = new ArrayList<>();
            for (int i = 0; i < threads * times; i++) {
                actions.add(action);
            }
            List<R> results = new ArrayList<>();
            for (Future<R> future : pool.invokeAll(actions)) {
                results.add(future.get());
            }
            return results;
        } finally {
            pool.shutdownNow();
        }
    }

    /** What a client can list. */
    static final class Everything {
        private Everything() {}

        static List<Object> in(Cloud cloud) {
            return List.of(
                    cloud.require(org.alluvium.capability.ImageOperations.class)
                            .list(org.alluvium.capability.ImageFilter.ALL),
                    cloud.require(InstanceOperations.class).list(InstanceFilter.ALL),
                    cloud.require(KeyOperations.class).list(),
                    cloud.require(VolumeOperations.class).list(),
                    cloud.require(org.alluvium.capability.SnapshotOperations.class)
                            .list(),
                    cloud.require(org.alluvium.capability.BucketOperations.class)
                            .list(),
                    cloud.require(AddressOperations.class).list(),
                    cloud.require(FirewallOperations.class).list(),
                    cloud.require(org.alluvium.capability.LoadBalancerOperations.class)
                            .list(),
                    cloud.require(NetworkOperations.class).list(),
                    cloud.require(SubnetOperations.class).list(),
                    cloud.require(NetworkInterfaceOperations.class).list());
        }
    }
}

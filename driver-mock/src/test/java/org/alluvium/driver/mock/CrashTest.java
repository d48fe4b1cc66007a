package org.alluvium.driver.mock;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.alluvium.capability.AddressOperations;
import org.alluvium.capability.BlobContent;
import org.alluvium.capability.BlobOperations;
import org.alluvium.capability.BucketOperations;
import org.alluvium.capability.InstanceFilter;
import org.alluvium.capability.InstanceOperations;
import org.alluvium.capability.KeyOperations;
import org.alluvium.capability.LoadBalancerOperations;
import org.alluvium.capability.NetworkInterfaceOperations;
import org.alluvium.capability.NetworkOperations;
import org.alluvium.capability.SubnetOperations;
import org.alluvium.capability.VolumeOperations;
import org.alluvium.driver.Cloud;
import org.alluvium.model.Blob;
import org.alluvium.model.Volume.Attachment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kills a process while it changes a cloud; {@code -Dmock.crashes=200} does it more often. */
class CrashTest {
    private static final int CRASHES = Integer.getInteger("mock.crashes", 20);

    @TempDir
    Path folder;

    private final Random random = new Random();

    @Test
    void whatWasAnsweredIsThereAndNothingIsHalfDoneAfterAKill() throws Exception {
        Map<String, String> before = open(folder);
        int answered = 0;
        for (int round = 0; round < CRASHES; round++) {
            long seed = random.nextLong();
            Map<String, String> expected = new TreeMap<>(before);
            Map<String, String> pending = new TreeMap<>();
            Process writer = start(folder, seed);
            try (BufferedReader out = writer.inputReader(UTF_8)) {
                int linesToWaitFor = 1 + random.nextInt(120);
                String line = out.readLine();
                for (int lines = 1; line != null; lines++) {
                    if (lines == linesToWaitFor) {
                        // Not the process itself: that would close the pipe and lose what is in it.
                        writer.toHandle().destroyForcibly();
                    }
                    if (line.equals("DONE")) {
                        apply(pending, expected);
                        pending.clear();
                        answered++;
                    } else {
                        pending.putAll(effects(line));
                    }
                    line = out.readLine();
                }
                writer.waitFor();
                assertThat(writer.exitValue())
                        .as("killed, did not fail by itself")
                        .isNotIn(0, 1);
            }
            Map<String, String> found = open(folder);
            Map<String, String> ifDone = new TreeMap<>(expected);
            apply(pending, ifDone);

            assertThat(found).as("seed %s, pending %s", seed, pending).isIn(expected, ifDone);
            assertThatNothingIsLeftOver();
            before = found;
        }
        assertThat(answered).isPositive();
        System.out.println(CRASHES + " crashes, " + answered + " answered changes, none lost");
    }

    @Test
    void aCloudWhoseMakingWasKilledIsMadeAnew() throws Exception {
        Map<String, String> whole = open(folder.resolve("whole"));
        for (int round = 0; round < Math.max(3, CRASHES / 5); round++) {
            Path fresh = folder.resolve("fresh" + round);
            int files = random.nextInt(40);
            Process writer = start(fresh, 0);
            while (files(fresh).count() < files && writer.isAlive() && !Files.exists(fresh.resolve("cloud"))) {
                Thread.onSpinWait();
            }
            writer.destroyForcibly().waitFor();
            boolean made = Files.exists(fresh.resolve("cloud"));

            Map<String, String> found = open(fresh);

            if (made) {
                assertThat(found).containsKeys("volume:vol1", "address:192.168.0.4", "network:net2");
            } else {
                assertThat(found).isEqualTo(whole);
            }
            assertThat(fresh.resolve("cloud.tmp")).doesNotExist();
        }
    }

    private Process start(Path storage, long seed) throws IOException {
        return new ProcessBuilder(
                        ProcessHandle.current().info().command().orElse("java"),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        CrashingWriter.class.getName(),
                        storage.toString(),
                        Long.toString(seed))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static Map<String, String> effects(String line) {
        Map<String, String> effects = new TreeMap<>();
        for (String effect : line.substring("BEGIN ".length()).split(";")) {
            String[] parts = effect.split("=", 2);
            effects.put(parts[0], parts[1]);
        }
        return effects;
    }

    private static void apply(Map<String, String> effects, Map<String, String> state) {
        effects.forEach((subject, value) -> {
            if (value.equals(CrashingWriter.ABSENT)) {
                state.remove(subject);
            } else {
                state.put(subject, value);
            }
        });
    }

    /** Opens a cloud as after a restart and tells what is in it, in the words of the effects. */
    private static Map<String, String> open(Path storage) throws IOException {
        MockDriver driver = new MockDriver(storage, "1.0.0");
        try {
            Cloud cloud = driver.connect(Optional.empty(), Optional.of(MockCloudTest.OWNER));
            Map<String, String> state = new TreeMap<>();
            cloud.require(KeyOperations.class).list().forEach(k -> state.put("key:" + k.id(), "present"));
            cloud.require(InstanceOperations.class)
                    .list(InstanceFilter.ALL)
                    .forEach(i -> state.put(
                            "instance:" + i.id(), i.state().orElseThrow().name()));
            cloud.require(VolumeOperations.class)
                    .list()
                    .forEach(v -> state.put(
                            "volume:" + v.id(),
                            v.attachment().map(Attachment::instanceId).orElse("")));
            cloud.require(AddressOperations.class)
                    .list()
                    .forEach(a -> state.put("address:" + a.id(), a.instanceId().orElse("")));
            cloud.require(NetworkInterfaceOperations.class)
                    .list()
                    .forEach(n -> state.put("nic:" + n.id(), n.instanceId().orElse("")));
            cloud.require(LoadBalancerOperations.class)
                    .list()
                    .forEach(b -> state.put("balancer:" + b.id(), String.join(",", b.instanceIds())));
            cloud.require(NetworkOperations.class).list().forEach(n -> state.put("network:" + n.id(), "present"));
            cloud.require(SubnetOperations.class).list().forEach(s -> state.put("subnet:" + s.id(), s.networkId()));
            BlobOperations blobs = cloud.require(BlobOperations.class);
            for (String id : cloud.require(BucketOperations.class)
                    .find("bucket1")
                    .orElseThrow()
                    .blobIds()) {
                state.put("blob:" + id, version(blobs, id));
            }
            return state;
        } finally {
            driver.close();
        }
    }

    private static String version(BlobOperations blobs, String id) throws IOException {
        Blob blob = blobs.find("bucket1", id).orElseThrow();
        String version = blob.metadata().get("version");
        if (version == null) {
            return "fixture";
        }
        try (BlobContent content = blobs.read("bucket1", id, Optional.empty());
                InputStream stream = content.stream()) {
            boolean whole = Arrays.equals(stream.readAllBytes(), CrashingWriter.content(Integer.parseInt(version)));
            return whole ? version + "/" + blob.metadata().getOrDefault("note", "") : "torn";
        }
    }

    private void assertThatNothingIsLeftOver() throws IOException {
        assertThat(files(folder).filter(file -> file.toString().endsWith(DurableFiles.TEMPORARY)))
                .isEmpty();
        assertThat(files(folder.resolve("cloud/contents")).count())
                .isEqualTo(files(folder.resolve("cloud/blobs")).count());
    }

    private static Stream<Path> files(Path root) throws IOException {
        if (!Files.exists(root)) {
            return Stream.of();
        }
        try (Stream<Path> found = Files.walk(root)) {
            return found.filter(Files::isRegularFile).toList().stream();
        } catch (java.io.UncheckedIOException e) {
            // Something was moved away while it was looked at.
            return Stream.of();
        }
    }
}

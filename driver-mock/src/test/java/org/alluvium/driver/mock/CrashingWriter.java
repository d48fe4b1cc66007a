package org.alluvium.driver.mock;

import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.stream.Collectors;
import org.alluvium.capability.AddressOperations;
import org.alluvium.capability.BlobOperations;
import org.alluvium.capability.BlobUpload;
import org.alluvium.capability.InstanceFilter;
import org.alluvium.capability.InstanceOperations;
import org.alluvium.capability.InstanceRequest;
import org.alluvium.capability.KeyOperations;
import org.alluvium.capability.LoadBalancerOperations;
import org.alluvium.capability.NetworkInterfaceOperations;
import org.alluvium.capability.NetworkOperations;
import org.alluvium.capability.SubnetOperations;
import org.alluvium.capability.VolumeOperations;
import org.alluvium.driver.Cloud;
import org.alluvium.model.Instance;
import org.alluvium.model.InstanceAction;
import org.alluvium.model.InstanceState;
import org.alluvium.model.LoadBalancer;
import org.alluvium.model.Network;
import org.alluvium.model.Subnet;

/**
 * A process that changes a mock cloud until it is killed. Before each change it prints its effects, {@code BEGIN} and what
 * will be different, and after it {@code DONE}.
 */
final class CrashingWriter {
    static final String ABSENT = "-";

    private final Random random;
    private final InstanceOperations instances;
    private final KeyOperations keys;
    private final VolumeOperations volumes;
    private final AddressOperations addresses;
    private final NetworkInterfaceOperations networkInterfaces;
    private final LoadBalancerOperations loadBalancers;
    private final NetworkOperations networks;
    private final SubnetOperations subnets;
    private final BlobOperations blobs;

    private CrashingWriter(Cloud cloud, long seed) {
        random = new Random(seed);
        instances = cloud.require(InstanceOperations.class);
        keys = cloud.require(KeyOperations.class);
        volumes = cloud.require(VolumeOperations.class);
        addresses = cloud.require(AddressOperations.class);
        networkInterfaces = cloud.require(NetworkInterfaceOperations.class);
        loadBalancers = cloud.require(LoadBalancerOperations.class);
        networks = cloud.require(NetworkOperations.class);
        subnets = cloud.require(SubnetOperations.class);
        blobs = cloud.require(BlobOperations.class);
    }

    /** Changes the cloud in the folder of the first argument, chosen at random from the seed of the second. */
    public static void main(String[] arguments) {
        MockDriver driver = new MockDriver(Path.of(arguments[0]), "1.0.0");
        Cloud cloud = driver.connect(Optional.empty(), Optional.of(MockCloudTest.OWNER));
        CrashingWriter writer = new CrashingWriter(cloud, Long.parseLong(arguments[1]));
        while (true) {
            writer.changeSomething();
        }
    }

    /** The content that a blob of that version has. */
    static byte[] content(int version) {
        byte[] content = new byte[(int) (version * 7919L % 300_000)];
        new Random(version).nextBytes(content);
        return content;
    }

    private void changeSomething() {
        switch (random.nextInt(10)) {
            case 0 -> toggleKey("key" + random.nextInt(5));
            case 1 -> createInstance();
            case 2 -> stopOrStart(anyInstance());
            case 3 -> destroy(anyInstance());
            case 4 -> attachOrDetach("vol" + (1 + random.nextInt(3)), anyInstance());
            case 5 -> associateOrNot("192.168.0." + (1 + random.nextInt(4)), anyInstance());
            case 6 -> connectOrNot("nic" + (10 + random.nextInt(5)), anyInstance());
            case 7 -> registerOrNot(anyInstance());
            case 8 -> toggleNetwork("net" + (10 + random.nextInt(3)));
            default -> changeBlob("blob" + random.nextInt(5));
        }
    }

    private void toggleKey(String name) {
        boolean present = keys.find(name).isPresent();
        change(Map.of("key:" + name, present ? ABSENT : "present"), () -> {
            if (present) {
                keys.destroy(name);
            } else {
                keys.create(name, Optional.empty());
            }
        });
    }

    private void createInstance() {
        int number = 0;
        while (instances.find("inst" + number).isPresent()) {
            number++;
        }
        change(
                Map.of("instance:inst" + number, "RUNNING"),
                () -> instances.create(InstanceRequest.builder("img1").build()));
    }

    private void stopOrStart(Instance instance) {
        boolean running = instance.state().equals(Optional.of(InstanceState.RUNNING));
        change(
                Map.of("instance:" + instance.id(), running ? "STOPPED" : "RUNNING"),
                () -> instances.perform(instance.id(), running ? InstanceAction.STOP : InstanceAction.START));
    }

    private void destroy(Instance instance) {
        if (instance.state().equals(Optional.of(InstanceState.RUNNING))) {
            stopOrStart(instance);
            return;
        }
        String id = instance.id();
        Map<String, String> effects = new LinkedHashMap<>();
        effects.put("instance:" + id, ABSENT);
        volumes.list().stream()
                .filter(v ->
                        v.attachment().filter(a -> a.instanceId().equals(id)).isPresent())
                .forEach(v -> effects.put("volume:" + v.id(), ""));
        addresses.list().stream()
                .filter(a -> a.instanceId().equals(Optional.of(id)))
                .forEach(a -> effects.put("address:" + a.id(), ""));
        networkInterfaces.list().stream()
                .filter(n -> n.instanceId().equals(Optional.of(id)))
                .forEach(n -> effects.put("nic:" + n.id(), ABSENT));
        List<String> registered = new ArrayList<>(balancer().instanceIds());
        if (registered.remove(id)) {
            effects.put("balancer:lb1", String.join(",", registered));
        }
        change(effects, () -> instances.perform(id, InstanceAction.DESTROY));
    }

    private void attachOrDetach(String id, Instance instance) {
        boolean attached = volumes.find(id).orElseThrow().attachment().isPresent();
        change(Map.of("volume:" + id, attached ? "" : instance.id()), () -> {
            if (attached) {
                volumes.detach(id);
            } else {
                volumes.attach(id, instance.id(), "/dev/sdb");
            }
        });
    }

    private void associateOrNot(String id, Instance instance) {
        boolean associated = addresses.find(id).orElseThrow().instanceId().isPresent();
        change(Map.of("address:" + id, associated ? "" : instance.id()), () -> {
            if (associated) {
                addresses.disassociate(id);
            } else {
                addresses.associate(id, instance.id());
            }
        });
    }

    private void connectOrNot(String id, Instance instance) {
        boolean present = networkInterfaces.find(id).isPresent();
        change(Map.of("nic:" + id, present ? ABSENT : instance.id()), () -> {
            if (present) {
                networkInterfaces.destroy(id);
            } else {
                networkInterfaces.create(instance.id(), "subnet1", Optional.of(id));
            }
        });
    }

    private void registerOrNot(Instance instance) {
        List<String> registered = new ArrayList<>(balancer().instanceIds());
        boolean present = registered.remove(instance.id());
        if (!present) {
            registered.add(instance.id());
        }
        change(Map.of("balancer:lb1", String.join(",", registered)), () -> {
            if (present) {
                loadBalancers.unregister("lb1", instance.id());
            } else {
                loadBalancers.register("lb1", instance.id());
            }
        });
    }

    private void toggleNetwork(String id) {
        Optional<Network> network = networks.find(id);
        if (network.isEmpty()) {
            change(Map.of("network:" + id, "present"), () -> networks.create(Optional.of(id), Optional.empty()));
        } else if (network.get().subnetIds().size() < 3) {
            String subnet = id + "-" + network.get().subnetIds().size();
            String block = "10." + network.get().subnetIds().size() + ".0.0/16";
            change(Map.of("subnet:" + subnet, id), () -> subnets.create(id, block, Optional.of(subnet)));
        } else {
            Map<String, String> effects = new LinkedHashMap<>(Map.of("network:" + id, ABSENT));
            subnets.list().stream()
                    .filter(s -> s.networkId().equals(id))
                    .map(Subnet::id)
                    .forEach(subnet -> effects.put("subnet:" + subnet, ABSENT));
            change(effects, () -> networks.destroy(id));
        }
    }

    private void changeBlob(String id) {
        int version = random.nextInt(1_000_000);
        boolean present = blobs.find("bucket1", id).isPresent();
        if (present && version % 4 == 0) {
            change(Map.of("blob:" + id, ABSENT), () -> blobs.destroy("bucket1", id));
        } else if (present && version % 4 == 1) {
            String kept = blobs.find("bucket1", id).orElseThrow().metadata().getOrDefault("version", "0");
            Map<String, String> metadata = Map.of("version", kept, "note", "n" + version);
            if (!kept.equals("0")) {
                change(
                        Map.of("blob:" + id, kept + "/n" + version),
                        () -> blobs.updateMetadata("bucket1", id, metadata));
            }
        } else {
            byte[] content = content(version);
            BlobUpload upload = new BlobUpload(
                    new ByteArrayInputStream(content),
                    OptionalLong.of(content.length),
                    "text/plain",
                    Map.of("version", Integer.toString(version)));
            change(Map.of("blob:" + id, version + "/"), () -> blobs.write("bucket1", id, upload));
        }
    }

    private Instance anyInstance() {
        List<Instance> all = instances.list(InstanceFilter.ALL);
        if (all.isEmpty()) {
            createInstance();
            all = instances.list(InstanceFilter.ALL);
        }
        return all.get(random.nextInt(all.size()));
    }

    private LoadBalancer balancer() {
        return loadBalancers.find("lb1").orElseThrow();
    }

    private static void change(Map<String, String> effects, Runnable change) {
        print("BEGIN "
                + effects.entrySet().stream()
                        .map(effect -> effect.getKey() + "=" + effect.getValue())
                        .collect(Collectors.joining(";")));
        change.run();
        print("DONE");
    }

    /** In one piece, so that no line is cut off by the kill. */
    private static void print(String line) {
        System.out.print(line + "\n");
        System.out.flush();
    }
}

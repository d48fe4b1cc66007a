package org.alluvium.testkit;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.alluvium.capability.AddressOperations;
import org.alluvium.capability.BlobOperations;
import org.alluvium.capability.BucketOperations;
import org.alluvium.capability.FirewallOperations;
import org.alluvium.capability.HardwareProfileOperations;
import org.alluvium.capability.ImageFilter;
import org.alluvium.capability.ImageOperations;
import org.alluvium.capability.InstanceFilter;
import org.alluvium.capability.InstanceOperations;
import org.alluvium.capability.KeyOperations;
import org.alluvium.capability.LoadBalancerOperations;
import org.alluvium.capability.MetricOperations;
import org.alluvium.capability.NetworkInterfaceOperations;
import org.alluvium.capability.NetworkOperations;
import org.alluvium.capability.RealmOperations;
import org.alluvium.capability.SnapshotOperations;
import org.alluvium.capability.SubnetOperations;
import org.alluvium.capability.VolumeOperations;
import org.alluvium.driver.Capabilities;
import org.alluvium.driver.Cloud;
import org.alluvium.driver.CloudException;
import org.alluvium.driver.ErrorKind;
import org.alluvium.model.InstanceAction;

/** Calls that the kit can make of any driver: the lists, and what finds or destroys something of a given id. */
final class Probes {
    private Probes() {}

    /** The list of each of these capabilities that has one, by collection. */
    static Map<String, Consumer<Cloud>> lists(Set<Class<?>> capabilities) {
        Map<Class<?>, Consumer<Cloud>> all = new LinkedHashMap<>();
        add(all, RealmOperations.class, RealmOperations::list);
        add(all, HardwareProfileOperations.class, HardwareProfileOperations::list);
        add(all, ImageOperations.class, o -> o.list(ImageFilter.ALL));
        add(all, InstanceOperations.class, o -> o.list(InstanceFilter.ALL));
        add(all, VolumeOperations.class, VolumeOperations::list);
        add(all, SnapshotOperations.class, SnapshotOperations::list);
        add(all, KeyOperations.class, KeyOperations::list);
        add(all, AddressOperations.class, AddressOperations::list);
        add(all, FirewallOperations.class, FirewallOperations::list);
        add(all, LoadBalancerOperations.class, LoadBalancerOperations::list);
        add(all, MetricOperations.class, MetricOperations::list);
        add(all, NetworkOperations.class, NetworkOperations::list);
        add(all, SubnetOperations.class, SubnetOperations::list);
        add(all, NetworkInterfaceOperations.class, NetworkInterfaceOperations::list);
        add(all, BucketOperations.class, BucketOperations::list);
        return chosen(all, capabilities);
    }

    /** What destroys the thing of that id, by collection. */
    static Map<String, Consumer<Cloud>> destroys(Set<Class<?>> capabilities, String id) {
        Map<Class<?>, Consumer<Cloud>> all = new LinkedHashMap<>();
        add(all, InstanceOperations.class, o -> o.perform(id, InstanceAction.DESTROY));
        add(all, VolumeOperations.class, o -> o.destroy(id));
        add(all, SnapshotOperations.class, o -> o.destroy(id));
        add(all, KeyOperations.class, o -> o.destroy(id));
        add(all, FirewallOperations.class, o -> o.destroy(id));
        add(all, NetworkOperations.class, o -> o.destroy(id));
        add(all, BucketOperations.class, o -> o.destroy(id));
        return chosen(all, capabilities);
    }

    /** What finds the thing of that id, by collection; NOT_FOUND where there is none. */
    static Map<String, Consumer<Cloud>> finds(Set<Class<?>> capabilities, String id) {
        Map<Class<?>, Consumer<Cloud>> all = new LinkedHashMap<>();
        addFind(all, RealmOperations.class, o -> o.find(id));
        addFind(all, HardwareProfileOperations.class, o -> o.find(id));
        addFind(all, ImageOperations.class, o -> o.find(id));
        addFind(all, InstanceOperations.class, o -> o.find(id));
        addFind(all, VolumeOperations.class, o -> o.find(id));
        addFind(all, SnapshotOperations.class, o -> o.find(id));
        addFind(all, KeyOperations.class, o -> o.find(id));
        addFind(all, AddressOperations.class, o -> o.find(id));
        addFind(all, FirewallOperations.class, o -> o.find(id));
        addFind(all, LoadBalancerOperations.class, o -> o.find(id));
        addFind(all, MetricOperations.class, o -> o.find(id));
        addFind(all, NetworkOperations.class, o -> o.find(id));
        addFind(all, SubnetOperations.class, o -> o.find(id));
        addFind(all, NetworkInterfaceOperations.class, o -> o.find(id));
        addFind(all, BucketOperations.class, o -> o.find(id));
        return chosen(all, capabilities);
    }

    /** What finds, reads and destroys a blob; NOT_FOUND where there is none. */
    static Map<String, Consumer<Cloud>> blobs(String bucket, String id) {
        return Map.of(
                "blobs, shown",
                cloud -> found(cloud.require(BlobOperations.class).find(bucket, id)),
                "blobs, read",
                cloud -> cloud.require(BlobOperations.class).read(bucket, id, Optional.empty()),
                "blobs, destroyed",
                cloud -> cloud.require(BlobOperations.class).destroy(bucket, id));
    }

    private static <T> void addFind(
            Map<Class<?>, Consumer<Cloud>> all, Class<T> capability, Function<T, Optional<?>> find) {
        add(all, capability, o -> found(find.apply(o)));
    }

    private static void found(Optional<?> thing) {
        if (thing.isEmpty()) {
            throw new CloudException(ErrorKind.NOT_FOUND, "There is none.");
        }
    }

    private static <T> void add(Map<Class<?>, Consumer<Cloud>> all, Class<T> capability, Consumer<T> call) {
        all.put(capability, cloud -> call.accept(cloud.require(capability)));
    }

    private static Map<String, Consumer<Cloud>> chosen(Map<Class<?>, Consumer<Cloud>> all, Set<Class<?>> capabilities) {
        Map<String, Consumer<Cloud>> chosen = new LinkedHashMap<>();
        all.forEach((capability, call) -> {
            if (capabilities.contains(capability)) {
                chosen.put(Capabilities.collection(capability), call);
            }
        });
        return chosen;
    }
}

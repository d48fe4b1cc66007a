package org.alluvium.driver.mock;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.alluvium.driver.CloudException;
import org.alluvium.driver.ErrorKind;
import org.alluvium.model.Address;
import org.alluvium.model.Bucket;
import org.alluvium.model.Firewall;
import org.alluvium.model.Image;
import org.alluvium.model.Key;
import org.alluvium.model.LoadBalancer;
import org.alluvium.model.Network;
import org.alluvium.model.NetworkInterface;
import org.alluvium.model.Snapshot;
import org.alluvium.model.Subnet;
import org.alluvium.model.Volume;
import org.jspecify.annotations.Nullable;

/**
 * The state of the mock cloud: a folder of files, kept in memory for reading.
 *
 * <p>One change is made at a time, over all threads and processes that have the same folder open; each is on disk when
 * {@link #change} returns. Readers wait for nobody, unless somebody else has changed the folder, which is then read anew. The
 * folder is filled with the fixtures when it is empty, in one atomic step.
 */
final class MockStore implements AutoCloseable {
    final MockFolder<Image> images;
    final MockFolder<MockInstances.Stored> instances;
    final MockFolder<Key> keys;
    final MockFolder<Volume> volumes;
    final MockFolder<Snapshot> snapshots;
    final MockFolder<Bucket> buckets;
    final MockFolder<MockBlobs.Stored> blobs;
    final MockFolder<MockSegmentedBlobs.Upload> uploads;
    final MockFolder<Address> addresses;
    final MockFolder<Firewall> firewalls;
    final MockFolder<LoadBalancer> loadBalancers;
    final MockFolder<Network> networks;
    final MockFolder<Subnet> subnets;
    final MockFolder<NetworkInterface> networkInterfaces;
    final MockContents contents;

    private final Path root;
    private final Path cloud;
    private final List<MockFolder<?>> folders;
    /** The same object for the same folder in all of the process, whichever class loader this class came from. */
    private final Object monitor;

    private volatile @Nullable StorageLock lock;
    /** The number in the lock file that belongs to what is in memory. */
    private volatile long seen;

    /**
     * A store that is opened when it is used first.
     *
     * @param root the folder; made when it is not there
     */
    MockStore(Path root) {
        this.root = root.toAbsolutePath().normalize();
        cloud = this.root.resolve("cloud");
        monitor = (MockStore.class.getName() + " " + this.root).intern();
        contents = new MockContents(cloud.resolve("contents"));
        images = folder("images", "Image", Image.class, Image::id);
        instances = folder(
                "instances",
                "Instance",
                MockInstances.Stored.class,
                s -> s.instance().id());
        keys = folder("keys", "Key", Key.class, Key::id);
        volumes = folder(
                "volumes",
                "Volume",
                Volume.class,
                Volume::id,
                v -> v.attachment().map(Volume.Attachment::instanceId));
        snapshots = folder("snapshots", "Snapshot", Snapshot.class, Snapshot::id);
        buckets = folder("buckets", "Bucket", Bucket.class, Bucket::id);
        blobs = folder(
                "blobs",
                "Blob",
                MockBlobs.Stored.class,
                MockBlobs.Stored::key,
                s -> Optional.of(s.blob().bucketId()));
        uploads = folder("uploads", "Upload", MockSegmentedBlobs.Upload.class, MockSegmentedBlobs.Upload::id);
        addresses = folder("addresses", "Address", Address.class, Address::id, Address::instanceId);
        firewalls = folder("firewalls", "Firewall", Firewall.class, Firewall::id);
        loadBalancers = folder("load_balancers", "Load balancer", LoadBalancer.class, LoadBalancer::id);
        networks = folder("networks", "Network", Network.class, Network::id);
        subnets = folder("subnets", "Subnet", Subnet.class, Subnet::id, s -> Optional.of(s.networkId()));
        networkInterfaces = folder(
                "network_interfaces",
                "Network interface",
                NetworkInterface.class,
                NetworkInterface::id,
                NetworkInterface::instanceId);
        folders = List.of(
                images,
                instances,
                keys,
                volumes,
                snapshots,
                buckets,
                blobs,
                uploads,
                addresses,
                firewalls,
                loadBalancers,
                networks,
                subnets,
                networkInterfaces);
    }

    /**
     * Makes a change while nobody else makes one. When it has returned, all of it is on disk.
     *
     * @param change answers what the caller wants to know of it; may throw before its first write
     * @throws CloudException UNAVAILABLE when the folder cannot be read or written
     */
    <R> R change(Supplier<R> change) {
        synchronized (monitor) {
            try {
                StorageLock opened = lock;
                if (opened == null) {
                    opened = new StorageLock(Files.createDirectories(root).resolve("lock"));
                    seen = opened.changes() - 1;
                    lock = opened;
                }
                try (FileLock held = opened.acquire()) {
                    if (seen != opened.changes()) {
                        load();
                        seen = opened.changes();
                    }
                    return change.get();
                }
            } catch (IOException | UncheckedIOException e) {
                // Nobody knows what is on disk now, so it is to be read anew.
                close();
                throw new CloudException(
                        ErrorKind.UNAVAILABLE, "The mock cloud's storage cannot be read or written at the moment.", e);
            }
        }
    }

    /** Makes a change of which there is nothing to tell. */
    void execute(Runnable change) {
        change(() -> {
            change.run();
            return true;
        });
    }

    /** Sees to it that what is in memory is what is on disk. Costs nothing while nobody else changes the folder. */
    void refresh() {
        StorageLock opened = lock;
        if ((opened == null || seen != opened.changes()) && !Thread.holdsLock(monitor)) {
            change(() -> true);
        }
    }

    /** Tells the others that have the folder open that it is about to change. */
    void beforeWrite() {
        StorageLock opened = lock;
        if (opened == null || !Thread.holdsLock(monitor)) {
            throw new IllegalStateException("a write outside of a change");
        }
        // Own readers must not take the change for somebody else's.
        if (seen == opened.changes()) {
            seen = opened.changes() + 1;
        }
        opened.countChange();
    }

    /** Closes the folder; it is opened again when it is used again. */
    @Override
    public void close() {
        synchronized (monitor) {
            StorageLock opened = lock;
            lock = null;
            if (opened != null) {
                try {
                    opened.close();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    private void load() throws IOException {
        if (!Files.isDirectory(cloud)) {
            seed();
        }
        for (MockFolder<?> folder : folders) {
            folder.load();
        }
        tidy();
    }

    /** Finishes what a killed process had no time to do after its change: nothing refers to what is not there. */
    private void tidy() throws IOException {
        Stream<String> mentioned = Stream.of(
                        volumes.all().stream()
                                .flatMap(v -> v.attachment().stream())
                                .map(Volume.Attachment::instanceId),
                        addresses.all().stream().flatMap(a -> a.instanceId().stream()),
                        networkInterfaces.all().stream().flatMap(n -> n.instanceId().stream()),
                        loadBalancers.all().stream().flatMap(b -> b.instanceIds().stream()))
                .flatMap(Function.identity());
        mentioned
                .distinct()
                .filter(id -> instances.find(id).isEmpty())
                .toList()
                .forEach(id -> MockInstances.forget(this, id));
        subnets.all().stream()
                .filter(s -> networks.find(s.networkId()).isEmpty())
                .toList()
                .forEach(s -> subnets.remove(s.id()));
        Set<String> used = Stream.concat(
                        blobs.all().stream().map(MockBlobs.Stored::content),
                        uploads.all().stream()
                                .flatMap(u -> u.segments().stream())
                                .map(MockSegmentedBlobs.Segment::content))
                .collect(Collectors.toSet());
        contents.sweep(used);
    }

    /** Makes a new cloud beside the place where it belongs, and moves it there when it is whole. */
    private void seed() throws IOException {
        Path fresh = root.resolve("cloud" + DurableFiles.TEMPORARY);
        DurableFiles.deleteTree(fresh);
        images.seed(fresh, MockImages.FIXTURES);
        instances.seed(fresh, MockInstances.FIXTURES);
        keys.seed(fresh, MockKeys.fixtures());
        volumes.seed(fresh, MockVolumes.FIXTURES);
        snapshots.seed(fresh, MockSnapshots.FIXTURES);
        buckets.seed(fresh, MockBuckets.FIXTURES);
        blobs.seed(fresh, MockBlobs.fixtures(contents, fresh));
        addresses.seed(fresh, MockAddresses.FIXTURES);
        firewalls.seed(fresh, MockFirewalls.FIXTURES);
        loadBalancers.seed(fresh, MockLoadBalancers.FIXTURES);
        networks.seed(fresh, MockNetworks.FIXTURES);
        subnets.seed(fresh, MockSubnets.FIXTURES);
        networkInterfaces.seed(fresh, MockNetworkInterfaces.FIXTURES);
        DurableFiles.move(fresh, cloud);
    }

    private <T extends Record> MockFolder<T> folder(String name, String noun, Class<T> type, Function<T, String> id) {
        return folder(name, noun, type, id, value -> Optional.empty());
    }

    private <T extends Record> MockFolder<T> folder(
            String name, String noun, Class<T> type, Function<T, String> id, Function<T, Optional<String>> owner) {
        return new MockFolder<>(this, cloud.resolve(name), noun, type, id, owner);
    }
}

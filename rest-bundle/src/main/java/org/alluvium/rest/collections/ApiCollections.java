package org.alluvium.rest.collections;

import java.util.List;
import java.util.Optional;
import org.alluvium.rest.Api;
import org.alluvium.rest.collections.addresses.AddressView;
import org.alluvium.rest.collections.addresses.AddressesResource;
import org.alluvium.rest.collections.buckets.BlobView;
import org.alluvium.rest.collections.buckets.BlobsResource;
import org.alluvium.rest.collections.buckets.BucketView;
import org.alluvium.rest.collections.buckets.BucketsResource;
import org.alluvium.rest.collections.firewalls.FirewallView;
import org.alluvium.rest.collections.firewalls.FirewallsResource;
import org.alluvium.rest.collections.hardwareprofiles.HardwareProfileView;
import org.alluvium.rest.collections.hardwareprofiles.HardwareProfilesResource;
import org.alluvium.rest.collections.images.ImageView;
import org.alluvium.rest.collections.images.ImagesResource;
import org.alluvium.rest.collections.instances.InstanceCollection;
import org.alluvium.rest.collections.instances.InstancesResource;
import org.alluvium.rest.collections.instancestates.InstanceStateView;
import org.alluvium.rest.collections.instancestates.InstanceStatesResource;
import org.alluvium.rest.collections.keys.KeyView;
import org.alluvium.rest.collections.keys.KeysResource;
import org.alluvium.rest.collections.loadbalancers.LoadBalancerView;
import org.alluvium.rest.collections.loadbalancers.LoadBalancersResource;
import org.alluvium.rest.collections.metrics.MetricView;
import org.alluvium.rest.collections.metrics.MetricsResource;
import org.alluvium.rest.collections.networkinterfaces.NetworkInterfaceView;
import org.alluvium.rest.collections.networkinterfaces.NetworkInterfacesResource;
import org.alluvium.rest.collections.networks.NetworkView;
import org.alluvium.rest.collections.networks.NetworksResource;
import org.alluvium.rest.collections.realms.RealmView;
import org.alluvium.rest.collections.realms.RealmsResource;
import org.alluvium.rest.collections.snapshots.SnapshotView;
import org.alluvium.rest.collections.snapshots.SnapshotsResource;
import org.alluvium.rest.collections.subnets.SubnetView;
import org.alluvium.rest.collections.subnets.SubnetsResource;
import org.alluvium.rest.collections.volumes.VolumeView;
import org.alluvium.rest.collections.volumes.VolumesResource;
import org.alluvium.rest.description.CollectionDescription;
import org.alluvium.rest.root.DocsResource;
import org.alluvium.rest.root.DriverView;
import org.alluvium.rest.root.DriversResource;
import org.alluvium.rest.root.EntryPointResource;
import org.alluvium.rest.root.HomeResource;

/** All collections of the API: the one list of them. */
public final class ApiCollections {
    /** Their descriptions, by name in alphabetical order. */
    public static final List<CollectionDescription> ALL = List.of(
            AddressView.COLLECTION,
            BucketView.COLLECTION,
            DriverView.COLLECTION,
            FirewallView.COLLECTION,
            HardwareProfileView.COLLECTION,
            ImageView.COLLECTION,
            InstanceStateView.COLLECTION,
            InstanceCollection.COLLECTION,
            KeyView.COLLECTION,
            LoadBalancerView.COLLECTION,
            MetricView.COLLECTION,
            NetworkInterfaceView.COLLECTION,
            NetworkView.COLLECTION,
            RealmView.COLLECTION,
            SnapshotView.COLLECTION,
            VolumeView.COLLECTION,
            SubnetView.COLLECTION);

    /** Those whose members live inside members of others: not in the entry point, but documented. */
    public static final List<CollectionDescription> SUB = List.of(BlobView.BLOBS);

    private ApiCollections() {}

    /** Their resources. */
    public static List<Object> resources(Api api) {
        return List.of(
                new EntryPointResource(api),
                new HomeResource(),
                new DocsResource(api),
                new DriversResource(api),
                new BlobsResource(api),
                new BucketsResource(api),
                new AddressesResource(api),
                new FirewallsResource(api),
                new LoadBalancersResource(api),
                new NetworksResource(api),
                new NetworkInterfacesResource(api),
                new SubnetsResource(api),
                new HardwareProfilesResource(api),
                new ImagesResource(api),
                new InstanceStatesResource(api),
                new InstancesResource(api),
                new KeysResource(api),
                new MetricsResource(api),
                new RealmsResource(api),
                new SnapshotsResource(api),
                new VolumesResource(api));
    }

    /** The description of a collection. */
    public static Optional<CollectionDescription> find(String name) {
        return ALL.stream().filter(c -> c.name().equals(name)).findFirst();
    }
}

package org.alluvium.driver.azure;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.alluvium.capability.AddressOperations;
import org.alluvium.capability.BlobOperations;
import org.alluvium.capability.BucketOperations;
import org.alluvium.capability.FirewallOperations;
import org.alluvium.capability.HardwareProfileOperations;
import org.alluvium.capability.ImageOperations;
import org.alluvium.capability.InstanceOperations;
import org.alluvium.capability.KeyOperations;
import org.alluvium.capability.LoadBalancerOperations;
import org.alluvium.capability.MetricOperations;
import org.alluvium.capability.NetworkInterfaceOperations;
import org.alluvium.capability.NetworkOperations;
import org.alluvium.capability.ProviderOperations;
import org.alluvium.capability.RealmOperations;
import org.alluvium.capability.SegmentedBlobOperations;
import org.alluvium.capability.SnapshotOperations;
import org.alluvium.capability.SubnetOperations;
import org.alluvium.capability.VolumeOperations;
import org.alluvium.driver.Capabilities;
import org.alluvium.driver.Feature;
import org.alluvium.driver.Features;
import org.alluvium.model.StateMachine;

/**
 * What the driver has. A new collection is a class, and a line in each of two lists: what is declared, and what a service
 * principal is given. An account's key opens buckets alone.
 */
final class AzureOffer {
    static final Set<Class<?>> CAPABILITIES = new LinkedHashSet<>(List.of(
            RealmOperations.class,
            ProviderOperations.class,
            HardwareProfileOperations.class,
            ImageOperations.class,
            InstanceOperations.class,
            KeyOperations.class,
            BucketOperations.class,
            BlobOperations.class,
            SegmentedBlobOperations.class,
            VolumeOperations.class,
            SnapshotOperations.class,
            AddressOperations.class,
            FirewallOperations.class,
            LoadBalancerOperations.class,
            NetworkOperations.class,
            SubnetOperations.class,
            NetworkInterfaceOperations.class,
            MetricOperations.class));

    static final List<Feature> FEATURES = Stream.concat(
                    AzureLaunch.FEATURES.stream(),
                    Stream.of(
                            Features.IMAGE_OWNER_ID,
                            Features.IMAGE_NAME,
                            Features.IMAGE_DESCRIPTION,
                            Features.INSTANCE_REALM_FILTER,
                            Features.INSTANCE_USER_NAME.constrained("max_length", "52"),
                            Features.INSTANCE_USER_DATA,
                            Features.INSTANCE_FIREWALLS,
                            Features.INSTANCE_AUTHENTICATION_KEY,
                            Features.INSTANCE_AUTHENTICATION_PASSWORD,
                            Features.KEY_IMPORT,
                            Features.VOLUME_NAME,
                            Features.VOLUME_DESCRIPTION))
            .toList();

    static final Optional<StateMachine> STATES = Optional.of(AzureStates.MACHINE);

    private AzureOffer() {}

    /** What a service principal is given; its buckets are those of one storage account. */
    static AzureCloud cloud(AzureArm arm) {
        AzureStorage storage = new AzureStorage(arm.place(), new AzureAccounts(arm)::key);
        AzureBlobs blobs = new AzureBlobs(arm.calls(), storage);
        return new AzureCloud(
                Capabilities.of(
                        new AzureRealms(arm),
                        new AzureProviders(arm),
                        new AzureHardwareProfiles(arm),
                        new AzureImages(arm),
                        new AzureInstances(arm),
                        new AzureKeys(arm),
                        new AzureVolumes(arm),
                        new AzureSnapshots(arm),
                        new AzureAddresses(arm),
                        new AzureFirewalls(arm),
                        new AzureLoadBalancers(arm),
                        new AzureNetworks(arm),
                        new AzureSubnets(arm),
                        new AzureNetworkInterfaces(arm),
                        new AzureMetrics(arm),
                        new AzureBuckets(arm.calls(), storage),
                        blobs,
                        new AzureSegmentedBlobs(arm.calls(), storage, blobs)),
                arm::verify);
    }

    /** What the key of a storage account opens. */
    static AzureCloud cloud(AzureCalls calls, AzureStorage storage) {
        AzureBlobs blobs = new AzureBlobs(calls, storage);
        return new AzureCloud(
                Capabilities.of(
                        new AzureBuckets(calls, storage), blobs, new AzureSegmentedBlobs(calls, storage, blobs)),
                new AzureListing(calls, storage)::verify);
    }
}

package org.alluvium.driver.openstack;

import static java.util.Objects.requireNonNull;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.alluvium.capability.AddressOperations;
import org.alluvium.capability.BlobOperations;
import org.alluvium.capability.BucketOperations;
import org.alluvium.capability.FirewallOperations;
import org.alluvium.capability.HardwareProfileOperations;
import org.alluvium.capability.ImageOperations;
import org.alluvium.capability.InstanceOperations;
import org.alluvium.capability.KeyOperations;
import org.alluvium.capability.LoadBalancerOperations;
import org.alluvium.capability.NetworkInterfaceOperations;
import org.alluvium.capability.NetworkOperations;
import org.alluvium.capability.ProviderOperations;
import org.alluvium.capability.RealmOperations;
import org.alluvium.capability.SegmentedBlobOperations;
import org.alluvium.capability.SnapshotOperations;
import org.alluvium.capability.SubnetOperations;
import org.alluvium.capability.VolumeOperations;
import org.alluvium.driver.BackendCalls;
import org.alluvium.driver.Cloud;
import org.alluvium.driver.CloudDriver;
import org.alluvium.driver.Credentials;
import org.alluvium.driver.DriverInfo;
import org.alluvium.driver.Features;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/**
 * The driver. Its provider is a Keystone, {@code URL[;REGION]}. Its user is {@code USER[@DOMAIN]+PROJECT[@DOMAIN]}, or an
 * application credential's id with its secret as the password ({@link OpenstackIdentity}).
 */
@Component(service = CloudDriver.class, configurationPid = "org.alluvium.driver.openstack")
@Designate(ocd = OpenstackDriver.Config.class)
public final class OpenstackDriver implements CloudDriver {
    private static final Set<Class<?>> CAPABILITIES = new LinkedHashSet<>(List.of(
            ProviderOperations.class,
            RealmOperations.class,
            HardwareProfileOperations.class,
            InstanceOperations.class,
            KeyOperations.class,
            ImageOperations.class,
            VolumeOperations.class,
            SnapshotOperations.class,
            NetworkOperations.class,
            SubnetOperations.class,
            NetworkInterfaceOperations.class,
            AddressOperations.class,
            FirewallOperations.class,
            LoadBalancerOperations.class,
            BucketOperations.class,
            BlobOperations.class,
            SegmentedBlobOperations.class));

    /** The settings, {@code etc/org.alluvium.driver.openstack.cfg}. */
    @ObjectClassDefinition(name = "Alluvium OpenStack driver")
    public @interface Config {
        @AttributeDefinition(
                name = "Keystones",
                description = "The URLs of the clouds that clients may name as provider; the first is the default.",
                required = false)
        String[] keystones() default {};

        @AttributeDefinition(name = "Connect time-out", description = "How many seconds a connection may take to open.")
        int connectTimeoutSeconds() default 5;

        @AttributeDefinition(
                name = "Call time-out",
                description = "How many seconds a service has for one answer, or may pause within a content.")
        int callTimeoutSeconds() default 50;

        @AttributeDefinition(
                name = "Page size",
                description = "How many things of a list are asked for at once, 1 to 1000.")
        int pageSize() default 1000;
    }

    private final BackendCalls counts;
    private final String version;
    private volatile Generation current;

    /** For Declarative Services. */
    @Activate
    public OpenstackDriver(@Reference BackendCalls counts, BundleContext context, Config config) {
        this(counts, context.getBundle().getVersion().toString(), OpenstackSettings.of(config));
    }

    OpenstackDriver(BackendCalls counts, String version, OpenstackSettings settings) {
        this.counts = requireNonNull(counts);
        this.version = requireNonNull(version);
        this.current = new Generation(settings, version);
    }

    @Override
    public DriverInfo info() {
        return current.info;
    }

    @Override
    public Cloud connect(Optional<String> provider, Optional<Credentials> credentials) {
        Generation now = current;
        OpenstackPlace place = now.settings.place(provider);
        return new OpenstackCloud(new OpenstackCalls(
                now.http, now.settings, counts, place, now.sessions.slot(place, credentials), credentials));
    }

    /** Takes new settings; requests under way end with the old ones. */
    @Modified
    void modified(Config config) {
        current = new Generation(OpenstackSettings.of(config), version);
    }

    /** What depends on the settings, exchanged as a whole. */
    private static final class Generation {
        final OpenstackSettings settings;
        final OpenstackHttp http;
        final OpenstackSessions sessions = new OpenstackSessions();
        final DriverInfo info;

        Generation(OpenstackSettings settings, String version) {
            this.settings = settings;
            this.http = new OpenstackHttp(settings);
            this.info = new DriverInfo(
                    "openstack",
                    "Openstack",
                    version,
                    settings.providers(),
                    CAPABILITIES,
                    Set.of(),
                    List.of(
                            Features.IMAGE_OWNER_ID,
                            Features.IMAGE_NAME,
                            Features.IMAGE_DESCRIPTION,
                            Features.INSTANCE_USER_NAME,
                            Features.INSTANCE_USER_DATA,
                            Features.INSTANCE_USER_FILES,
                            Features.INSTANCE_FIREWALLS,
                            Features.INSTANCE_AUTHENTICATION_KEY,
                            Features.INSTANCE_AUTHENTICATION_PASSWORD,
                            Features.INSTANCE_COUNT,
                            Features.INSTANCE_ATTACH_SNAPSHOT,
                            OpenstackLaunch.NETWORK,
                            OpenstackLaunch.BOOT_VOLUME,
                            Features.KEY_IMPORT,
                            Features.VOLUME_NAME,
                            Features.VOLUME_DESCRIPTION),
                    Optional.of(OpenstackInstanceView.STATES),
                    OpenstackIdentity.LABELS);
        }
    }
}

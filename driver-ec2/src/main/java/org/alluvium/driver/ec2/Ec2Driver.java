package org.alluvium.driver.ec2;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.alluvium.capability.AddressOperations;
import org.alluvium.capability.BlobOperations;
import org.alluvium.capability.BucketOperations;
import org.alluvium.capability.CommandOperations;
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
import org.alluvium.driver.BackendCalls;
import org.alluvium.driver.Capabilities;
import org.alluvium.driver.Cloud;
import org.alluvium.driver.CloudDriver;
import org.alluvium.driver.Credentials;
import org.alluvium.driver.DriverInfo;
import org.alluvium.driver.Features;
import org.alluvium.model.HardwareProfile;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/**
 * The driver. Its providers are regions, its user is an access key id, its password the secret key, or {@code SECRET;TOKEN}
 * for temporary credentials.
 */
@Component(service = CloudDriver.class, configurationPid = "org.alluvium.driver.ec2")
@Designate(ocd = Ec2Driver.Config.class)
public final class Ec2Driver implements CloudDriver {
    /** How long EC2 may not know what it has just made. */
    private static final Duration NEWBORN_GRACE = Duration.ofSeconds(10);

    /** How long an account's default network is taken to be the same. */
    private static final Duration DEFAULT_NETWORK_LIFETIME = Duration.ofMinutes(5);

    private static final Set<Class<?>> CAPABILITIES = new LinkedHashSet<>(List.of(
            RealmOperations.class,
            HardwareProfileOperations.class,
            ImageOperations.class,
            InstanceOperations.class,
            CommandOperations.class,
            KeyOperations.class,
            LoadBalancerOperations.class,
            MetricOperations.class,
            ProviderOperations.class,
            BucketOperations.class,
            BlobOperations.class,
            SegmentedBlobOperations.class,
            VolumeOperations.class,
            SnapshotOperations.class,
            AddressOperations.class,
            FirewallOperations.class,
            NetworkOperations.class,
            SubnetOperations.class,
            NetworkInterfaceOperations.class));

    /** The settings, {@code etc/org.alluvium.driver.ec2.cfg}. */
    @ObjectClassDefinition(name = "Alluvium EC2 driver")
    public @interface Config {
        @AttributeDefinition(
                name = "Endpoint",
                description =
                        "The URL that serves every region instead of Amazon's, for example http://127.0.0.1:5000.",
                required = false)
        String endpoint() default "";

        @AttributeDefinition(name = "Default region", description = "The region of a request that names no provider.")
        String defaultRegion() default "us-east-1";

        @AttributeDefinition(name = "Regions", description = "The regions that are listed as providers, in this order.")
        String[] regions() default {
            "us-west-1", "us-west-2", "ap-southeast-1", "ap-northeast-1", "eu-west-1", "us-east-1", "sa-east-1"
        };

        @AttributeDefinition(
                name = "Allowed hosts",
                description = "What a client may name as provider besides regions: HOST, HOST:PORT, or a URL. In"
                        + " ec2=HOST:PORT;s3=HOST:PORT, each of the two.",
                required = false)
        String[] allowedHosts() default {};

        @AttributeDefinition(name = "Connect time-out", description = "How many seconds a connection may take to open.")
        int connectTimeoutSeconds() default 5;

        @AttributeDefinition(name = "Call time-out", description = "How many seconds EC2 has for one answer.")
        int callTimeoutSeconds() default 50;

        @AttributeDefinition(
                name = "Retry budget",
                description = "For how many seconds a call that EC2 throttles is tried again; 0 does not try again.")
        int retryBudgetSeconds() default 8;

        @AttributeDefinition(
                name = "Connections",
                description = "How many connections to one endpoint are kept at most.")
        int maxConnections() default 64;

        @AttributeDefinition(
                name = "Page size",
                description = "How many things of a list are asked for at once, 5 to 1000.")
        int pageSize() default 1000;

        @AttributeDefinition(name = "SSH user", description = "Who runs commands on instances.")
        String sshUser() default "root";

        @AttributeDefinition(
                name = "SSH known hosts",
                description =
                        "A file in the format of OpenSSH's known_hosts: only instances whose host keys are in it are"
                                + " logged in to. Without one, any host key is accepted.",
                required = false)
        String sshKnownHosts() default "";

        @AttributeDefinition(
                name = "SSH to private addresses",
                description = "Whether commands may reach instances by private addresses.")
        boolean sshPrivateAddresses() default false;

        @AttributeDefinition(name = "SSH time-out", description = "For how many seconds a command may run.")
        int sshTimeoutSeconds() default 300;
    }

    private final BackendCalls counts;
    private final String version;
    private final Ec2Newborns newborns = new Ec2Newborns(NEWBORN_GRACE);
    private final Ec2DefaultNetworks defaultNetworks = new Ec2DefaultNetworks(DEFAULT_NETWORK_LIFETIME);
    private final ConcurrentHashMap<Ec2Place, Map<String, HardwareProfile>> profiles = new ConcurrentHashMap<>();
    private volatile Generation current;

    /** For Declarative Services. */
    @Activate
    public Ec2Driver(@Reference BackendCalls counts, BundleContext context, Config config) {
        this(counts, context.getBundle().getVersion().toString(), Ec2Settings.of(config));
    }

    Ec2Driver(BackendCalls counts, String version, Ec2Settings settings) {
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
        Ec2Calls calls = new Ec2Calls(
                now.clients,
                now.settings.place(provider),
                now.settings,
                counts,
                newborns,
                Ec2Cloud.signer(credentials));
        Ec2Groups groups = new Ec2Groups(calls, defaultNetworks);
        Ec2HardwareProfiles hardware = new Ec2HardwareProfiles(calls, credentials.isEmpty(), profiles);
        Ec2Subnets subnets = new Ec2Subnets(calls);
        return new Ec2Cloud(
                calls,
                Capabilities.of(
                        new Ec2Realms(calls),
                        hardware,
                        new Ec2Images(calls),
                        new Ec2Commands(calls, now.settings.login()),
                        new Ec2Instances(calls, groups, hardware),
                        new Ec2Keys(calls),
                        new Ec2LoadBalancers(calls),
                        new Ec2Metrics(calls),
                        new Ec2Providers(calls),
                        new Ec2Buckets(calls),
                        new Ec2Blobs(calls),
                        new Ec2Segments(calls),
                        new Ec2Volumes(calls),
                        new Ec2Snapshots(calls),
                        new Ec2Addresses(calls),
                        new Ec2Firewalls(calls, groups),
                        new Ec2Networks(calls, subnets),
                        subnets,
                        new Ec2NetworkInterfaces(calls)));
    }

    /** Asks a stand-in on the loopback address until it answers as fast as it will, so that the first callers need not wait. */
    @Override
    public void selfTest() {
        Ec2SelfTest.run(current.settings, version);
    }

    /** Takes new settings; requests under way end with the old ones. */
    @Modified
    void modified(Config config) {
        change(Ec2Settings.of(config));
    }

    synchronized void change(Ec2Settings settings) {
        Generation old = current;
        current = new Generation(settings, version);
        old.clients.retire();
    }

    /** Closes the connections, when the last call has its answer. */
    @Deactivate
    synchronized void deactivate() {
        current.clients.retire();
    }

    /** What depends on the settings, exchanged as a whole. */
    private static final class Generation {
        final Ec2Settings settings;
        final Ec2Clients clients;
        final DriverInfo info;

        Generation(Ec2Settings settings, String version) {
            this.settings = settings;
            this.clients = new Ec2Clients(settings);
            this.info = new DriverInfo(
                    "ec2",
                    "EC2",
                    version,
                    settings.providers(),
                    CAPABILITIES,
                    Set.of(HardwareProfileOperations.class),
                    List.of(
                            Features.IMAGE_OWNER_ID,
                            Features.IMAGE_NAME,
                            Features.IMAGE_DESCRIPTION,
                            Features.INSTANCE_METRICS,
                            Features.INSTANCE_USER_DATA,
                            Features.INSTANCE_FIREWALLS,
                            Features.INSTANCE_AUTHENTICATION_KEY,
                            Features.INSTANCE_COUNT,
                            Features.INSTANCE_ATTACH_SNAPSHOT,
                            Features.BUCKET_LOCATION),
                    Optional.of(Ec2InstanceView.STATES),
                    new DriverInfo.CredentialLabels("Access Key ID", "Secret Access Key"));
        }
    }
}

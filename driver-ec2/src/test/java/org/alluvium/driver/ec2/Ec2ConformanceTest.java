package org.alluvium.driver.ec2;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.alluvium.capability.BlobOperations;
import org.alluvium.capability.BucketOperations;
import org.alluvium.capability.CommandRequest;
import org.alluvium.capability.FirewallOperations;
import org.alluvium.capability.InstanceOperations;
import org.alluvium.capability.SegmentedBlobOperations;
import org.alluvium.capability.VolumeOperations;
import org.alluvium.capability.VolumeRequest;
import org.alluvium.driver.BackendCalls;
import org.alluvium.driver.Cloud;
import org.alluvium.driver.CloudDriver;
import org.alluvium.driver.Credentials;
import org.alluvium.driver.ErrorKind;
import org.alluvium.driver.Feature;
import org.alluvium.driver.Features;
import org.alluvium.model.Firewall;
import org.alluvium.model.Instance;
import org.alluvium.model.Volume;
import org.alluvium.model.Volume.Attachment;
import org.alluvium.testkit.DriverFixture;
import org.alluvium.testkit.Fault;
import org.alluvium.testkit.FaultyProxy;
import org.alluvium.testkit.KnownCommand;
import org.alluvium.testkit.LongList;
import org.alluvium.testkit.Refusal;
import org.alluvium.testkit.WholeConformance;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** The contract that every driver keeps, against moto with EC2's pages, behind a proxy that fails when told to. */
class Ec2ConformanceTest implements WholeConformance {
    private static final Credentials KEYS = new Credentials("AKIAEXAMPLE", "canary-secret");

    private static final int PAGE = 100;
    /** Two pages and a bit: what other tests leave behind makes no fourth. */
    private static final int MANY = 2 * PAGE + 1;

    private static final Duration TIME_OUT = Duration.ofSeconds(5);

    private static MotoServer moto;
    private static StrictEc2 strict;
    private static FaultyProxy proxy;
    private static SshTestServer ssh;
    private static Ec2Driver driver;
    private static List<LongList> longLists = List.of();

    @BeforeAll
    static void start() throws Exception {
        moto = MotoServer.start();
        strict = StrictEc2.before(moto);
        proxy = FaultyProxy.to(URI.create(strict.url()));
        ssh = new SshTestServer();
        driver = new Ec2Driver(new BackendCalls(), "1.0.0", settings(Duration.ofSeconds(60)));
    }

    @AfterAll
    static void stop() throws IOException {
        driver.deactivate();
        ssh.close();
        proxy.close();
        strict.close();
        moto.close();
        longLists = List.of();
    }

    /** Repeats hardly anything, because the kit's faults last; repeating is the matter of Ec2FaultsMotoTest. */
    private static Ec2Settings settings(Duration callTimeout) {
        return new Ec2Settings(
                proxy.url(),
                "us-east-1",
                List.of("us-east-1", "eu-west-1"),
                List.of(),
                Duration.ofSeconds(5),
                callTimeout,
                Duration.ofMillis(30),
                16,
                PAGE);
    }

    /** With a time-out that is soon over; elsewhere moto may take long when it is first asked for something. */
    @Override
    @Test
    public void aCloudThatHangsBecomesATimeOut() throws Exception {
        lists().values().forEach(list -> list.accept(cloud()));
        driver.change(settings(TIME_OUT));
        try {
            WholeConformance.super.aCloudThatHangsBecomesATimeOut();
        } finally {
            driver.change(settings(Duration.ofSeconds(60)));
        }
    }

    /** On an instance whose address the proxy changes to that of an SSH server in this process. */
    @Override
    @Test
    public void aCommandRunsOnAnInstanceThatRunsAndTellsNoSecret() throws Exception {
        proxy.always(
                request -> request.formField("Action").equals(Optional.of("DescribeInstances")),
                new Fault.Corrupt(SshTestServer::addressed));
        try {
            WholeConformance.super.aCommandRunsOnAnInstanceThatRunsAndTellsNoSecret();
        } finally {
            proxy.heal();
        }
    }

    private static List<LongList> fill() {
        Cloud cloud = driver.connect(Optional.empty(), Optional.of(KEYS));
        VolumeOperations volumes = cloud.require(VolumeOperations.class);
        FirewallOperations firewalls = cloud.require(FirewallOperations.class);
        Set<String> volumeIds = new HashSet<>();
        Set<String> firewallIds = new HashSet<>();
        for (int i = 0; i < MANY; i++) {
            volumeIds.add(volumes.create(new VolumeRequest(
                            Optional.of("1"), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty()))
                    .id());
            firewallIds.add(firewalls.create("long" + i, "one of many").id());
        }
        return List.of(
                new LongList(
                        "storage_volumes",
                        volumeIds,
                        3,
                        c -> ids(
                                c,
                                VolumeOperations.class,
                                o -> o.list().stream().map(Volume::id))),
                new LongList(
                        "firewalls",
                        firewallIds,
                        3,
                        c -> ids(
                                c,
                                FirewallOperations.class,
                                o -> o.list().stream().map(Firewall::id))));
    }

    private static <T> List<String> ids(Cloud cloud, Class<T> capability, Function<T, Stream<String>> read) {
        return read.apply(cloud.require(capability)).toList();
    }

    /** One body for EC2, for what answers as ELB does, and for S3: each looks for the code elsewhere. */
    private static Fault words(int status, String code, Map<String, String> more) {
        Map<String, String> headers = new HashMap<>(more);
        headers.put("Content-Type", "text/xml");
        String error = "<Code>" + code + "</Code><Message>" + Refusal.SENTENCE + "</Message>";
        return new Fault.Answer(
                status,
                headers,
                "<ErrorResponse>" + error + "<Error>" + error + "</Error><Errors><Error>" + error
                        + "</Error></Errors><RequestId>r</RequestId></ErrorResponse>");
    }

    /** The driver logs nothing, and the library's own slf4j ends nowhere, here as on the server. */
    @Override
    @Test
    public void whatIsLoggedWithSlf4jIsLookedAt() {
        assertThat(LoggerFactory.getILoggerFactory().getClass().getName()).contains("NOP");
    }

    /** As the contract has it, but that moto attaches what is attached already; EC2's own refusal is in Ec2VolumesMotoTest. */
    @Override
    @Test
    public void aVolumeIsMadeAttachedDetachedAndDestroyed() {
        VolumeOperations volumes = declared(VolumeOperations.class).orElseThrow();
        InstanceOperations instances = declared(InstanceOperations.class).orElseThrow();
        Instance instance = startInstance(instances);
        String id = volumes.create(new VolumeRequest(
                        Optional.of("1"), Optional.empty(), instance.realmId(), Optional.empty(), Optional.empty()))
                .id();
        assertThat(volumes.list()).extracting(Volume::id).contains(id);
        assertThat(volumes.attach(id, instance.id(), fixture().device()).attachment())
                .contains(new Attachment(instance.id(), Optional.of(fixture().device())));
        assertThat(volumes.detach(id).attachment()).isEmpty();
        assertFails(() -> volumes.detach(id), ErrorKind.CONFLICT);
        volumes.destroy(id);
        assertThat(volumes.find(id)).isEmpty();
        destroy(instances, instance.id());
    }

    /** As the contract has it, but that moto fails of an unknown upload where S3 says NoSuchUpload. */
    @Override
    @Test
    public void segmentsOfAnUnknownUploadAreRefused() {
        BucketOperations buckets = cloud().require(BucketOperations.class);
        SegmentedBlobOperations segments =
                declared(SegmentedBlobOperations.class).orElseThrow();
        String bucket = buckets.create(newName(), Optional.empty()).id();
        TreeMap<Integer, String> ids = new TreeMap<>(Map.of(1, "nosuch"));
        assertFails(
                () -> segments.complete(bucket, "whole", "nosuch", ids),
                ErrorKind.NOT_FOUND,
                ErrorKind.INVALID,
                ErrorKind.PROVIDER_ERROR);
        assertThat(cloud().require(BlobOperations.class).find(bucket, "whole")).isEmpty();
        buckets.destroy(bucket);
    }

    @Override
    public DriverFixture fixture() {
        return new DriverFixture() {
            @Override
            public CloudDriver driver() {
                return driver;
            }

            @Override
            public Optional<Map<String, Object>> settings() {
                return Optional.of(Map.of("endpoint", proxy.url()));
            }

            @Override
            public Credentials credentials() {
                return KEYS;
            }

            /** Moto takes any key. */
            @Override
            public boolean checksCredentials() {
                return false;
            }

            @Override
            public String imageId() {
                return StrictCloud.LINUX;
            }

            @Override
            public Optional<KnownCommand> command() {
                return Optional.of(new KnownCommand(
                        new CommandRequest(
                                "both", Optional.of(ssh.privateKey()), Optional.empty(), Optional.empty(), ssh.port()),
                        "on the one\n"));
            }

            @Override
            public Optional<String> bucketLocation() {
                return Optional.of("eu-west-1");
            }

            /** What the driver does not tell. */
            @Override
            public Optional<String> kept(Feature feature, String id) {
                if (feature.equals(Features.BUCKET_LOCATION)) {
                    return Optional.of(moto.bucketLocation(id));
                }
                if (feature.equals(Features.INSTANCE_METRICS)) {
                    return Optional.of(String.valueOf(moto.isMeasured(id)));
                }
                return feature.equals(Features.INSTANCE_USER_DATA) ? Optional.of(moto.userData(id)) : Optional.empty();
            }

            @Override
            public Optional<FaultyProxy> proxy() {
                return Optional.of(proxy);
            }

            @Override
            public List<LongList> longLists() {
                if (longLists.isEmpty()) {
                    longLists = fill();
                }
                return longLists;
            }

            @Override
            public Optional<Duration> timeOut() {
                return Optional.of(TIME_OUT);
            }

            @Override
            public Optional<Fault> says(Refusal refusal) {
                return Optional.of(
                        switch (refusal) {
                            case UNAUTHENTICATED -> words(401, "AuthFailure", Map.of());
                            case FORBIDDEN -> words(403, "UnauthorizedOperation", Map.of());
                            case NOT_FOUND -> words(400, "InvalidGroup.NotFound", Map.of());
                            case CONFLICT -> words(400, "DependencyViolation", Map.of());
                            case THROTTLED ->
                                words(
                                        503,
                                        "RequestLimitExceeded",
                                        Map.of("Retry-After", String.valueOf(Refusal.RETRY_AFTER.toSeconds())));
                            case BROKEN -> words(500, "InternalError", Map.of());
                            case DOWN -> words(503, "Unavailable", Map.of());
                            case ERROR_IN_200 -> words(200, "InternalError", Map.of());
                        });
            }
        };
    }
}

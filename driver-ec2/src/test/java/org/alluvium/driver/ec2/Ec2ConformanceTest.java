package org.alluvium.driver.ec2;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.alluvium.capability.BlobOperations;
import org.alluvium.capability.BucketOperations;
import org.alluvium.capability.InstanceOperations;
import org.alluvium.capability.SegmentedBlobOperations;
import org.alluvium.capability.VolumeOperations;
import org.alluvium.capability.VolumeRequest;
import org.alluvium.driver.BackendCalls;
import org.alluvium.driver.CloudDriver;
import org.alluvium.driver.Credentials;
import org.alluvium.driver.ErrorKind;
import org.alluvium.model.Instance;
import org.alluvium.model.Volume;
import org.alluvium.model.Volume.Attachment;
import org.alluvium.testkit.DriverFixture;
import org.alluvium.testkit.WholeConformance;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The contract that every driver keeps, against moto. */
class Ec2ConformanceTest implements WholeConformance {
    private static final Credentials KEYS = new Credentials("AKIAEXAMPLE", "canary-secret");

    private static MotoServer moto;
    private static Ec2Driver driver;

    @BeforeAll
    static void start() throws Exception {
        moto = MotoServer.start();
        driver = new Ec2Driver(new BackendCalls(), "1.0.0", TestSettings.of(moto.url()));
    }

    @AfterAll
    static void stop() {
        driver.deactivate();
        moto.close();
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
        };
    }
}

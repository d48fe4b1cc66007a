package org.alluvium.driver.azure;

import java.util.Set;
import org.alluvium.capability.BlobOperations;
import org.alluvium.capability.BucketOperations;
import org.alluvium.capability.SegmentedBlobOperations;
import org.alluvium.driver.BackendCalls;
import org.alluvium.driver.CloudDriver;
import org.alluvium.driver.Credentials;
import org.alluvium.testkit.DriverFixture;
import org.alluvium.testkit.WholeConformance;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The contract that every driver keeps, for who has a storage account's key; against Azurite. */
class AzureStorageConformanceTest implements WholeConformance {
    private static AzuriteServer azurite;
    private static AzureDriver driver;

    @BeforeAll
    static void start() throws Exception {
        azurite = AzuriteServer.start();
        driver = new AzureDriver(new BackendCalls(), "1.0.0", TestSettings.of(azurite.blobUrl()));
    }

    @AfterAll
    static void stop() {
        azurite.close();
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
                return new Credentials(AzuriteServer.ACCOUNT, AzuriteServer.KEY);
            }

            /** The account's name is the name of its host. */
            @Override
            public boolean hidesUsers() {
                return false;
            }

            @Override
            public Set<Class<?>> capabilities() {
                return Set.of(BucketOperations.class, BlobOperations.class, SegmentedBlobOperations.class);
            }

            @Override
            public String imageId() {
                throw new AssertionError("An account's key starts no instances.");
            }
        };
    }
}

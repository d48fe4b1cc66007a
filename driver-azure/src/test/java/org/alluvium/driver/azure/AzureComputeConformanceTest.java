package org.alluvium.driver.azure;

import org.alluvium.driver.BackendCalls;
import org.alluvium.driver.CloudDriver;
import org.alluvium.driver.Credentials;
import org.alluvium.testkit.DriverConformance;
import org.alluvium.testkit.DriverFixture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The contract that every driver keeps, for a service principal; its one storage account is Azurite's. */
class AzureComputeConformanceTest implements DriverConformance {
    private static AzuriteServer azurite;
    private static FakeArm fake;
    private static AzureDriver driver;

    @BeforeAll
    static void start() throws Exception {
        azurite = AzuriteServer.start();
        fake = new FakeArm();
        fake.seed(
                "/subscriptions/" + FakeArm.SUBSCRIPTION
                        + "/resourceGroups/Storage/providers/Microsoft.Storage/storageAccounts/"
                        + AzuriteServer.ACCOUNT,
                "{\"location\":\"westeurope\",\"keyOfTheTest\":\"" + AzuriteServer.KEY + "\"}");
        driver = new AzureDriver(new BackendCalls(), "1.0.0", TestSettings.of(fake.url(), azurite.blobUrl()));
    }

    @AfterAll
    static void stop() {
        fake.close();
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
                return fake.credentials();
            }

            /** A user without a slash is a storage account, whose name is that of its host. */
            @Override
            public boolean hidesUsers() {
                return false;
            }

            @Override
            public String imageId() {
                return "Canonical:ubuntu-24_04-lts:server:latest";
            }
        };
    }
}

package org.alluvium.driver.azure;

import java.time.Duration;
import java.util.List;

/** Settings for tests. */
final class TestSettings {
    /** Small, so that lists have pages. */
    static final int PAGE_SIZE = 5;

    private TestSettings() {}

    /** One cloud, whose blob service is there. */
    static AzureSettings of(String blobUrl) {
        return of("http://127.0.0.1:1", blobUrl);
    }

    /** One cloud, with its ARM and token service at one address, and its blob service. */
    static AzureSettings of(String armUrl, String blobUrl) {
        return new AzureSettings(
                AzureSettings.clouds(List.of(
                        "public;login=" + armUrl + ";arm=" + armUrl + ";blob=" + blobUrl + ";location=westeurope")),
                "public",
                Duration.ofSeconds(5),
                Duration.ofSeconds(30),
                Duration.ofSeconds(2),
                PAGE_SIZE,
                new AzureSettings.Compute(
                        "alluvium",
                        "azureuser",
                        "Standard_B2s",
                        List.of("Canonical:ubuntu-24_04-lts:server"),
                        Duration.ofSeconds(10),
                        Duration.ofMinutes(10)));
    }
}

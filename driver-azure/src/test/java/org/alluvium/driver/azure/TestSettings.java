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
        return new AzureSettings(
                AzureSettings.clouds(List.of("public;login=http://127.0.0.1:1;arm=http://127.0.0.1:1;blob=" + blobUrl)),
                "public",
                Duration.ofSeconds(5),
                Duration.ofSeconds(30),
                Duration.ofSeconds(2),
                PAGE_SIZE);
    }
}

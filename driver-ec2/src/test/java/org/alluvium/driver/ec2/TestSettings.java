package org.alluvium.driver.ec2;

import java.time.Duration;
import java.util.List;

/** Settings for tests: small pages, short waits. */
final class TestSettings {
    private TestSettings() {}

    /** Everything at one endpoint. Moto is slow where a region is asked for the first time. */
    static Ec2Settings of(String endpoint) {
        return new Ec2Settings(
                endpoint,
                "us-east-1",
                List.of("us-east-1", "eu-west-1"),
                List.of(),
                Duration.ofSeconds(5),
                Duration.ofSeconds(60),
                Duration.ofSeconds(2),
                16,
                5);
    }
}

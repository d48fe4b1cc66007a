package org.alluvium.driver.azure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class AzureSettingsTest {
    private static final String GOOD =
            "public;login=https://login.example;arm=https://arm.example" + ";blob=https://{account}.blob.example";

    @Test
    void aCloudThatMakesNoSenseIsLeftOutAndTheOthersStay() {
        assertThat(AzureSettings.clouds(List.of(
                        "broken;login=no address;arm=", GOOD, "bare;login=//host;arm=//host;blob=//host", "nothing")))
                .extracting(AzurePlace::cloud)
                .containsExactly("public");
    }
}

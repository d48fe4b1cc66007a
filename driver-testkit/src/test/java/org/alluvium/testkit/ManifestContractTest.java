package org.alluvium.testkit;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import org.alluvium.testkit.LeakyDriver.Leak;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ManifestContractTest {
    @TempDir
    Path folder;

    @Test
    void whatWiresTheDriverAloneIsFine() throws Exception {
        ManifestContract.assertRefreshesNothing(driver(Map.of(
                "Provide-Capability",
                "osgi.service;objectClass:List<String>=\"a.B,c.D\";uses:=\"a,c\"",
                "Require-Bundle",
                "a.library;bundle-version=\"[1,2)\";resolution:=\"optional\", other; resolution:=optional",
                "Import-Package",
                "org.alluvium.driver;version=\"[1.0,2)\"")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Export-Package | org.example.driver;version=1.0 | org.example.driver",
                "Fragment-Host | org.alluvium.core-bundle | org.alluvium.core-bundle",
                "Require-Bundle | one;resolution:=optional,a.library;bundle-version=\"[1,2)\" | a.library",
                "Provide-Capability | osgi.service,osgi.extender;osgi.extender=\"mine\" | osgi.extender"
            })
    void aHeaderThatTiesOtherBundlesToTheDriverIsNamed(String header, String value, String named) throws Exception {
        var driver = driver(Map.of(header, value));
        assertThatThrownBy(() -> ManifestContract.assertRefreshesNothing(driver))
                .hasMessageContaining(header)
                .hasMessageContaining(" " + named);
    }

    private org.alluvium.driver.CloudDriver driver(Map<String, String> headers) throws Exception {
        return new PackedDriver(folder, headers, Leak.NONE).driver();
    }
}

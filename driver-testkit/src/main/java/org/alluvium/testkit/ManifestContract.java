package org.alluvium.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URL;
import java.util.Optional;
import java.util.jar.Attributes;
import java.util.jar.Manifest;
import org.alluvium.driver.CloudDriver;
import org.alluvium.driver.DriverDeclaration;
import org.junit.jupiter.api.Test;

/** What is read of a driver without starting it. */
public interface ManifestContract extends Contract {
    @Test
    default void theManifestDeclaresWhatTheDriverSaysOfItself() throws IOException {
        assertDeclared(fixture().driver());
    }

    /** Asserts that the manifest beside the driver's classes, as the build has written it, declares what the driver is. */
    static void assertDeclared(CloudDriver driver) throws IOException {
        URL classes = driver.getClass().getProtectionDomain().getCodeSource().getLocation();
        String place = classes.toString();
        URL manifest = URI.create((place.endsWith("/") ? place : "jar:" + place + "!/") + "META-INF/MANIFEST.MF")
                .toURL();
        try (InputStream in = manifest.openStream()) {
            Attributes headers = new Manifest(in).getMainAttributes();
            assertThat(DriverDeclaration.read(name -> Optional.ofNullable(headers.getValue(name))))
                    .as("what %s declares; docs/adding-a-driver.md tells how the build writes it", manifest)
                    .contains(DriverDeclaration.of(driver.info()));
        }
    }
}

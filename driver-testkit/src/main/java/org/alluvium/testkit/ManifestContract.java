package org.alluvium.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.alluvium.driver.CloudDriver;
import org.alluvium.driver.DriverDeclaration;
import org.junit.jupiter.api.Test;

/** What is read of a driver without starting it. */
public interface ManifestContract extends Contract {
    /** Nobody is wired to the driver, and it is a part of nobody. */
    String REFRESHES_NOTHING = "installing it refreshes no other bundle";

    @Test
    default void theManifestDeclaresWhatTheDriverSaysOfItself() throws IOException {
        assertDeclared(fixture().driver());
    }

    @Test
    default void theManifestOffersNothingThatOtherBundlesCouldBeWiredTo() throws IOException {
        assertRefreshesNothing(fixture().driver());
        CapabilityMatrix.proves(REFRESHES_NOTHING);
    }

    /** Asserts that the manifest beside the driver's classes, as the build has written it, declares what the driver is. */
    static void assertDeclared(CloudDriver driver) throws IOException {
        DriverArchive archive = DriverArchive.of(driver);
        assertThat(DriverDeclaration.read(archive::header))
                .as("what %s declares; docs/adding-a-driver.md tells how the build writes it", archive)
                .contains(DriverDeclaration.of(driver.info()));
    }

    /**
     * Asserts that by the manifest beside the driver's classes no other bundle is wired to the driver or part of it, and none has
     * to be brought for it: then its coming and going concerns no other bundle. What it imports wires the driver alone.
     */
    static void assertRefreshesNothing(CloudDriver driver) throws IOException {
        DriverArchive archive = DriverArchive.of(driver);
        List<String> faults = new ArrayList<>();
        archive.clauses("Export-Package")
                .forEach(clause -> faults.add("Export-Package offers " + clause.name()
                        + " to other bundles, which are refreshed with the driver then; a driver keeps its packages."));
        archive.clauses("Fragment-Host")
                .forEach(clause -> faults.add("Fragment-Host makes the driver a part of " + clause.name()
                        + ", which is refreshed with it; a driver is a bundle of its own."));
        archive.clauses("Require-Bundle").stream()
                .filter(clause -> !clause.text().contains(";resolution:=optional"))
                .forEach(clause -> faults.add("Require-Bundle has " + clause.name()
                        + " come and go with the driver; add resolution:=optional, or nest what the driver needs."));
        archive.clauses("Provide-Capability").stream()
                .filter(clause -> !clause.name().equals("osgi.service"))
                .forEach(
                        clause -> faults.add(
                                "Provide-Capability offers " + clause.name()
                                        + " to other bundles, which are refreshed with the driver then; only osgi.service wires none."));
        assertThat(faults).as("what the manifest of %s says", archive).isEmpty();
    }
}

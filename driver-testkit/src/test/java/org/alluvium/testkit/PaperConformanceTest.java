package org.alluvium.testkit;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A driver without flaws passes the whole kit, and its archive would say so. */
@Timeout(60)
class PaperConformanceTest implements WholeConformance {
    private static PaperFixture fixture;

    @BeforeAll
    static void start() throws Exception {
        fixture = new PaperFixture(PaperDriver.FEATURES);
    }

    @AfterAll
    static void stop() throws Exception {
        fixture.close();
    }

    @Override
    public DriverFixture fixture() {
        return fixture;
    }

    /** This driver is no bundle. */
    @Override
    @Test
    public void theManifestDeclaresWhatTheDriverSaysOfItself() {
        assertThatThrownBy(() -> ManifestContract.assertDeclared(fixture.driver()))
                .isInstanceOf(IOException.class);
    }

    /** As above; that the kit looks at it is in ManifestContractTest. */
    @Override
    @Test
    public void theManifestOffersNothingThatOtherBundlesCouldBeWiredTo() {
        assertThatThrownBy(() -> ManifestContract.assertRefreshesNothing(fixture.driver()))
                .isInstanceOf(IOException.class);
    }
}

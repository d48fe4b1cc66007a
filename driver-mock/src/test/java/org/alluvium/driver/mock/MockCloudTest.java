package org.alluvium.driver.mock;

import java.nio.file.Path;
import java.util.Optional;
import org.alluvium.driver.Cloud;
import org.alluvium.driver.Credentials;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A fresh mock cloud for each test of a collection. */
abstract class MockCloudTest {
    static final Credentials OWNER = new Credentials("mockuser", "mockpassword");

    @TempDir
    Path folder;

    MockDriver driver;
    Cloud cloud;

    @BeforeEach
    void open() {
        driver = new MockDriver(folder, "1.0.0");
        cloud = driver.connect(Optional.empty(), Optional.of(OWNER));
    }

    @AfterEach
    void close() {
        driver.close();
    }

    /** Opens the same folder once more, as after a restart. */
    void restart() {
        close();
        open();
    }
}

package org.alluvium.driver.mock;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.alluvium.capability.CommandRequest;
import org.alluvium.capability.InstanceOperations;
import org.alluvium.capability.InstanceRequest;
import org.alluvium.capability.SnapshotOperations;
import org.alluvium.driver.CloudDriver;
import org.alluvium.driver.Credentials;
import org.alluvium.model.Instance;
import org.alluvium.testkit.DriverFixture;
import org.alluvium.testkit.KnownCommand;
import org.alluvium.testkit.WholeConformance;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The contract that every driver keeps. */
class MockConformanceTest implements WholeConformance {
    @TempDir
    static Path folder;

    private static MockDriver driver;

    @BeforeAll
    static void open() {
        driver = new MockDriver(folder.resolve("mock"), "1.0.0");
    }

    @AfterAll
    static void close() {
        driver.close();
    }

    @Override
    public DriverFixture fixture() {
        return new DriverFixture() {
            @Override
            public CloudDriver driver() {
                return driver;
            }

            /** A folder of its own: the other one is open. */
            @Override
            public Optional<Map<String, Object>> settings() {
                return Optional.of(Map.of("storage", folder.resolve("revisions").toString()));
            }

            @Override
            public Credentials credentials() {
                return new Credentials("mockuser", "mockpassword");
            }

            @Override
            public String imageId() {
                return "img1";
            }

            /** Its instances run nothing, and answer what a shell would show. */
            @Override
            public Optional<KnownCommand> command() {
                return Optional.of(new KnownCommand(
                        new CommandRequest(
                                "uptime", Optional.empty(), Optional.of("canary-password"), Optional.empty(), 22),
                        "$ uptime"));
            }
        };
    }

    /** This cloud asks nobody whether there is an image: clients' tests start what they like. */
    @Override
    @Test
    public void anInstanceOfAnUnknownImageIsRefused() {
        InstanceOperations instances = cloud().require(InstanceOperations.class);
        Instance made =
                instances.create(InstanceRequest.builder("nosuch").build()).get(0);
        assertThat(made.imageId()).contains("nosuch");
        destroy(instances, made.id());
    }

    /** This cloud copies volumes that do not exist (contract, mock). */
    @Override
    @Test
    public void aSnapshotOfAnUnknownVolumeIsNotFound() {
        SnapshotOperations snapshots = cloud().require(SnapshotOperations.class);
        assertThat(snapshots
                        .create("nosuch", Optional.empty(), Optional.empty())
                        .volumeId())
                .contains("nosuch");
    }
}

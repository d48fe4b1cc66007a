package org.alluvium.driver.openstack;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.alluvium.capability.NetworkOperations;
import org.alluvium.capability.SubnetOperations;
import org.alluvium.driver.BackendCalls;
import org.alluvium.driver.CloudDriver;
import org.alluvium.driver.Credentials;
import org.alluvium.driver.ErrorKind;
import org.alluvium.model.Network;
import org.alluvium.model.Subnet;
import org.alluvium.testkit.DriverFixture;
import org.alluvium.testkit.WholeConformance;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The contract that every driver keeps, against the real services; Octavia alone is ours. */
class OpenstackConformanceTest implements WholeConformance {
    private static FakeOctavia octavia;
    private static OpenstackDriver driver;
    private static String image;

    @BeforeAll
    static void start() throws Exception {
        RealOpenstack.start();
        octavia = new FakeOctavia();
        driver = new OpenstackDriver(new BackendCalls(), "1.0.0", RealOpenstack.settings(100));
        image = RealOpenstack.image();
    }

    @AfterAll
    static void stop() {
        octavia.close();
    }

    @Override
    public DriverFixture fixture() {
        return new DriverFixture() {
            @Override
            public CloudDriver driver() {
                return driver;
            }

            @Override
            public Credentials credentials() {
                return RealOpenstack.DEMO;
            }

            @Override
            public String imageId() {
                return image;
            }

            @Override
            public String device() {
                return "/dev/vdb";
            }

            @Override
            public Duration patience() {
                return Duration.ofSeconds(60);
            }
        };
    }

    /** The one exception: a network has no address block of its own, so that a subnet may have any that is free. */
    @Override
    @Test
    public void aNetworkWithASubnetIsMadeAndDestroyed() {
        NetworkOperations networks = declared(NetworkOperations.class).orElseThrow();
        SubnetOperations subnets = declared(SubnetOperations.class).orElseThrow();
        String id = networks.create(Optional.of(newName()), Optional.of("10.77.0.0/16"))
                .id();
        assertThat(networks.list()).extracting(Network::id).contains(id);
        Subnet made = subnets.create(id, "10.77.1.0/24", Optional.of(newName()));
        Subnet elsewhere = subnets.create(id, "172.16.0.0/24", Optional.empty());
        assertThat(subnets.find(made.id())).contains(made);
        assertThat(subnets.list()).contains(made, elsewhere);
        assertThat(networks.find(id).orElseThrow().addressBlocks())
                .containsExactlyInAnyOrder("10.77.1.0/24", "172.16.0.0/24");
        assertFails(() -> subnets.create(id, "10.77.1.0/25", Optional.empty()), ErrorKind.CONFLICT);
        assertFails(() -> subnets.create(id, "no block", Optional.empty()), ErrorKind.INVALID);
        subnets.destroy(made.id());
        assertThat(subnets.find(made.id())).isEmpty();
        networks.destroy(id);
        assertThat(networks.find(id)).isEmpty();
    }
}

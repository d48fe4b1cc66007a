package org.alluvium.driver.ec2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.alluvium.capability.CommandOperations;
import org.alluvium.capability.CommandRequest;
import org.alluvium.capability.InstanceOperations;
import org.alluvium.capability.InstanceRequest;
import org.alluvium.driver.BackendCalls;
import org.alluvium.driver.Cloud;
import org.alluvium.driver.CloudException;
import org.alluvium.driver.Credentials;
import org.alluvium.driver.ErrorKind;
import org.alluvium.model.CommandOutput;
import org.alluvium.model.InstanceAction;
import org.alluvium.testkit.Fault;
import org.alluvium.testkit.FaultyProxy;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Commands on moto's instances, whose public addresses a proxy rewrites to that of an SSH server in this process. */
class Ec2CommandsMotoTest {
    /** One of moto's own. */
    private static final String IMAGE = "ami-12c6146b";

    private static MotoServer moto;
    private static FaultyProxy proxy;
    private static SshTestServer server;
    private static final BackendCalls COUNTS = new BackendCalls();
    private static Ec2Driver driver;
    private static Cloud cloud;
    private static String instance;

    @BeforeAll
    static void start() throws Exception {
        moto = MotoServer.start();
        proxy = FaultyProxy.to(URI.create(moto.url()));
        server = new SshTestServer();
        proxy.always(
                r -> r.formField("Action").equals(Optional.of("DescribeInstances")),
                new Fault.Corrupt(SshTestServer::addressed));
        driver = new Ec2Driver(
                COUNTS,
                "1.0.0",
                new Ec2Settings(
                        proxy.url(),
                        "us-east-1",
                        List.of("us-east-1"),
                        List.of(),
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(120),
                        Duration.ofSeconds(2),
                        16,
                        1000));
        cloud = driver.connect(Optional.empty(), Optional.of(new Credentials("AKIAEXAMPLE", "secret")));
        instance = cloud.require(InstanceOperations.class)
                .create(InstanceRequest.builder(IMAGE).build())
                .get(0)
                .id();
    }

    @AfterAll
    static void stop() throws Exception {
        driver.deactivate();
        server.close();
        proxy.close();
        moto.close();
    }

    private static CommandOutput run(String id, Optional<String> ip) {
        return cloud.require(CommandOperations.class)
                .run(
                        id,
                        new CommandRequest(
                                "uptime", Optional.empty(), Optional.of(SshTestServer.PASSWORD), ip, server.port()));
    }

    private static void assertFails(ErrorKind kind, String id, Optional<String> ip, String words) {
        assertThatThrownBy(() -> run(id, ip)).isInstanceOfSatisfying(CloudException.class, e -> {
            assertThat(e.kind()).as(e.getMessage()).isEqualTo(kind);
            assertThat(e.getMessage()).contains(words);
        });
    }

    @Test
    void aCommandRunsAtThePublicAddress() {
        assertThat(run(instance, Optional.empty()))
                .isEqualTo(new CommandOutput(instance, "127.0.0.1", "uptime", "uptime\n"));
        assertThat(run(instance, Optional.of(" 127.0.0.1 ")).output()).isEqualTo("uptime\n");
        assertThat(COUNTS.totals()).extracting(BackendCalls.Total::operation).contains("RunCommand");
    }

    @Test
    void theServerIsNoWayIntoOtherMachines() {
        String own = cloud.require(InstanceOperations.class)
                .find(instance)
                .orElseThrow()
                .privateAddresses()
                .get(0)
                .address();
        assertFails(ErrorKind.FORBIDDEN, instance, Optional.of(own), "sshPrivateAddresses");
        for (String other : List.of("127.0.0.2", "169.254.169.254", "localhost", "::1", "2130706433")) {
            assertFails(ErrorKind.INVALID, instance, Optional.of(other), "no address of instance");
        }
    }

    @Test
    void onlyRunningInstancesRunCommands() {
        for (String unknown : List.of("i-0123456789abcdef0", "nosuch", "*", "ü<&\"'>")) {
            assertFails(ErrorKind.NOT_FOUND, unknown, Optional.empty(), "does not exist");
        }
        InstanceOperations instances = cloud.require(InstanceOperations.class);
        String gone =
                instances.create(InstanceRequest.builder(IMAGE).build()).get(0).id();
        instances.perform(gone, InstanceAction.DESTROY);
        assertFails(ErrorKind.NOT_ALLOWED, gone, Optional.empty(), "is not running");
    }
}

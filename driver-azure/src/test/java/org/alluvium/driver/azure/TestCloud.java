package org.alluvium.driver.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.alluvium.driver.BackendCalls;
import org.alluvium.driver.Cloud;
import org.alluvium.driver.CloudException;
import org.alluvium.driver.ErrorKind;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** A driver before a fake ARM of its own, with a network and, where a test wants them, instances. */
final class TestCloud implements AutoCloseable {
    private static final String GROUP = "/subscriptions/" + FakeArm.SUBSCRIPTION + "/resourceGroups/Mine/providers/";
    private static final String NETWORK = GROUP + "Microsoft.Network/virtualNetworks/Home";

    /** Ids that nothing has, most of which can be none. */
    static final String[] UNKNOWN = {
        "nosuch",
        "mine:nosuch",
        "nosuch:nosuch",
        "no such/../thing?x=1&y=*",
        "ü<&\"'>%00",
        "..",
        ".",
        "",
        ":",
        "a:b:c:d"
    };

    final FakeArm fake;
    private final BackendCalls counts = new BackendCalls();
    private final AzureDriver driver;

    TestCloud() throws IOException {
        fake = new FakeArm();
        driver = new AzureDriver(counts, "1.0.0", TestSettings.of(fake.url(), "http://127.0.0.1:1/{account}"));
    }

    Cloud connect(String provider) {
        return driver.connect(Optional.of(provider), Optional.of(fake.credentials()));
    }

    <T> T require(Class<T> capability) {
        return connect("public").require(capability);
    }

    /** How many calls have been made, but for tokens and what is asked for once. */
    long calls() {
        return counts.totals().stream()
                .filter(t -> !t.operation().equals("token") && !t.operation().startsWith("subscriptions/"))
                .mapToLong(BackendCalls.Total::calls)
                .sum();
    }

    /** One that waits for operations no longer than that. */
    Cloud connect(Duration patience) {
        AzureSettings usual = TestSettings.of(fake.url(), "http://127.0.0.1:1/{account}");
        AzureSettings.Compute compute = usual.compute();
        AzureSettings settings = new AzureSettings(
                usual.clouds(),
                usual.defaultCloud(),
                usual.connectTimeout(),
                usual.callTimeout(),
                usual.retryBudget(),
                usual.pageSize(),
                new AzureSettings.Compute(
                        compute.group(),
                        compute.adminUser(),
                        compute.size(),
                        compute.marketplace(),
                        patience,
                        compute.catalogueAge()));
        return new AzureDriver(counts, "1.0.0", settings)
                .connect(Optional.of("public"), Optional.of(fake.credentials()));
    }

    /** A group, {@code mine}, with nothing in it that an instance needs. */
    void seedGroup() {
        fake.seed(
                GROUP + "Microsoft.Compute/sshPublicKeys/door",
                "{\"location\":\"westeurope\",\"properties\":{\"publicKey\":\"ssh-rsa AAAA\"}}");
    }

    /** A network with a subnet, {@code mine:home:first}. */
    void seedNetwork() {
        fake.seed(
                NETWORK,
                "{\"location\":\"westeurope\",\"properties\":{\"addressSpace\":{\"addressPrefixes\":[\"10.1.0.0/16\"]}}}");
        fake.seed(NETWORK + "/subnets/first", "{\"properties\":{\"addressPrefix\":\"10.1.0.0/24\"}}");
    }

    /** An instance that is on or off, with a network interface of the same name; answers its id. */
    String seedInstance(String name, boolean off) {
        String nic = GROUP + "Microsoft.Network/networkInterfaces/" + name;
        fake.seed(
                nic,
                "{\"location\":\"westeurope\",\"tags\":{\"kept\":\"yes\"},\"properties\":{\"enableIPForwarding\":true,"
                        + "\"ipConfigurations\":[{\"name\":\"main\",\"properties\":{\"primary\":true,\"subnet\":{\"id\":\""
                        + NETWORK + "/subnets/first\"},\"privateIPAddress\":\"10.1.0." + fake.store.number()
                        + "\"}}]}}");
        fake.seed(
                GROUP + "Microsoft.Compute/virtualMachines/" + name,
                "{\"location\":\"westeurope\",\"off\":" + off
                        + ",\"properties\":{\"storageProfile\":{},\"networkProfile\":{\"networkInterfaces\":[{\"id\":\""
                        + nic + "\"}]}}}");
        return "mine:" + name.toLowerCase(java.util.Locale.ROOT);
    }

    /** The path of an instance that was seeded. */
    static String instance(String name) {
        return GROUP + "Microsoft.Compute/virtualMachines/" + name;
    }

    /** The path of its network interface. */
    static String networkInterface(String name) {
        return GROUP + "Microsoft.Network/networkInterfaces/" + name;
    }

    /** The failure, which is of that kind, and tells no secret. */
    static CloudException fails(ErrorKind kind, ThrowingCallable call) {
        CloudException failure = catchThrowableOfType(CloudException.class, call);
        assertThat(failure).as("a failure of kind %s", kind).isNotNull();
        assertThat(failure.kind()).as(failure.getMessage()).isEqualTo(kind);
        assertThat(failure.getMessage()).isNotBlank().doesNotContain(FakeArm.SECRET, "Bearer");
        return failure;
    }

    /** Waits until the cloud is so far. */
    static <T> T await(Supplier<Optional<T>> look) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        Optional<T> seen = look.get();
        while (seen.isEmpty() && System.nanoTime() < end) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
            seen = look.get();
        }
        return seen.orElseThrow(() -> new AssertionError("the cloud is not so far in time"));
    }

    @Override
    public void close() {
        fake.close();
    }
}

package org.alluvium.driver.ec2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.URI;
import java.util.Optional;
import org.alluvium.capability.InstanceOperations;
import org.alluvium.capability.InstanceRequest;
import org.alluvium.driver.BackendCalls;
import org.alluvium.driver.Cloud;
import org.alluvium.driver.CloudException;
import org.alluvium.driver.Credentials;
import org.alluvium.driver.ErrorKind;
import org.alluvium.testkit.Fault;
import org.alluvium.testkit.FaultyProxy;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** The driver before a proxy that can fail, before an EC2 with pages and client tokens, before moto. */
final class StrictCloud implements AutoCloseable {
    /** Images that every region of moto has; each with a disk of its own. */
    static final String LINUX = "ami-760aaa0f";

    static final String WINDOWS = "ami-12c6146b";

    private static final Credentials KEYS = new Credentials("AKIAEXAMPLE", "canary-secret");

    final FaultyProxy proxy;
    private final MotoServer moto;
    private final StrictEc2 strict;
    private final BackendCalls counts = new BackendCalls();
    private final Ec2Driver driver;

    private StrictCloud(MotoServer moto, StrictEc2 strict, FaultyProxy proxy) {
        this.moto = moto;
        this.strict = strict;
        this.proxy = proxy;
        this.driver = new Ec2Driver(counts, "1.0.0", TestSettings.of(proxy.url()));
    }

    static StrictCloud start() throws IOException, InterruptedException {
        MotoServer moto = MotoServer.start();
        StrictEc2 strict = StrictEc2.before(moto);
        return new StrictCloud(moto, strict, FaultyProxy.to(URI.create(strict.url())));
    }

    Cloud in(String region) {
        return driver.connect(Optional.of(region), Optional.of(KEYS));
    }

    <T> T require(Class<T> capability) {
        return in("us-east-1").require(capability);
    }

    /** The id of a new instance in the default network. */
    String instance() {
        return instanceIn("us-east-1");
    }

    String instanceIn(String region) {
        return in(region)
                .require(InstanceOperations.class)
                .create(InstanceRequest.builder(LINUX).build())
                .get(0)
                .id();
    }

    /** How many calls something costs, whatever they are. */
    long cost(Runnable work) {
        long before = calls();
        work.run();
        return calls() - before;
    }

    private long calls() {
        return counts.totals().stream().mapToLong(BackendCalls.Total::calls).sum();
    }

    /** Has EC2 refuse the next call with that code. */
    void refuse(int status, String code) {
        proxy.next(refusal(status, code));
    }

    /** EC2's refusal with that code. */
    static Fault refusal(int status, String code) {
        return Fault.answer(
                status,
                "text/xml",
                "<Response><Errors><Error><Code>" + code
                        + "</Code><Message>No.</Message></Error></Errors><RequestID>r</RequestID></Response>");
    }

    static void assertFails(ErrorKind kind, ThrowingCallable call) {
        CloudException failure = catchThrowableOfType(CloudException.class, call);
        assertThat(failure).as("a failure of kind " + kind).isNotNull();
        assertThat(failure.kind()).as(failure.getMessage()).isEqualTo(kind);
    }

    @Override
    public void close() throws IOException {
        driver.deactivate();
        proxy.close();
        strict.close();
        moto.close();
    }
}

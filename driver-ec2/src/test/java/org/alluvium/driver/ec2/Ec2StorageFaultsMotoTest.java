package org.alluvium.driver.ec2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.alluvium.capability.BlobContent;
import org.alluvium.capability.BlobOperations;
import org.alluvium.capability.BlobUpload;
import org.alluvium.capability.BucketOperations;
import org.alluvium.driver.BackendCalls;
import org.alluvium.driver.Cloud;
import org.alluvium.driver.CloudException;
import org.alluvium.driver.Credentials;
import org.alluvium.driver.ErrorKind;
import org.alluvium.testkit.Fault;
import org.alluvium.testkit.FaultyProxy;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Buckets and blobs through a proxy that fails. */
class Ec2StorageFaultsMotoTest {
    private static final Optional<Credentials> KEYS =
            Optional.of(new Credentials("AKIAEXAMPLE", "canary-secret;canary-token"));

    private static MotoServer moto;
    private static FaultyProxy proxy;
    /** Repeats for longer than any fault of a test lasts. */
    private static Ec2Driver driver;

    private static BucketOperations buckets;
    private static BlobOperations blobs;

    /** Gives up soon. */
    private static Ec2Driver impatient;

    private static BucketOperations soonTired;

    @BeforeAll
    static void start() throws Exception {
        moto = MotoServer.start();
        proxy = FaultyProxy.to(URI.create(moto.url()));
        driver = driver(Duration.ofSeconds(120));
        impatient = driver(Duration.ofSeconds(1));
        Cloud cloud = driver.connect(Optional.empty(), KEYS);
        soonTired = impatient.connect(Optional.empty(), KEYS).require(BucketOperations.class);
        buckets = cloud.require(BucketOperations.class);
        blobs = cloud.require(BlobOperations.class);
        buckets.create("faults", Optional.empty());
    }

    private static Ec2Driver driver(Duration retryBudget) {
        return new Ec2Driver(
                new BackendCalls(),
                "1.0.0",
                new Ec2Settings(
                        proxy.url(),
                        "us-east-1",
                        List.of("us-east-1"),
                        List.of(),
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(120),
                        retryBudget,
                        16,
                        1000));
    }

    @AfterAll
    static void stop() throws Exception {
        driver.deactivate();
        impatient.deactivate();
        proxy.close();
        moto.close();
    }

    @AfterEach
    void heal() {
        proxy.heal();
    }

    private static Fault.Answer error(int status, String code, String message) {
        return new Fault.Answer(
                status,
                Map.of("Content-Type", "application/xml"),
                "<?xml version=\"1.0\"?><Error><Code>" + code + "</Code><Message>" + message
                        + "</Message><RequestId>1</RequestId></Error>");
    }

    private static CloudException failure(ErrorKind kind, ThrowingCallable call) {
        CloudException[] failure = new CloudException[1];
        assertThatThrownBy(call).isInstanceOfSatisfying(CloudException.class, e -> {
            StringWriter all = new StringWriter();
            e.printStackTrace(new PrintWriter(all));
            assertThat(all.toString()).doesNotContain("canary").doesNotContain("X-Amz-Signature");
            assertThat(e.kind()).as(all.toString()).isEqualTo(kind);
            failure[0] = e;
        });
        return failure[0];
    }

    private static byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        new Random(3).nextBytes(bytes);
        return bytes;
    }

    private static void write(String blob, byte[] content) {
        write(blobs, blob, content);
    }

    private static void write(BlobOperations by, String blob, byte[] content) {
        by.write(
                "faults",
                blob,
                new BlobUpload(
                        new ByteArrayInputStream(content), OptionalLong.of(content.length), "text/plain", Map.of()));
    }

    private static byte[] read(String blob) throws IOException {
        try (BlobContent content = blobs.read("faults", blob, Optional.empty())) {
            return content.stream().readAllBytes();
        }
    }

    @Test
    void aBlobArrivesWholeInSpiteOfCutsAndThrottling() throws IOException {
        byte[] large = bytes((8 << 20) + 77);
        proxy.next(error(503, "SlowDown", "slower"), new Fault.CutAfter());
        write("small", bytes(1000));
        assertThat(read("small")).isEqualTo(bytes(1000));
        // The first part is lost on its way back, the second on its way there
        proxy.next(new Fault.Delay(Duration.ZERO), new Fault.CutAfter(), new Fault.CutBefore());
        write("large", large);
        assertThat(read("large")).isEqualTo(large);
        proxy.next(Fault.throttle(503, Duration.ZERO));
        assertThat(blobs.find("faults", "large").orElseThrow().contentLength()).isEqualTo(large.length);
    }

    @Test
    void anUploadThatFailsLeavesNothing() {
        BlobOperations tired = impatient.connect(Optional.empty(), KEYS).require(BlobOperations.class);
        proxy.always(r -> r.target().contains("partNumber=2"), error(500, "InternalError", "oops"));
        failure(ErrorKind.PROVIDER_ERROR, () -> write(tired, "half", bytes((8 << 20) + 77)));
        assertThat(proxy.requests())
                .anyMatch(r -> r.method().equals("DELETE") && r.target().contains("uploadId="));
        proxy.heal();
        assertThat(blobs.find("faults", "half")).isEmpty();
        // S3 answers 200 before it knows whether it will succeed
        proxy.always(
                r -> r.method().equals("POST") && r.target().contains("uploadId="),
                error(200, "InternalError", "oops"));
        failure(ErrorKind.PROVIDER_ERROR, () -> write(tired, "half", bytes((8 << 20) + 77)));
        proxy.heal();
        assertThat(blobs.find("faults", "half")).isEmpty();
    }

    @Test
    void aDownloadThatBreaksIsNoShortBlob() {
        write("broken", bytes(100_000));
        proxy.next(new Fault.CutWithin());
        assertThatThrownBy(() -> read("broken")).isInstanceOf(IOException.class);
    }

    @Test
    void listsAreReadAgainOrFailWhole() {
        write("listed", bytes(1));
        List<String> keys = buckets.find("faults").orElseThrow().blobIds();
        for (Fault passing : List.of(
                new Fault.CutBefore(),
                new Fault.CutWithin(),
                Fault.garbage("application/xml"),
                error(500, "InternalError", "oops"),
                error(503, "SlowDown", "slower"))) {
            proxy.next(passing);
            assertThat(buckets.find("faults").orElseThrow().blobIds())
                    .as(passing.toString())
                    .isEqualTo(keys);
        }
        for (Fault lasting : List.of(
                error(200, "InternalError", "oops"),
                Fault.answer(200, "text/html", "<html><body>Log in, please</body></html>"),
                Fault.answer(200, "application/xml", ""))) {
            proxy.always(r -> true, lasting);
            failure(ErrorKind.PROVIDER_ERROR, soonTired::list);
            failure(ErrorKind.PROVIDER_ERROR, () -> soonTired.find("faults"));
            proxy.heal();
        }
    }

    @Test
    void wrongKeysClocksAndRegionsHaveTheirSentences() {
        proxy.next(error(403, "InvalidAccessKeyId", "AKIAEXAMPLE does not exist"));
        assertThat(failure(ErrorKind.UNAUTHENTICATED, buckets::list).getMessage())
                .contains("does not accept")
                .doesNotContain("AKIAEXAMPLE");
        proxy.next(error(403, "RequestTimeTooSkewed", "late"));
        assertThat(failure(ErrorKind.UNAUTHENTICATED, buckets::list)).hasMessageContaining("clocks");
        proxy.next(error(400, "ExpiredToken", "old"));
        assertThat(failure(ErrorKind.UNAUTHENTICATED, buckets::list)).hasMessageContaining("expired");
        proxy.next(error(403, "AccessDenied", "no"));
        assertThat(failure(ErrorKind.FORBIDDEN, buckets::list)).hasMessageContaining("do not permit");
        proxy.next(
                error(400, "AuthorizationHeaderMalformed", "the region 'us-east-1' is wrong; expecting 'eu-west-1'"));
        assertThat(failure(ErrorKind.INVALID, () -> buckets.create("elsewhere", Optional.empty())))
                .hasMessageContaining("expecting 'eu-west-1'");
    }
}

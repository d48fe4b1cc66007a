package org.alluvium.driver.azure;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import org.alluvium.capability.BlobContent;
import org.alluvium.capability.BlobOperations;
import org.alluvium.capability.BlobUpload;
import org.alluvium.capability.BucketOperations;
import org.alluvium.driver.BackendCalls;
import org.alluvium.driver.Cloud;
import org.alluvium.driver.CloudException;
import org.alluvium.driver.Credentials;
import org.alluvium.driver.ErrorKind;
import org.alluvium.model.Bucket;
import org.alluvium.testkit.Fault;
import org.alluvium.testkit.FaultyProxy;
import org.alluvium.testkit.ProxiedRequest;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Buckets and blobs of a cloud that throttles, hangs, breaks off and talks nonsense: Azurite behind a proxy. */
class AzureStorageFaultTest {
    private static final int BLOCK = AzureBlockReader.BLOCK;
    private static final BackendCalls COUNTS = new BackendCalls();

    private static AzuriteServer azurite;
    private static FaultyProxy proxy;

    /** Patient, because the machine may be busy. */
    private final Cloud cloud = cloud(Duration.ofSeconds(60), Duration.ofSeconds(40));

    /** Gives up after two seconds of trying. */
    private final BucketOperations hasty =
            cloud(Duration.ofSeconds(60), Duration.ofSeconds(2)).require(BucketOperations.class);

    private final BucketOperations buckets = cloud.require(BucketOperations.class);
    private final BlobOperations blobs = cloud.require(BlobOperations.class);
    private final String bucket =
            buckets.create("b" + UUID.randomUUID(), Optional.empty()).id();

    @BeforeAll
    static void start() throws Exception {
        azurite = AzuriteServer.start();
        proxy = FaultyProxy.to(URI.create("http://127.0.0.1:" + azurite.port()));
    }

    @AfterEach
    void heal() {
        proxy.heal();
    }

    @AfterAll
    static void stop() throws IOException {
        proxy.close();
        azurite.close();
    }

    private static Cloud cloud(Duration callTimeout, Duration retryBudget) {
        AzureSettings usual = TestSettings.of(proxy.url() + "/{account}");
        AzureSettings settings = new AzureSettings(
                usual.clouds(),
                usual.defaultCloud(),
                usual.connectTimeout(),
                callTimeout,
                retryBudget,
                usual.pageSize(),
                usual.compute());
        return new AzureDriver(COUNTS, "1.0.0", settings)
                .connect(Optional.empty(), Optional.of(new Credentials(AzuriteServer.ACCOUNT, AzuriteServer.KEY)));
    }

    /** What Azure answers when an account is asked too often. */
    private static Fault busy(int status, String code, int seconds) {
        return refusal(status, code, "Retry-After", String.valueOf(seconds));
    }

    private static Fault refusal(int status, String code, String header, String value) {
        return new Fault.Answer(
                status,
                Map.of("x-ms-version", "2023-11-03", "x-ms-error-code", code, header, value),
                "<?xml version=\"1.0\" encoding=\"utf-8\"?><Error><Code>" + code
                        + "</Code><Message>In Azure's words.\nRequestId:1\nTime:2</Message></Error>");
    }

    private static byte[] random(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }

    private void write(String id, byte[] content) {
        blobs.write(
                bucket,
                id,
                new BlobUpload(
                        new ByteArrayInputStream(content),
                        OptionalLong.of(content.length),
                        "text/plain",
                        Map.of("colour", "blue")));
    }

    private byte[] read(String id) throws IOException {
        try (BlobContent content = blobs.read(bucket, id, Optional.empty())) {
            return content.stream().readAllBytes();
        }
    }

    /** The failure; a stack trace shows neither the key nor a signature. */
    private static CloudException fails(ErrorKind kind, ThrowingCallable call) {
        CloudException failure = catchThrowableOfType(CloudException.class, call);
        assertThat(failure).as("a failure of kind %s", kind).isNotNull();
        StringWriter trace = new StringWriter();
        failure.printStackTrace(new PrintWriter(trace));
        assertThat(trace.toString()).doesNotContain(AzuriteServer.KEY, "SharedKey", "sig=");
        assertThat(failure.kind()).as(trace.toString()).isEqualTo(kind);
        return failure;
    }

    private static long asked(String method) {
        return proxy.requests().stream().filter(r -> r.method().equals(method)).count();
    }

    private static boolean lists(ProxiedRequest request) {
        return request.target().contains("comp=list");
    }

    static Stream<Fault> throttlings() {
        return Stream.of(
                busy(503, "ServerBusy", 0),
                busy(429, "TooManyRequests", 0),
                Fault.throttle(429, Duration.ZERO),
                refusal(500, "OperationTimedOut", "x-ms-request-id", "1"));
    }

    static Stream<Fault> cuts() {
        return Stream.of(new Fault.CutBefore(), new Fault.CutAfter(), new Fault.CutWithin(), new Fault.NotHttp());
    }

    @ParameterizedTest
    @MethodSource({"throttlings", "cuts"})
    void whatDoesNoHarmIsAskedAgainAndNothingIsLostOrDoubled(Fault fault) throws IOException {
        byte[] content = random(2 * BLOCK + 5);
        proxy.next(fault, fault);
        write("large", content);
        proxy.next(fault);
        write("small", random(9));
        proxy.next(fault);
        assertThat(Arrays.equals(read("large"), content)).isTrue();
        proxy.next(fault);
        assertThat(blobs.find(bucket, "small").orElseThrow().metadata()).isEqualTo(Map.of("colour", "blue"));
        proxy.next(fault);
        blobs.updateMetadata(bucket, "small", Map.of("shape", "round"));
        proxy.next(fault);
        assertThat(buckets.find(bucket).orElseThrow().blobIds()).containsExactly("large", "small");
        assertThat(buckets.list()).extracting(Bucket::id).contains(bucket).doesNotHaveDuplicates();
    }

    @Test
    void aCallThatWasThrottledHasDoneNothingAndIsAskedAgainWhateverItIs() {
        String name = "b" + UUID.randomUUID();
        proxy.next(busy(503, "ServerBusy", 0));
        buckets.create(name, Optional.empty());
        proxy.next(busy(503, "ServerBusy", 0));
        buckets.destroy(name);
        assertThat(buckets.find(name)).isEmpty();
    }

    @Test
    void aCloudThatKeepsThrottlingIsGivenUpWithTheTimeToWait() {
        for (int status : new int[] {429, 503}) {
            for (int seconds : new int[] {1, 30}) {
                proxy.heal();
                proxy.forget();
                proxy.always(request -> true, busy(status, "ServerBusy", seconds));
                assertThat(fails(ErrorKind.TOO_MANY_REQUESTS, hasty::list).retryAfter())
                        .contains(Duration.ofSeconds(seconds));
                // Two seconds are the budget
                assertThat(asked("GET")).isBetween(1L, seconds == 1 ? 3L : 1L);
            }
        }
    }

    @Test
    void aServiceThatIsAwayTellsWhenItComesBack() {
        proxy.always(request -> true, Fault.throttle(503, Duration.ofSeconds(60)));
        assertThat(fails(ErrorKind.UNAVAILABLE, hasty::list).retryAfter()).contains(Duration.ofSeconds(60));
    }

    @ParameterizedTest
    @MethodSource("cuts")
    void aCloudThatKeepsBreakingOffIsGivenUp(Fault fault) {
        proxy.always(request -> true, fault);
        fails(ErrorKind.PROVIDER_ERROR, hasty::list);
    }

    @Test
    void whatMayHaveBeenDoneIsNotDoneAgain() {
        String name = "b" + UUID.randomUUID();
        proxy.forget();
        proxy.next(new Fault.CutAfter());
        fails(ErrorKind.PROVIDER_ERROR, () -> buckets.create(name, Optional.empty()));
        assertThat(asked("PUT")).isOne();
        assertThat(buckets.find(name)).isPresent();
        write("gone", random(3));
        proxy.next(new Fault.CutAfter());
        fails(ErrorKind.PROVIDER_ERROR, () -> blobs.destroy(bucket, "gone"));
        assertThat(asked("DELETE")).isOne();
        assertThat(blobs.find(bucket, "gone")).isEmpty();
    }

    @Test
    void aDownloadThatBreaksForGoodEndsWithAnErrorAndNotEarly() {
        write("long", random(2 * BLOCK));
        assertThatThrownBy(() -> {
                    BlobOperations soonGivingUp =
                            cloud(Duration.ofSeconds(60), Duration.ofSeconds(2)).require(BlobOperations.class);
                    try (BlobContent content = soonGivingUp.read(bucket, "long", Optional.empty())) {
                        proxy.always(request -> true, new Fault.CutWithin());
                        content.stream().readAllBytes();
                    }
                })
                .isInstanceOf(IOException.class);
    }

    @Test
    void aRangeThatIsNotTheOneThatWasAskedForIsAnError() {
        write("changed", random(BLOCK));
        proxy.next(new Fault.Corrupt(body -> Arrays.copyOf(body, body.length - 1)));
        fails(ErrorKind.PROVIDER_ERROR, () -> read("changed"));
    }

    @Test
    void aListThatIsNoneIsAnErrorAndNeverEmpty() {
        write("one", random(1));
        for (byte[] nonsense : List.of(
                new byte[0],
                "\u0000<{[&%$ this is no answer".getBytes(UTF_8),
                "<html><body>Log in</body></html>".getBytes(UTF_8),
                "<Error><Code>InternalError</Code><Message>oh</Message></Error>".getBytes(UTF_8),
                "{\"error\":{\"code\":\"InternalError\"}}".getBytes(UTF_8),
                "<EnumerationResults><Blobs><Blob><Name>on".getBytes(UTF_8),
                new byte[] {'<', (byte) 0xff, (byte) 0xfe})) {
            proxy.next(new Fault.Corrupt(body -> nonsense));
            fails(ErrorKind.PROVIDER_ERROR, () -> buckets.find(bucket));
            proxy.next(new Fault.Corrupt(body -> nonsense));
            fails(ErrorKind.PROVIDER_ERROR, buckets::list);
            proxy.next(new Fault.Corrupt(body -> nonsense));
            fails(ErrorKind.PROVIDER_ERROR, () -> buckets.destroy(bucket));
        }
        assertThat(buckets.find(bucket).orElseThrow().blobIds()).containsExactly("one");
    }

    @Test
    void successThatAzureDidNotTellIsNone() {
        for (Fault page : List.of(
                Fault.answer(200, "text/html", "<html>Log in</html>"),
                Fault.answer(200, "application/xml", "<Error><Code>InternalError</Code><Message>oh</Message></Error>"),
                new Fault.Answer(302, Map.of("Location", "http://127.0.0.1:1/"), ""))) {
            proxy.next(page);
            fails(ErrorKind.PROVIDER_ERROR, () -> write("lost", random(3)));
            proxy.next(page);
            fails(ErrorKind.PROVIDER_ERROR, () -> blobs.find(bucket, "lost"));
            proxy.next(page);
            fails(ErrorKind.PROVIDER_ERROR, () -> blobs.updateMetadata(bucket, "lost", Map.of()));
            proxy.next(page);
            fails(ErrorKind.PROVIDER_ERROR, () -> buckets.create("b" + UUID.randomUUID(), Optional.empty()));
        }
        assertThat(blobs.find(bucket, "lost")).isEmpty();
    }

    @Test
    void aCloudThatHangsIsGivenUpInTimeAndOneThatIsSlowIsNot() {
        BlobOperations impatient = cloud(Duration.ofMillis(300), Duration.ZERO).require(BlobOperations.class);
        proxy.always(request -> true, new Fault.Hang());
        CloudException late = fails(ErrorKind.PROVIDER_TIMEOUT, () -> impatient.find(bucket, "b"));
        assertThat(late).hasMessageContaining("did not answer in time").hasMessageContaining("GetBlobProperties");
        proxy.heal();
        proxy.next(new Fault.Delay(Duration.ofMillis(400)));
        assertThat(blobs.find(bucket, "b")).isEmpty();
    }

    @Test
    void aCloudThatCannotBeReachedIsUnavailable() throws IOException {
        FaultyProxy closed = FaultyProxy.to(URI.create("http://127.0.0.1:1"));
        closed.close();
        Cloud away = new AzureDriver(COUNTS, "1.0.0", TestSettings.of(closed.url() + "/{account}"))
                .connect(Optional.empty(), Optional.of(new Credentials(AzuriteServer.ACCOUNT, AzuriteServer.KEY)));
        fails(ErrorKind.UNAVAILABLE, () -> away.require(BucketOperations.class).list());
    }

    @ParameterizedTest
    @ValueSource(ints = {-3600, 3600})
    void aClockThatIsWrongIsNamedAsTheReason(int seconds) {
        String date = DateTimeFormatter.RFC_1123_DATE_TIME.format(
                ZonedDateTime.now(ZoneOffset.UTC).plusSeconds(seconds));
        proxy.next(refusal(403, "AuthenticationFailed", "Date", date));
        assertThat(fails(ErrorKind.UNAUTHENTICATED, buckets::list).getMessage())
                .contains("the clocks of this server and of Azure are")
                .contains("minutes apart");
        for (String usual :
                List.of(DateTimeFormatter.RFC_1123_DATE_TIME.format(ZonedDateTime.now(ZoneOffset.UTC)), "no date")) {
            proxy.next(refusal(403, "AuthenticationFailed", "Date", usual));
            assertThat(fails(ErrorKind.UNAUTHENTICATED, buckets::list).getMessage())
                    .doesNotContain("clock")
                    .contains("does not accept the credentials");
        }
    }

    @Test
    void listsOfSeveralPagesComeWholeWithACallAPageWhileCallsFail() {
        for (int i = 0; i < 3 * TestSettings.PAGE_SIZE; i++) {
            buckets.create("p" + UUID.randomUUID(), Optional.empty());
            write("b" + i, new byte[0]);
        }
        proxy.forget();
        int containers = buckets.list().size();
        assertThat(containers).isGreaterThanOrEqualTo(3 * TestSettings.PAGE_SIZE + 1);
        assertThat(proxy.requests())
                .hasSize((containers + TestSettings.PAGE_SIZE - 1) / TestSettings.PAGE_SIZE)
                .allMatch(AzureStorageFaultTest::lists);
        proxy.next(busy(503, "ServerBusy", 0), new Fault.CutWithin());
        assertThat(buckets.list()).hasSize(containers).extracting(Bucket::id).doesNotHaveDuplicates();
        proxy.next(new Fault.CutAfter(), busy(503, "ServerBusy", 0));
        assertThat(buckets.find(bucket).orElseThrow().blobIds())
                .hasSize(3 * TestSettings.PAGE_SIZE)
                .doesNotHaveDuplicates();
    }

    @Test
    void aListThatDoesNotEndIsAnError() {
        write("one", random(1));
        proxy.always(
                AzureStorageFaultTest::lists,
                new Fault.Corrupt(body -> ("<EnumerationResults><Blobs><Blob><Name>one</Name></Blob></Blobs>"
                                + "<NextMarker>again</NextMarker></EnumerationResults>")
                        .getBytes(UTF_8)));
        fails(ErrorKind.PROVIDER_ERROR, () -> buckets.find(bucket));
    }

    @Test
    void aWarmRequestOpensNoConnection() throws IOException {
        write("warm", random(5));
        proxy.forget();
        for (int i = 0; i < 5; i++) {
            buckets.list();
            assertThat(read("warm")).hasSize(5);
            write("warm", random(5));
        }
        assertThat(proxy.requests()).hasSizeGreaterThanOrEqualTo(15);
        assertThat(proxy.connections()).isZero();
    }
}

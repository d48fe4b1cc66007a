package org.alluvium.driver.azure;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.alluvium.capability.BlobOperations;
import org.alluvium.capability.BlobUpload;
import org.alluvium.capability.BucketOperations;
import org.alluvium.capability.SegmentedBlobOperations;
import org.alluvium.driver.BackendCalls;
import org.alluvium.driver.Cloud;
import org.alluvium.driver.CloudDriver;
import org.alluvium.driver.Credentials;
import org.alluvium.model.Bucket;
import org.alluvium.testkit.DriverFixture;
import org.alluvium.testkit.Fault;
import org.alluvium.testkit.FaultyProxy;
import org.alluvium.testkit.LongList;
import org.alluvium.testkit.Refusal;
import org.alluvium.testkit.WholeConformance;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The contract that every driver keeps, for who has a storage account's key; against Azurite. */
class AzureStorageConformanceTest implements WholeConformance {
    /** A busy machine answers late, too. */
    private static final Duration TIME_OUT = Duration.ofSeconds(10);

    private static final Credentials CREDENTIALS = new Credentials(AzuriteServer.ACCOUNT, AzuriteServer.KEY);

    private static AzuriteServer azurite;
    private static FaultyProxy proxy;
    private static AzureDriver driver;

    @BeforeAll
    static void start() throws Exception {
        azurite = AzuriteServer.start();
        proxy = FaultyProxy.to(URI.create("http://127.0.0.1:" + azurite.port()));
        AzureSettings usual = TestSettings.of(proxy.url() + "/{account}");
        driver = new AzureDriver(
                new BackendCalls(),
                "1.0.0",
                new AzureSettings(
                        usual.clouds(),
                        usual.defaultCloud(),
                        usual.connectTimeout(),
                        TIME_OUT,
                        usual.retryBudget(),
                        usual.pageSize(),
                        usual.compute()));
    }

    @AfterAll
    static void stop() throws IOException {
        proxy.close();
        azurite.close();
    }

    /** Azure's words for it (Status and error codes, Blob service error codes). */
    private static Fault words(int status, String code, Map<String, String> more) {
        Map<String, String> headers = new java.util.HashMap<>(more);
        headers.put("Content-Type", "application/xml");
        headers.put("x-ms-error-code", code);
        headers.put("x-ms-version", "2023-11-03");
        return new Fault.Answer(
                status,
                headers,
                "<?xml version=\"1.0\" encoding=\"utf-8\"?><Error><Code>" + code + "</Code><Message>" + Refusal.SENTENCE
                        + "\nRequestId:1\nTime:2</Message></Error>");
    }

    private static LongList buckets() {
        Cloud cloud = driver.connect(Optional.empty(), Optional.of(CREDENTIALS));
        Set<String> ids = IntStream.range(0, 2 * TestSettings.PAGE_SIZE + 1)
                .mapToObj(i -> cloud.require(BucketOperations.class)
                        .create("long" + i, Optional.empty())
                        .id())
                .collect(Collectors.toSet());
        return new LongList(
                "buckets",
                ids,
                3,
                any -> any.require(BucketOperations.class).list().stream()
                        .map(Bucket::id)
                        .toList());
    }

    private static LongList blobs() {
        Cloud cloud = driver.connect(Optional.empty(), Optional.of(CREDENTIALS));
        Set<String> ids = IntStream.range(0, 3 * TestSettings.PAGE_SIZE)
                .mapToObj(i -> cloud.require(BlobOperations.class)
                        .write(
                                "long0",
                                "blob " + i,
                                new BlobUpload(new ByteArrayInputStream(new byte[1]), OptionalLong.of(1), "", Map.of()))
                        .id())
                .collect(Collectors.toSet());
        return new LongList(
                "blobs",
                ids,
                3,
                any -> any.require(BucketOperations.class)
                        .find("long0")
                        .orElseThrow()
                        .blobIds());
    }

    @Override
    public DriverFixture fixture() {
        return Fixture.INSTANCE;
    }

    private static final class Fixture implements DriverFixture {
        static final Fixture INSTANCE = new Fixture();

        private List<LongList> longLists = List.of();

        @Override
        public CloudDriver driver() {
            return driver;
        }

        @Override
        public Optional<Map<String, Object>> settings() {
            String cloud = "public;login=" + proxy.url() + ";arm=" + proxy.url() + ";blob=" + proxy.url()
                    + "/{account};location=westeurope";
            return Optional.of(Map.of("clouds", new String[] {cloud}));
        }

        @Override
        public Credentials credentials() {
            return CREDENTIALS;
        }

        /** The account's name is the name of its host. */
        @Override
        public boolean hidesUsers() {
            return false;
        }

        @Override
        public Set<Class<?>> capabilities() {
            return Set.of(BucketOperations.class, BlobOperations.class, SegmentedBlobOperations.class);
        }

        @Override
        public String imageId() {
            throw new AssertionError("An account's key starts no instances.");
        }

        @Override
        public Optional<FaultyProxy> proxy() {
            return Optional.of(proxy);
        }

        @Override
        public List<LongList> longLists() {
            if (longLists.isEmpty()) {
                longLists = List.of(buckets(), blobs());
            }
            return longLists;
        }

        @Override
        public Optional<Duration> timeOut() {
            return Optional.of(TIME_OUT);
        }

        @Override
        public Optional<Fault> says(Refusal refusal) {
            return Optional.of(
                    switch (refusal) {
                        case UNAUTHENTICATED -> words(403, "AuthenticationFailed", Map.of());
                        case FORBIDDEN -> words(403, "AccountIsDisabled", Map.of());
                        case NOT_FOUND -> words(404, "ContainerNotFound", Map.of());
                        case CONFLICT -> words(409, "ContainerBeingDeleted", Map.of());
                        case THROTTLED ->
                            words(
                                    503,
                                    "ServerBusy",
                                    Map.of("Retry-After", String.valueOf(Refusal.RETRY_AFTER.toSeconds())));
                        case BROKEN -> words(500, "InternalError", Map.of());
                        case DOWN -> Fault.answer(503, "text/html", "<html>Our services aren't available now</html>");
                        case ERROR_IN_200 -> words(200, "InternalError", Map.of());
                    });
        }
    }
}

package org.alluvium.driver.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.alluvium.capability.BucketOperations;
import org.alluvium.capability.NetworkOperations;
import org.alluvium.capability.ProviderOperations;
import org.alluvium.capability.RealmOperations;
import org.alluvium.driver.BackendCalls;
import org.alluvium.driver.Cloud;
import org.alluvium.driver.CloudException;
import org.alluvium.driver.Credentials;
import org.alluvium.driver.ErrorKind;
import org.alluvium.driver.azure.AzureIdentity.ServicePrincipal;
import org.alluvium.model.Provider;
import org.alluvium.model.Realm;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What all collections of a service principal have in common: tokens, subscriptions, pages, operations, errors. */
class AzureArmTest {
    private static final String NETWORKS = "/subscriptions/" + FakeArm.SUBSCRIPTION
            + "/resourceGroups/Mine/providers/Microsoft.Network/virtualNetworks/";
    private static final Map<String, Object> NETWORK = Map.of(
            "location",
            "westeurope",
            "properties",
            Map.of("addressSpace", Map.of("addressPrefixes", List.of("10.0.0.0/16"))));

    private final BackendCalls counts = new BackendCalls();
    private FakeArm fake;
    private AzureDriver driver;

    @BeforeEach
    void start() throws Exception {
        fake = new FakeArm();
        driver = new AzureDriver(counts, "1.0.0", settings());
    }

    @AfterEach
    void stop() {
        fake.close();
    }

    private AzureSettings settings() {
        return TestSettings.of(fake.url(), "http://127.0.0.1:1/{account}");
    }

    private Cloud cloud() {
        return cloud("public");
    }

    private Cloud cloud(String provider) {
        return driver.connect(Optional.of(provider), Optional.of(fake.credentials()));
    }

    private AzureArm arm() {
        AzureSettings settings = settings();
        ServicePrincipal principal = (ServicePrincipal) AzureIdentity.of(Optional.of(fake.credentials()));
        AzurePlace place = settings.place(Optional.empty());
        AzureCalls calls = new AzureCalls(new AzureHttp(settings), settings, counts);
        return new AzureArm(calls, settings, place, principal, new AzureSession());
    }

    private AzureResources networks() {
        return new AzureResources(arm(), AzureType.NETWORK);
    }

    private long calls(String operation) {
        return counts.totals().stream()
                .filter(t -> t.operation().equals(operation))
                .mapToLong(BackendCalls.Total::calls)
                .sum();
    }

    private static void assertRefused(ErrorKind kind, String words, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        CloudException.class,
                        e -> assertThat(e.kind()).as(e.getMessage()).isEqualTo(kind))
                .hasMessageContaining(words)
                .hasMessageNotContaining(FakeArm.SECRET);
    }

    /** As behind a proxy, or in an emulator: what is asked stays with the host that the operator names. */
    @Test
    void linksThatNameAnotherHostAreAskedOfThisOne() {
        NetworkOperations networks = cloud().require(NetworkOperations.class);
        assertThat(networks.list()).isEmpty();
        fake.reachedAt("https://management.example.com");
        fake.pageSize = 1;
        networks.create(Optional.of("one"), Optional.empty());
        networks.create(Optional.of("two"), Optional.empty());
        assertThat(networks.list()).hasSize(2);
    }

    @Test
    void oneTokenServesManyRequests() {
        for (int i = 0; i < 20; i++) {
            cloud().verifyCredentials();
        }
        assertThat(calls("token")).isEqualTo(1);
        assertThat(calls("subscriptions/list")).isEqualTo(1);
        assertThat(calls("subscriptions/get")).isEqualTo(20);
    }

    @Test
    void aTokenThatIsAboutToEndIsReplaced() {
        fake.login().expiresIn = 60;
        cloud().verifyCredentials();
        cloud().verifyCredentials();
        assertThat(calls("token")).isGreaterThan(1);
    }

    @Test
    void aTokenThatIsRefusedIsRenewedOnce() {
        cloud().verifyCredentials();
        fake.login().revokeAll();
        cloud().verifyCredentials();
        assertThat(calls("token")).isEqualTo(2);
    }

    @Test
    void aTokenThatIsRefusedTwiceIsAWrongOne() {
        fake.failNext("GET", "/subscriptions", 401, "InvalidAuthenticationToken", "The token is invalid.");
        fake.failNext("GET", "/subscriptions", 401, "InvalidAuthenticationToken", "The token is invalid.");
        assertRefused(ErrorKind.UNAUTHENTICATED, "credentials", () -> cloud().verifyCredentials());
        assertThat(calls("token")).isEqualTo(2);
    }

    @Test
    void wrongCredentialsAreUnauthenticated() {
        for (String user : List.of(
                "another-tenant/" + FakeArm.CLIENT,
                FakeArm.TENANT + "/another-client",
                "no tenant/../x/y",
                FakeArm.TENANT + "/" + FakeArm.CLIENT)) {
            Credentials wrong = new Credentials(user, "wrong");
            assertRefused(
                    ErrorKind.UNAUTHENTICATED,
                    "",
                    () -> driver.connect(Optional.empty(), Optional.of(wrong)).verifyCredentials());
        }
        assertThat(calls("token")).isEqualTo(3);
    }

    @Test
    void aSubscriptionIsTakenFromTheUserOrFoundWhenItIsTheOnlyOne() {
        Credentials named = new Credentials(fake.credentials().user() + "/" + FakeArm.SUBSCRIPTION, FakeArm.SECRET);
        driver.connect(Optional.empty(), Optional.of(named)).verifyCredentials();
        assertThat(calls("subscriptions/list")).isZero();
        Credentials unknown = new Credentials(fake.credentials().user() + "/nosuch", FakeArm.SECRET);
        assertRefused(
                ErrorKind.FORBIDDEN,
                "nosuch",
                () -> driver.connect(Optional.empty(), Optional.of(unknown)).verifyCredentials());
        fake.subscriptions.add("another");
        assertRefused(ErrorKind.INVALID, "TENANT/CLIENT_ID/SUBSCRIPTION", () -> cloud().verifyCredentials());
        fake.subscriptions.clear();
        assertRefused(ErrorKind.FORBIDDEN, "no subscription", () -> cloud().verifyCredentials());
    }

    @Test
    void aListHasAllItsPages() {
        fake.pageSize = 3;
        for (int i = 0; i < 8; i++) {
            fake.seed(NETWORKS + "n" + i, "{\"location\":\"westeurope\"}");
        }
        assertThat(networks().list()).hasSize(8);
        assertThat(calls("virtualNetworks/list")).isEqualTo(3);
    }

    @Test
    void aLinkToAnotherHostIsNotFollowed() {
        AzureArm arm = arm();
        assertThat(arm.onArm("list", "/subscriptions?x=1").toString()).isEqualTo(fake.url() + "/subscriptions?x=1");
        assertThat(arm.onArm("list", "http://127.0.0.1:1/next?a=%20").toString())
                .isEqualTo(fake.url() + "/next?a=%20");
        for (String link : List.of("https://evil.example/", "file:///etc/passwd", "//evil.example/x")) {
            assertThat(arm.onArm("list", link).toString()).startsWith(fake.url() + "/");
        }
        for (String link : List.of("http://a b", "mailto:somebody")) {
            assertRefused(ErrorKind.PROVIDER_ERROR, "link", () -> arm.onArm("list", link));
        }
    }

    @Test
    void theDefaultGroupIsMadeWithTheFirstThingInIt() {
        AzureResources networks = networks();
        for (String name : List.of("alluvium:one", "two")) {
            networks.put(networks.id(name), NETWORK);
        }
        assertThat(calls("resourceGroups/put")).isEqualTo(1);
        assertThat(networks.find("alluvium:two")).isPresent();
        assertRefused(ErrorKind.NOT_FOUND, "nosuch", () -> networks.put(networks.id("nosuch:one"), NETWORK));
    }

    @Test
    void anOperationIsWaitedFor() {
        AzureArm arm = arm();
        AzureResources networks = new AzureResources(arm, AzureType.NETWORK);
        arm.await(networks.put(networks.id("one"), NETWORK));
        assertThat(networks.require("one").at("/properties/provisioningState").asText())
                .isEqualTo("Succeeded");
        arm.await(networks.delete(networks.id("one")));
        assertThat(networks.find("one")).isEmpty();
        arm.await(new AzureGroups(arm).delete("alluvium"));
        assertThat(fake.leftovers()).isEmpty();
    }

    @Test
    void anOperationThatFailsLaterTellsItsReason() {
        AzureArm arm = arm();
        AzureResources networks = new AzureResources(arm, AzureType.NETWORK);
        networks.put(networks.id("first"), NETWORK);
        fake.failLater("PUT", "virtualNetworks", "NetworkCountLimitReached", "Cannot create more networks.");
        AzureOperation operation = networks.put(networks.id("one"), NETWORK);
        assertRefused(ErrorKind.FORBIDDEN, "Cannot create more networks", () -> arm.await(operation));
    }

    @Test
    void throttlingIsWaitedForWithinTheBudget() {
        fake.throttleNext("GET", "/subscriptions", 429, "SubscriptionRequestsThrottled", "0");
        fake.throttleNext("GET", "/subscriptions", 503, "ServiceUnavailable", "0");
        cloud().verifyCredentials();
        fake.throttleNext("GET", "/subscriptions", 429, "SubscriptionRequestsThrottled", "77");
        assertThatThrownBy(() -> cloud().verifyCredentials())
                .isInstanceOfSatisfying(
                        CloudException.class,
                        e -> assertThat(e.retryAfter().orElseThrow()).hasSeconds(77));
    }

    @Test
    void theFakeIsStrict() {
        AzureArm arm = arm();
        AzureResources networks = new AzureResources(arm, AzureType.NETWORK);
        new AzureGroups(arm).create("mine", "westeurope", Map.of());
        assertRefused(
                ErrorKind.INVALID,
                "LocationRequired",
                () -> networks.put(networks.id("mine:x"), Map.of("tags", Map.of())));
        assertRefused(
                ErrorKind.INVALID,
                "nonsense",
                () -> networks.put(networks.id("mine:x"), Map.of("location", "westeurope", "nonsense", 1)));
        assertRefused(
                ErrorKind.INVALID,
                "atlantis",
                () -> networks.put(
                        networks.id("mine:x"),
                        Map.of("location", "atlantis", "properties", NETWORK.get("properties"))));
        assertRefused(
                ErrorKind.INVALID,
                "api-version",
                () -> arm.get(AzureApi.SKUS, "x", networks.path(networks.id("mine:x")), Map.of()));
    }

    @Test
    void realmsAreLocationsAndTheirZones() {
        assertThat(cloud().require(RealmOperations.class).list())
                .extracting(Realm::id)
                .startsWith("eastus", "eastus:1", "eastus:2", "eastus:3", "westeurope", "westeurope:1")
                .endsWith("northcentralus");
        assertThat(cloud("public;westeurope").require(RealmOperations.class).list())
                .extracting(Realm::id)
                .containsExactly("westeurope", "westeurope:1", "westeurope:2", "westeurope:3");
        assertThat(calls("locations/list")).isEqualTo(1);
    }

    @Test
    void providersAreLocations() {
        assertThat(cloud().require(ProviderOperations.class).list())
                .extracting(Provider::id)
                .containsExactly("public;eastus", "public;westeurope", "public;northcentralus");
    }

    @Test
    void aKeyOpensBucketsAloneAndAPrincipalAll() {
        Cloud key = driver.connect(Optional.empty(), Optional.of(new Credentials("account", "a2V5")));
        Set<String> names =
                key.capabilities().types().stream().map(Class::getSimpleName).collect(Collectors.toSet());
        assertThat(names).containsExactlyInAnyOrder("BucketOperations", "BlobOperations", "SegmentedBlobOperations");
        assertThat(cloud().capabilities().types())
                .containsExactlyInAnyOrderElementsOf(driver.info().capabilities());
    }

    @Test
    void thePrincipalsBucketsLieInTheNamedAccountOrTheOnlyOne() {
        assertRefused(ErrorKind.NOT_FOUND, "no storage account", () -> buckets("public"));
        seedAccount("one");
        assertRefused(ErrorKind.UNAVAILABLE, "ListContainers at 127.0.0.1:1", () -> buckets("public"));
        seedAccount("two");
        assertRefused(ErrorKind.UNAVAILABLE, "ListContainers", () -> buckets("public;account=two"));
        assertRefused(ErrorKind.INVALID, ";account=NAME", () -> buckets("public;westeurope"));
        assertRefused(ErrorKind.NOT_FOUND, "three", () -> buckets("public;account=three"));
        assertThat(calls("storageAccounts/listKeys")).isEqualTo(2);
    }

    private void buckets(String provider) {
        cloud(provider).require(BucketOperations.class).list();
    }

    private void seedAccount(String name) {
        fake.seed(
                "/subscriptions/" + FakeArm.SUBSCRIPTION
                        + "/resourceGroups/Mine/providers/Microsoft.Storage/storageAccounts/" + name,
                "{\"location\":\"westeurope\",\"name\":\"" + name + "\",\"keyOfTheTest\":\"a2V5\"}");
    }
}

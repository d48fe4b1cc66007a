package org.alluvium.driver.azure;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.alluvium.capability.FirewallOperations;
import org.alluvium.capability.ImageFilter;
import org.alluvium.capability.ImageOperations;
import org.alluvium.capability.InstanceFilter;
import org.alluvium.capability.InstanceOperations;
import org.alluvium.capability.KeyOperations;
import org.alluvium.capability.NetworkInterfaceOperations;
import org.alluvium.capability.NetworkOperations;
import org.alluvium.capability.VolumeOperations;
import org.alluvium.driver.BackendCalls;
import org.alluvium.driver.Cloud;
import org.alluvium.driver.CloudDriver;
import org.alluvium.driver.Credentials;
import org.alluvium.model.Firewall;
import org.alluvium.model.Image;
import org.alluvium.model.Instance;
import org.alluvium.model.Key;
import org.alluvium.model.Network;
import org.alluvium.model.NetworkInterface;
import org.alluvium.model.Volume;
import org.alluvium.testkit.DriverFixture;
import org.alluvium.testkit.Fault;
import org.alluvium.testkit.FaultyProxy;
import org.alluvium.testkit.LongList;
import org.alluvium.testkit.ProxiedRequest;
import org.alluvium.testkit.Refusal;
import org.alluvium.testkit.WholeConformance;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/**
 * The contract that every driver keeps, for a service principal: the fake ARM, and Azurite as its one storage account, both
 * behind one proxy.
 */
class AzureComputeConformanceTest implements WholeConformance {
    private static final Duration TIME_OUT = Duration.ofSeconds(8);
    private static final int PAGE_SIZE = 5;
    private static final int THREE_PAGES = 2 * PAGE_SIZE + 1;
    private static final String GROUP =
            "/subscriptions/" + FakeArm.SUBSCRIPTION + "/resourceGroups/Long/providers/Microsoft.";

    private static AzuriteServer azurite;
    private static FakeArm fake;
    private static FaultyProxy proxy;
    private static AzureDriver driver;

    @BeforeAll
    static void start() throws Exception {
        azurite = AzuriteServer.start();
        fake = new FakeArm();
        fake.pageSize = PAGE_SIZE;
        fake.serve("/" + AzuriteServer.ACCOUNT, new AzuriteGateway(azurite));
        fake.seed(
                "/subscriptions/" + FakeArm.SUBSCRIPTION
                        + "/resourceGroups/Storage/providers/Microsoft.Storage/storageAccounts/"
                        + AzuriteServer.ACCOUNT,
                "{\"location\":\"westeurope\",\"keyOfTheTest\":\"" + AzuriteServer.KEY + "\"}");
        proxy = FaultyProxy.to(URI.create(fake.url()));
        fake.reachedAt(proxy.url());
        AzureSettings usual = TestSettings.of(proxy.url(), proxy.url() + "/{account}");
        driver = new AzureDriver(
                new BackendCalls(),
                "1.0.0",
                new AzureSettings(
                        usual.clouds(),
                        usual.defaultCloud(),
                        usual.connectTimeout(),
                        TIME_OUT,
                        Duration.ofMillis(100),
                        usual.pageSize(),
                        usual.compute()));
    }

    @AfterAll
    static void stop() throws IOException {
        proxy.close();
        fake.close();
        azurite.close();
    }

    /** Things that others have made, in three pages. */
    private static <T> LongList longList(
            String collection,
            String type,
            String document,
            int pages,
            Function<Cloud, List<T>> list,
            Function<T, String> id) {
        Set<String> ids = new LinkedHashSet<>();
        for (int i = 0; i < THREE_PAGES; i++) {
            fake.seed(GROUP + type + "/" + collection + i, document.replace("$", String.valueOf(i)));
            ids.add("long:" + collection + i);
        }
        return new LongList(
                collection,
                ids,
                pages,
                cloud -> list.apply(cloud).stream().map(id).toList());
    }

    private static List<LongList> longLists() {
        String plain = "{\"location\":\"westeurope\",\"properties\":{}}";
        List<LongList> lists = new ArrayList<>();
        lists.add(longList(
                "networks",
                "Network/virtualNetworks",
                "{\"location\":\"westeurope\",\"properties\":{\"addressSpace\":{\"addressPrefixes\":[\"10.9.0.0/16\"]}}}",
                3,
                c -> c.require(NetworkOperations.class).list(),
                Network::id));
        lists.add(longList(
                "firewalls",
                "Network/networkSecurityGroups",
                plain,
                3,
                c -> c.require(FirewallOperations.class).list(),
                Firewall::id));
        lists.add(longList(
                "keys",
                "Compute/sshPublicKeys",
                plain,
                3,
                c -> c.require(KeyOperations.class).list(),
                Key::id));
        lists.add(longList(
                "images",
                "Compute/images",
                plain,
                3,
                c -> c.require(ImageOperations.class).list(ImageFilter.ALL),
                Image::id));
        lists.add(longList(
                "storage_volumes",
                "Compute/disks",
                "{\"location\":\"westeurope\",\"properties\":{\"diskSizeGB\":1,\"diskState\":\"Unattached\"}}",
                3,
                c -> c.require(VolumeOperations.class).list(),
                Volume::id));
        fake.seed(
                GROUP + "Network/virtualNetworks/networks0/subnets/plug",
                "{\"properties\":{\"addressPrefix\":\"10.9.1.0/24\"}}");
        lists.add(longList(
                "network_interfaces",
                "Network/networkInterfaces",
                "{\"location\":\"westeurope\",\"properties\":{\"virtualMachine\":{\"id\":\"" + GROUP
                        + "Compute/virtualMachines/instances$\"},\"ipConfigurations\":[{\"name\":\"main\",\"properties\":{"
                        + "\"primary\":true,\"privateIPAddress\":\"10.9.1.$\",\"subnet\":{\"id\":\"" + GROUP
                        + "Network/virtualNetworks/networks0/subnets/plug\"}}}]}}",
                3,
                c -> c.require(NetworkInterfaceOperations.class).list(),
                NetworkInterface::id));
        // The pages of the instances, of their states, and of their network interfaces
        lists.add(longList(
                "instances",
                "Compute/virtualMachines",
                "{\"location\":\"westeurope\",\"properties\":{\"networkProfile\":{\"networkInterfaces\":[{\"id\":\""
                        + GROUP + "Network/networkInterfaces/network_interfaces$\"}]}}}",
                9,
                c -> c.require(InstanceOperations.class).list(InstanceFilter.ALL),
                Instance::id));
        return lists;
    }

    @Override
    public DriverFixture fixture() {
        return Fixture.INSTANCE;
    }

    /** Azure adds interfaces to stopped instances alone, which AzureNetworksTest tries. */
    @Override
    public Optional<String> placeOfInterfaces() {
        return Optional.empty();
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
            return fake.credentials();
        }

        /** A user without a slash is a storage account, whose name is that of its host. */
        @Override
        public boolean hidesUsers() {
            return false;
        }

        @Override
        public String imageId() {
            return "Canonical:ubuntu-24_04-lts:server:latest";
        }

        @Override
        public Optional<FaultyProxy> proxy() {
            return Optional.of(proxy);
        }

        @Override
        public boolean fetchesToken(ProxiedRequest request) {
            return request.path().endsWith("/token");
        }

        /** Some lists are joined with another one. */
        @Override
        public int listOverhead() {
            return 4;
        }

        @Override
        public List<LongList> longLists() {
            if (longLists.isEmpty()) {
                longLists = AzureComputeConformanceTest.longLists();
            }
            return longLists;
        }

        @Override
        public Optional<Duration> timeOut() {
            return Optional.of(TIME_OUT);
        }

        /** In the words of ARM (Common Azure Resource Manager errors). */
        @Override
        public Optional<Fault> says(Refusal refusal) {
            String code = switch (refusal) {
                case UNAUTHENTICATED -> "InvalidAuthenticationToken";
                case FORBIDDEN -> "AuthorizationFailed";
                case NOT_FOUND -> "ResourceNotFound";
                case CONFLICT -> "OperationNotAllowed";
                case THROTTLED -> "SubscriptionRequestsThrottled";
                case BROKEN -> "InternalServerError";
                case DOWN -> "ServiceUnavailable";
                case ERROR_IN_200 -> "InternalServerError";
            };
            return Optional.of(refusal.answer(
                    "application/json; charset=utf-8",
                    "{\"error\":{\"code\":\"" + code + "\",\"message\":\"" + Refusal.SENTENCE + "\"}}"));
        }
    }
}

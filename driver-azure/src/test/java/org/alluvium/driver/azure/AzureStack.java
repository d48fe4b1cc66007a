package org.alluvium.driver.azure;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * An Azure for tests of other modules: the fake ARM with its token service, and Azurite as the one storage account, all at one
 * loopback address.
 */
public final class AzureStack implements AutoCloseable {
    /** A service principal that may do everything; its secret. */
    public static final String USER = FakeArm.TENANT + "/" + FakeArm.CLIENT;

    public static final String PASSWORD = FakeArm.SECRET;

    /** The storage account; its key. */
    public static final String ACCOUNT = AzuriteServer.ACCOUNT;

    public static final String KEY = AzuriteServer.KEY;

    private final AzuriteServer azurite;
    private final FakeArm fake;

    private AzureStack(AzuriteServer azurite, FakeArm fake) {
        this.azurite = azurite;
        this.fake = fake;
    }

    /** One that answers. */
    public static AzureStack start() throws IOException, InterruptedException {
        AzuriteServer azurite = AzuriteServer.start();
        FakeArm fake = new FakeArm();
        fake.serve("/" + AzuriteServer.ACCOUNT, new AzuriteGateway(azurite));
        fake.seed(
                "/subscriptions/" + FakeArm.SUBSCRIPTION
                        + "/resourceGroups/Storage/providers/Microsoft.Storage/storageAccounts/"
                        + AzuriteServer.ACCOUNT,
                "{\"location\":\"westeurope\",\"keyOfTheTest\":\"" + AzuriteServer.KEY + "\"}");
        return new AzureStack(azurite, fake);
    }

    /** The one cloud, {@code public}, as the driver's setting {@code clouds} takes it. */
    public String clouds() {
        return "public;login=" + fake.url() + ";arm=" + fake.url() + ";blob=" + fake.url()
                + "/{account};location=westeurope";
    }

    /** Refuses the next request of that method whose path contains that text, as a policy does. */
    public void refuseNext(String method, String part) {
        fake.failNext(method, part, 403, "RequestDisallowedByPolicy", "A policy says no.");
    }

    /** Accepts the next request of that method whose path contains that text, and lets its operation fail. */
    public void failLater(String method, String part, String code, String message) {
        fake.failLater(method, part, code, message);
    }

    /** What Microsoft's own client tells of a container's blobs: name, length, digest, type, metadata. */
    public List<List<String>> readByVendor(String container) throws IOException, InterruptedException {
        return VendorClient.read(azurite, container);
    }

    /** A text's SHA-256, as that client tells it. */
    public static String digest(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }

    /** What there is now: groups by their name, and resources by their id. */
    public List<String> resources() {
        return fake.leftovers();
    }

    @Override
    public void close() {
        fake.close();
        azurite.close();
    }
}

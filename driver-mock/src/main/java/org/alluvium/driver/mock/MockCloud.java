package org.alluvium.driver.mock;

import java.util.Optional;
import org.alluvium.driver.Capabilities;
import org.alluvium.driver.Cloud;
import org.alluvium.driver.CloudException;
import org.alluvium.driver.ErrorKind;

/** The mock cloud, as one of two callers sees it: its owner, or a stranger. Immutable, so one of each is enough. */
final class MockCloud implements Cloud {
    private final Capabilities capabilities;
    private final boolean authenticated;

    private MockCloud(Capabilities capabilities, boolean authenticated) {
        this.capabilities = capabilities;
        this.authenticated = authenticated;
    }

    /** The cloud of a caller with the right credentials: all of it. */
    static Cloud ofOwner(MockStore store) {
        return new MockCloud(
                Capabilities.of(
                        new MockRealms(),
                        new MockHardwareProfiles(),
                        new MockImages(store),
                        new MockInstances(store),
                        new MockKeys(store),
                        new MockVolumes(store),
                        new MockSnapshots(store),
                        new MockBuckets(store),
                        new MockBlobs(store),
                        new MockSegmentedBlobs(store),
                        new MockAddresses(store),
                        new MockFirewalls(store),
                        new MockLoadBalancers(store),
                        new MockMetrics(store),
                        new MockNetworks(store),
                        new MockSubnets(store),
                        new MockNetworkInterfaces(store)),
                true);
    }

    /** The cloud of anybody else: what is public. */
    static Cloud ofStranger() {
        return new MockCloud(Capabilities.of(new MockHardwareProfiles()), false);
    }

    @Override
    public Capabilities capabilities() {
        return capabilities;
    }

    @Override
    public void verifyCredentials() {
        if (!authenticated) {
            throw new CloudException(ErrorKind.UNAUTHENTICATED, "Authentication Failure");
        }
    }

    /** What a stranger may not use is not absent: the request fails as one with wrong credentials. */
    @Override
    public <T> Optional<T> find(Class<T> type) {
        Optional<T> found = capabilities.find(type);
        if (found.isEmpty()) {
            verifyCredentials();
        }
        return found;
    }
}

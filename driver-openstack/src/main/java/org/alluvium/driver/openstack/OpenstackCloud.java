package org.alluvium.driver.openstack;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.alluvium.driver.Capabilities;
import org.alluvium.driver.Cloud;
import org.jspecify.annotations.Nullable;

/**
 * An OpenStack for one request. What it offers is what its catalogue lists; to an anonymous client, who sees no catalogue,
 * what the driver knows.
 */
final class OpenstackCloud implements Cloud {
    private final OpenstackCalls calls;
    private @Nullable Capabilities capabilities;

    OpenstackCloud(OpenstackCalls calls) {
        this.calls = requireNonNull(calls);
    }

    @Override
    public Capabilities capabilities() {
        if (capabilities == null) {
            capabilities = offered(
                    calls.isAnonymous()
                            ? EnumSet.allOf(OpenstackService.class)
                            : calls.session().services().keySet());
        }
        return capabilities;
    }

    @Override
    public void verifyCredentials() {
        calls.session();
    }

    private Capabilities offered(Set<OpenstackService> services) {
        List<Object> operations = new ArrayList<>();
        operations.add(new OpenstackProviders(calls));
        if (services.contains(OpenstackService.COMPUTE)) {
            operations.add(new OpenstackRealms(calls));
            operations.add(new OpenstackHardwareProfiles(calls));
            operations.add(new OpenstackInstances(calls));
            operations.add(new OpenstackKeys(calls));
        }
        if (services.contains(OpenstackService.COMPUTE) && services.contains(OpenstackService.IMAGE)) {
            operations.add(new OpenstackImages(calls));
        }
        if (services.contains(OpenstackService.VOLUME)) {
            operations.add(new OpenstackVolumes(calls));
            operations.add(new OpenstackSnapshots(calls));
        }
        if (services.contains(OpenstackService.NETWORK)) {
            operations.add(new OpenstackNetworks(calls));
            operations.add(new OpenstackSubnets(calls));
            operations.add(new OpenstackNetworkInterfaces(calls));
            operations.add(new OpenstackAddresses(calls));
            operations.add(new OpenstackFirewalls(calls));
        }
        if (services.containsAll(
                EnumSet.of(OpenstackService.LOAD_BALANCER, OpenstackService.NETWORK, OpenstackService.COMPUTE))) {
            operations.add(new OpenstackLoadBalancers(calls));
        }
        if (services.contains(OpenstackService.OBJECT_STORE)) {
            operations.add(new OpenstackBuckets(calls));
            operations.add(new OpenstackBlobs(calls));
            operations.add(new OpenstackSegmentedBlobs(calls));
        }
        return Capabilities.of(operations.toArray());
    }
}

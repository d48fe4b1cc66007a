package org.alluvium.driver.azure;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What the fake ARM knows. A new type is a class, and a line here. */
final class FakeTypes {
    private FakeTypes() {}

    private static List<FakeType> types() {
        return List.of(
                new FakeInstances(),
                new FakeKeys(),
                FakeImages.types().get(0),
                FakeImages.types().get(1),
                FakeImages.types().get(2),
                FakeDisks.disks(),
                FakeDisks.snapshots(),
                new FakeStorageAccounts(),
                new FakeNetworks(),
                new FakeSubnets(),
                new FakeFirewalls(),
                new FakeSecurityRules(),
                new FakeLoadBalancers(),
                new FakeAddresses(),
                new FakeNetworkInterfaces());
    }

    /** Fresh routes for one server; the first that answers does. */
    static List<FakeArm.Route> routes() {
        Map<String, FakeType> types = new LinkedHashMap<>();
        types().forEach(type -> types.put(type.name().toLowerCase(Locale.ROOT), type));
        return List.of(
                new FakeSubscriptions(),
                new FakeGroups(types),
                new FakeCatalogue(),
                new FakeMetrics(),
                new FakeResources(types));
    }
}

package org.alluvium.driver.ec2;

import static java.util.Objects.requireNonNull;

import java.util.List;
import org.alluvium.capability.ProviderOperations;
import org.alluvium.model.Provider;
import software.amazon.awssdk.services.ec2.model.DescribeRegionsRequest;

/** The regions that the caller's account may use, as EC2 lists them. */
final class Ec2Providers implements ProviderOperations {
    private final Ec2Calls calls;
    private final Ec2Settings settings;

    Ec2Providers(Ec2Calls calls, Ec2Settings settings) {
        this.calls = requireNonNull(calls);
        this.settings = requireNonNull(settings);
    }

    @Override
    public List<Provider> list() {
        return calls
                .call(DescribeRegionsRequest.builder().build(), (client, q) -> client.describeRegions(q))
                .regions()
                .stream()
                .map(region -> settings.provider(region.regionName()))
                .toList();
    }
}

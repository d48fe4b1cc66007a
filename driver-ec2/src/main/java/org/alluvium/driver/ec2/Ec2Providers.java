package org.alluvium.driver.ec2;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;
import org.alluvium.capability.ProviderOperations;
import org.alluvium.model.Provider;
import software.amazon.awssdk.services.ec2.model.DescribeRegionsRequest;

/** The regions that the caller's account may use, as EC2 lists them; they are reached through the server. */
final class Ec2Providers implements ProviderOperations {
    private final Ec2Calls calls;

    Ec2Providers(Ec2Calls calls) {
        this.calls = requireNonNull(calls);
    }

    @Override
    public List<Provider> list() {
        return calls
                .call(DescribeRegionsRequest.builder().build(), (client, q) -> client.describeRegions(q))
                .regions()
                .stream()
                .map(region -> new Provider(region.regionName(), Map.of()))
                .toList();
    }
}

package org.alluvium.driver.ec2;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.ec2.model.DescribeVpcsRequest;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.Vpc;

/**
 * Which network of an account is its default one: remembered for some minutes, because it hardly ever changes and every list
 * of instances or firewalls has to know it. Kept by the account that EC2 named in an answer, not by what a caller claims.
 * Safe for use by many threads.
 */
final class Ec2DefaultNetworks {
    private static final int CAPACITY = 10_000;

    private final Duration lifetime;
    private final Map<Account, Known> known = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Account, Known> eldest) {
            return size() > CAPACITY;
        }
    };

    /**
     * @param lifetime how long an answer is taken for true
     */
    Ec2DefaultNetworks(Duration lifetime) {
        this.lifetime = requireNonNull(lifetime);
    }

    /** The default network of the caller, whose account that is; empty when it has none. */
    Optional<String> of(Ec2Calls calls, String owner) {
        Account account = new Account(calls.place(), owner);
        Optional<Known> fresh = fresh(account);
        if (fresh.isPresent()) {
            return fresh.get().network();
        }
        Optional<String> network = ask(calls);
        put(account, new Known(network, System.nanoTime()));
        return network;
    }

    private synchronized Optional<Known> fresh(Account account) {
        return Optional.ofNullable(known.get(account)).filter(k -> System.nanoTime() - k.since() < lifetime.toNanos());
    }

    private synchronized void put(Account account, Known answer) {
        known.put(account, answer);
    }

    private static Optional<String> ask(Ec2Calls calls) {
        DescribeVpcsRequest request = DescribeVpcsRequest.builder()
                .filters(Filter.builder().name("isDefault").values("true").build())
                .build();
        return calls.call(request, (client, q) -> client.describeVpcs(q)).vpcs().stream()
                .filter(vpc -> Boolean.TRUE.equals(vpc.isDefault()))
                .map(Vpc::vpcId)
                .findFirst();
    }

    private record Account(Ec2Place place, String owner) {}

    private record Known(Optional<String> network, long since) {}
}

package org.alluvium.driver.openstack;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;
import org.alluvium.capability.ProviderOperations;
import org.alluvium.model.Provider;

/** The regions of the caller's cloud that have a service which the driver speaks to, from the catalogue. */
final class OpenstackProviders implements ProviderOperations {
    private final OpenstackCalls calls;

    OpenstackProviders(OpenstackCalls calls) {
        this.calls = requireNonNull(calls);
    }

    @Override
    public List<Provider> list() {
        return calls.session().regions().stream()
                .map(region -> calls.place().keystone() + ";" + region)
                .map(id -> new Provider(id, Map.of("identity", id)))
                .toList();
    }
}

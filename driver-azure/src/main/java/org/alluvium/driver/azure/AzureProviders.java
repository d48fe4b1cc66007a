package org.alluvium.driver.azure;

import static java.util.Objects.requireNonNull;

import java.util.List;
import org.alluvium.capability.ProviderOperations;
import org.alluvium.model.Provider;

/** Providers are the cloud's locations, {@code public;westeurope}. */
final class AzureProviders implements ProviderOperations {
    private final AzureArm arm;
    private final AzureLocations locations;

    AzureProviders(AzureArm arm) {
        this.arm = requireNonNull(arm);
        this.locations = new AzureLocations(arm);
    }

    @Override
    public List<Provider> list() {
        AzurePlace place = arm.place();
        return locations.list().stream()
                .map(location -> new Provider(
                        place.cloud() + ";" + location.id(), place.provider().entrypoints()))
                .toList();
    }
}

package org.alluvium.driver.azure;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.alluvium.capability.RealmOperations;
import org.alluvium.driver.azure.AzureLocations.Location;
import org.alluvium.model.Realm;

/** Realms are locations, {@code westeurope}, and their availability zones, {@code westeurope:1}. */
final class AzureRealms implements RealmOperations {
    private final AzureLocations locations;

    AzureRealms(AzureArm arm) {
        this.locations = new AzureLocations(requireNonNull(arm));
    }

    @Override
    public List<Realm> list() {
        List<Realm> realms = new ArrayList<>();
        for (Location location : locations.list()) {
            realms.add(realm(location.id(), location.name()));
            location.zones()
                    .forEach(zone -> realms.add(realm(location.id() + ":" + zone, location.name() + ", zone " + zone)));
        }
        return realms;
    }

    @Override
    public Optional<Realm> find(String id) {
        return list().stream().filter(realm -> realm.id().equals(id)).findFirst();
    }

    private static Realm realm(String id, String name) {
        return new Realm(id, name, "AVAILABLE", Optional.empty());
    }
}

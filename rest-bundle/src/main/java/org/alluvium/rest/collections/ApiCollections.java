package org.alluvium.rest.collections;

import java.util.List;
import java.util.Optional;
import org.alluvium.rest.Api;
import org.alluvium.rest.collections.realms.RealmView;
import org.alluvium.rest.collections.realms.RealmsResource;
import org.alluvium.rest.description.CollectionDescription;

/** All collections of the API: the one list of them. */
public final class ApiCollections {
    /** Their descriptions, by name in alphabetical order. */
    public static final List<CollectionDescription> ALL = List.of(RealmView.COLLECTION);

    private ApiCollections() {}

    /** Their resources. */
    public static List<Object> resources(Api api) {
        return List.of(new RealmsResource(api));
    }

    /** The description of a collection. */
    public static Optional<CollectionDescription> find(String name) {
        return ALL.stream().filter(c -> c.name().equals(name)).findFirst();
    }
}

package org.alluvium.driver.azure;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A resource's place in the fake ARM.
 *
 * @param type {@code Microsoft.Network/virtualNetworks/subnets}
 * @param names of the resource, and before it of those that it is part of
 */
record FakePath(String subscription, String group, String type, List<String> names) {
    /** Reads a resource's path; what follows an even number of parts is an action. */
    static Optional<FakePath> of(List<String> parts) {
        if (parts.size() < 8
                || !parts.get(0).equals("subscriptions")
                || !parts.get(2).equalsIgnoreCase("resourceGroups")
                || !parts.get(4).equals("providers")) {
            return Optional.empty();
        }
        StringBuilder type = new StringBuilder(parts.get(5));
        List<String> names = new java.util.ArrayList<>();
        for (int i = 6; i + 1 < parts.size(); i += 2) {
            type.append('/').append(parts.get(i));
            names.add(parts.get(i + 1));
        }
        return Optional.of(new FakePath(parts.get(1), parts.get(3), type.toString(), names));
    }

    static FakePath of(String id) {
        return of(List.of(id.substring(1).split("/"))).orElseThrow();
    }

    String name() {
        return names.get(names.size() - 1);
    }

    /** The path, as {@code id} has it. */
    String id() {
        StringBuilder id = new StringBuilder("/subscriptions/" + subscription + "/resourceGroups/" + group
                + "/providers/" + type.substring(0, type.indexOf('/')));
        String[] types = type.substring(type.indexOf('/') + 1).split("/");
        for (int i = 0; i < types.length; i++) {
            id.append('/').append(types[i]).append('/').append(names.get(i));
        }
        return id.toString();
    }

    /** The path, as it is compared. */
    String key() {
        return id().toLowerCase(Locale.ROOT);
    }

    /** A part of this one. */
    FakePath child(String childType, String name) {
        List<String> all = new java.util.ArrayList<>(names);
        all.add(name);
        return new FakePath(subscription, group, type + "/" + childType, all);
    }

    /** What this is a part of. */
    Optional<FakePath> parent() {
        return names.size() == 1
                ? Optional.empty()
                : Optional.of(new FakePath(
                        subscription,
                        group,
                        type.substring(0, type.lastIndexOf('/')),
                        names.subList(0, names.size() - 1)));
    }

    /** Another resource of the same group. */
    FakePath sibling(String otherType, String name) {
        return new FakePath(subscription, group, otherType, List.of(name));
    }
}

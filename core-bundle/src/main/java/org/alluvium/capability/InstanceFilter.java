package org.alluvium.capability;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import org.alluvium.model.Instance;

/**
 * Which instances to list.
 *
 * @param state in which state, by its name in any letter case
 * @param realmId in which realm
 */
public record InstanceFilter(Optional<String> state, Optional<String> realmId) {
    /** No restriction. */
    public static final InstanceFilter ALL = new InstanceFilter(Optional.empty(), Optional.empty());

    public InstanceFilter {
        requireNonNull(state);
        requireNonNull(realmId);
    }

    /** Whether the instance is one of those asked for. */
    public boolean admits(Instance instance) {
        return state.map(s -> instance.state().map(Enum::name).orElse("").equalsIgnoreCase(s))
                        .orElse(true)
                && (realmId.isEmpty() || realmId.equals(instance.realmId()));
    }
}

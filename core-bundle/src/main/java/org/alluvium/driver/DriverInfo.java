package org.alluvium.driver;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.alluvium.model.Provider;
import org.alluvium.model.StateMachine;

/**
 * What a driver says of itself without asking its cloud. Everything that the entry point, OPTIONS and the documentation
 * print of a driver comes from here.
 *
 * @param id by which clients choose it: lower-case letters, digits and hyphens
 * @param name shown to people; its lower-case form is the id (contract clients, T1)
 * @param version of the driver, the version of its bundle
 * @param providers the places it knows by configuration, in the order in which they are printed
 * @param capabilities what its clouds can do; a single cloud may do less
 * @param publicCapabilities which of them an anonymous client may use
 * @param features in catalogue order, whatever order they are passed in
 * @param stateMachine of its instances; present exactly when it has instances
 * @param credentialLabels what user and password mean
 */
public record DriverInfo(
        String id,
        String name,
        String version,
        List<Provider> providers,
        Set<Class<?>> capabilities,
        Set<Class<?>> publicCapabilities,
        List<Feature> features,
        Optional<StateMachine> stateMachine,
        CredentialLabels credentialLabels) {
    public DriverInfo {
        requireNonNull(id);
        if (!id.matches("[a-z0-9][a-z0-9-]*")) {
            throw new IllegalArgumentException("driver id '" + id + "'");
        }
        requireNonNull(name);
        requireNonNull(version);
        providers = List.copyOf(providers);
        capabilities = Collections.unmodifiableSet(new LinkedHashSet<>(capabilities));
        publicCapabilities = Collections.unmodifiableSet(new LinkedHashSet<>(publicCapabilities));
        if (!capabilities.containsAll(publicCapabilities)) {
            throw new IllegalArgumentException("public capabilities that are not declared");
        }
        features = features.stream()
                .sorted(Comparator.comparingInt(Features::order))
                .toList();
        requireNonNull(stateMachine);
        requireNonNull(credentialLabels);
    }

    /** The collections that the capabilities serve, in alphabetical order. */
    public Set<String> collections() {
        Set<String> collections = new TreeSet<>();
        capabilities.forEach(type -> collections.add(Capabilities.collection(type)));
        if (stateMachine.isPresent()) {
            collections.add("instance_states");
        }
        collections.add("drivers");
        return Collections.unmodifiableSet(collections);
    }

    /** Whether the driver declares a feature of that name for that collection. */
    public boolean hasFeature(Feature feature) {
        return features.stream()
                .anyMatch(f ->
                        f.collection().equals(feature.collection()) && f.name().equals(feature.name()));
    }

    /**
     * What the two parts of the credentials mean to this driver.
     *
     * @param user for example {@code Access Key ID}
     * @param password for example {@code Secret Access Key}
     */
    public record CredentialLabels(String user, String password) {
        public CredentialLabels {
            requireNonNull(user);
            requireNonNull(password);
        }
    }
}

package org.alluvium.model;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A virtual machine.
 *
 * @param id the cloud's id
 * @param name shown to people; may be an empty text
 * @param ownerId the account it belongs to
 * @param imageId what it was started from
 * @param realmId where it runs
 * @param state empty when the cloud's state has no counterpart
 * @param hardwareProfileId its size
 * @param hardwareOverrides the properties that differ from the profile's defaults, by name
 * @param actions what can be asked of it now, in the order in which links are printed
 * @param launchTime as the cloud writes it
 * @param publicAddresses reachable from outside
 * @param privateAddresses reachable inside the cloud
 * @param firewallIds absent when the driver has none; then the element is not printed
 * @param volumes the attached volumes, id to device name
 * @param login how to log in, as far as the cloud tells
 * @param networkInterfaceIds absent when not known; then the element is not printed
 * @param createImage whether an image can be made of it
 * @param stateReason why it is in its state, in the cloud's words; where the cloud tells, and most of all of {@link
 *     InstanceState#ERROR}
 */
public record Instance(
        String id,
        Optional<String> name,
        Optional<String> ownerId,
        Optional<String> imageId,
        Optional<String> realmId,
        Optional<InstanceState> state,
        Optional<String> hardwareProfileId,
        Map<String, String> hardwareOverrides,
        List<InstanceAction> actions,
        Optional<String> launchTime,
        List<InstanceAddress> publicAddresses,
        List<InstanceAddress> privateAddresses,
        Optional<List<String>> firewallIds,
        Map<String, String> volumes,
        Login login,
        Optional<List<String>> networkInterfaceIds,
        boolean createImage,
        Optional<String> stateReason) {
    public Instance {
        requireNonNull(id);
        requireNonNull(name);
        requireNonNull(ownerId);
        requireNonNull(imageId);
        requireNonNull(realmId);
        requireNonNull(state);
        requireNonNull(hardwareProfileId);
        hardwareOverrides = Collections.unmodifiableMap(new LinkedHashMap<>(hardwareOverrides));
        actions = List.copyOf(actions);
        requireNonNull(launchTime);
        publicAddresses = List.copyOf(publicAddresses);
        privateAddresses = List.copyOf(privateAddresses);
        firewallIds = firewallIds.map(List::copyOf);
        volumes = Collections.unmodifiableMap(new LinkedHashMap<>(volumes));
        requireNonNull(login);
        networkInterfaceIds = networkInterfaceIds.map(List::copyOf);
        requireNonNull(stateReason);
    }

    /**
     * How to log in to an instance.
     *
     * @param keyName the key that was put on it
     * @param username whom to log in as with the password; clients are shown it beside one, and not otherwise
     * @param password never printed by {@link #toString()}
     */
    public record Login(Optional<String> keyName, Optional<String> username, Optional<String> password) {
        /** Nothing is known. */
        public static final Login UNKNOWN = new Login(Optional.empty(), Optional.empty(), Optional.empty());

        public Login {
            requireNonNull(keyName);
            requireNonNull(username);
            requireNonNull(password);
        }

        /** A log-in with a key. */
        public static Login withKey(String keyName) {
            return new Login(Optional.of(keyName), Optional.empty(), Optional.empty());
        }

        @Override
        public String toString() {
            return "Login[keyName=" + keyName + ", username=" + username + "]";
        }
    }

    /** A builder for the instance of that id; what is not set is absent or empty. */
    public static Builder builder(String id) {
        return new Builder(id);
    }

    /** A builder that starts from this instance. */
    public Builder toBuilder() {
        Builder b = new Builder(id);
        b.name = name;
        b.ownerId = ownerId;
        b.imageId = imageId;
        b.realmId = realmId;
        b.state = state;
        b.hardwareProfileId = hardwareProfileId;
        b.hardwareOverrides = hardwareOverrides;
        b.actions = actions;
        b.launchTime = launchTime;
        b.publicAddresses = publicAddresses;
        b.privateAddresses = privateAddresses;
        b.firewallIds = firewallIds;
        b.volumes = volumes;
        b.login = login;
        b.networkInterfaceIds = networkInterfaceIds;
        b.createImage = createImage;
        b.stateReason = stateReason;
        return b;
    }

    /** Collects an instance's components; not thread-safe. */
    public static final class Builder {
        private final String id;
        private Optional<String> name = Optional.empty();
        private Optional<String> ownerId = Optional.empty();
        private Optional<String> imageId = Optional.empty();
        private Optional<String> realmId = Optional.empty();
        private Optional<InstanceState> state = Optional.empty();
        private Optional<String> hardwareProfileId = Optional.empty();
        private Map<String, String> hardwareOverrides = Map.of();
        private List<InstanceAction> actions = List.of();
        private Optional<String> launchTime = Optional.empty();
        private List<InstanceAddress> publicAddresses = List.of();
        private List<InstanceAddress> privateAddresses = List.of();
        private Optional<List<String>> firewallIds = Optional.empty();
        private Map<String, String> volumes = Map.of();
        private Login login = Login.UNKNOWN;
        private Optional<List<String>> networkInterfaceIds = Optional.empty();
        private boolean createImage;
        private Optional<String> stateReason = Optional.empty();

        private Builder(String id) {
            this.id = requireNonNull(id);
        }

        public Builder name(String value) {
            name = Optional.of(value);
            return this;
        }

        public Builder ownerId(String value) {
            ownerId = Optional.of(value);
            return this;
        }

        public Builder imageId(String value) {
            imageId = Optional.of(value);
            return this;
        }

        public Builder realmId(String value) {
            realmId = Optional.of(value);
            return this;
        }

        public Builder state(InstanceState value) {
            state = Optional.of(value);
            return this;
        }

        public Builder hardwareProfileId(String value) {
            hardwareProfileId = Optional.of(value);
            return this;
        }

        public Builder hardwareOverrides(Map<String, String> values) {
            hardwareOverrides = values;
            return this;
        }

        public Builder actions(List<InstanceAction> values) {
            actions = values;
            return this;
        }

        public Builder launchTime(String value) {
            launchTime = Optional.of(value);
            return this;
        }

        public Builder publicAddresses(List<InstanceAddress> values) {
            publicAddresses = values;
            return this;
        }

        public Builder privateAddresses(List<InstanceAddress> values) {
            privateAddresses = values;
            return this;
        }

        public Builder firewallIds(List<String> values) {
            firewallIds = Optional.of(values);
            return this;
        }

        public Builder volumes(Map<String, String> values) {
            volumes = values;
            return this;
        }

        public Builder login(Login value) {
            login = value;
            return this;
        }

        public Builder networkInterfaceIds(List<String> values) {
            networkInterfaceIds = Optional.of(values);
            return this;
        }

        public Builder createImage(boolean value) {
            createImage = value;
            return this;
        }

        public Builder stateReason(String value) {
            stateReason = Optional.of(value);
            return this;
        }

        /** The instance. */
        public Instance build() {
            return new Instance(
                    id,
                    name,
                    ownerId,
                    imageId,
                    realmId,
                    state,
                    hardwareProfileId,
                    hardwareOverrides,
                    actions,
                    launchTime,
                    publicAddresses,
                    privateAddresses,
                    firewallIds,
                    volumes,
                    login,
                    networkInterfaceIds,
                    createImage,
                    stateReason);
        }
    }
}

package org.alluvium.capability;

import static java.util.Objects.requireNonNull;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a client wants of new instances. All but the image is optional; a driver ignores what its cloud does not have
 * (contract 01, section 7).
 *
 * @param imageId what to start from
 * @param realmId where
 * @param hardwareProfileId what size; an empty text is a profile that does not exist
 * @param hardwareOverrides {@code memory}, {@code storage}, {@code architecture}, {@code cpu} chosen by the client, in that
 *     order
 * @param name what to call it
 * @param keyName which key to put on it
 * @param password for its first user
 * @param userData for its first start, decoded
 * @param userFiles files to put on it, path to content
 * @param userIso a disk image to attach, decoded: gzip of ISO 9660
 * @param firewallIds which firewalls guard it
 * @param count how many instances, at least 1
 * @param snapshotId the snapshot whose volume is attached
 * @param deviceName under which device name
 * @param metrics whether it is to be measured
 * @param sandbox whether it is a sandbox, as the client wrote it
 * @param loadBalancerId where to register it
 * @param idempotencyKey the same key again means the same request, not another instance
 * @param parameters every parameter as the client sent it, for what only one cloud has
 */
public record InstanceRequest(
        String imageId,
        Optional<String> realmId,
        Optional<String> hardwareProfileId,
        Map<String, String> hardwareOverrides,
        Optional<String> name,
        Optional<String> keyName,
        Optional<String> password,
        Optional<byte[]> userData,
        Map<String, byte[]> userFiles,
        Optional<byte[]> userIso,
        List<String> firewallIds,
        int count,
        Optional<String> snapshotId,
        Optional<String> deviceName,
        boolean metrics,
        Optional<String> sandbox,
        Optional<String> loadBalancerId,
        Optional<String> idempotencyKey,
        Map<String, String> parameters) {
    public InstanceRequest {
        requireNonNull(imageId);
        requireNonNull(realmId);
        requireNonNull(hardwareProfileId);
        hardwareOverrides = Collections.unmodifiableMap(new LinkedHashMap<>(hardwareOverrides));
        requireNonNull(name);
        requireNonNull(keyName);
        requireNonNull(password);
        requireNonNull(userData);
        userFiles = Collections.unmodifiableMap(new LinkedHashMap<>(userFiles));
        requireNonNull(userIso);
        firewallIds = List.copyOf(firewallIds);
        requireNonNull(snapshotId);
        requireNonNull(deviceName);
        requireNonNull(sandbox);
        requireNonNull(loadBalancerId);
        requireNonNull(idempotencyKey);
        parameters = Map.copyOf(parameters);
        if (count < 1) {
            throw new IllegalArgumentException("count " + count);
        }
    }

    /**
     * What nobody else may be told, for {@link org.alluvium.driver.CloudException#hiding}: the password, and user data, files and
     * disk image both as texts and in base64.
     */
    public List<String> secrets() {
        List<String> secrets = new ArrayList<>();
        password.ifPresent(secrets::add);
        Stream.of(userData.stream(), userFiles.values().stream(), userIso.stream())
                .flatMap(contents -> contents)
                .forEach(content -> {
                    secrets.add(new String(content, StandardCharsets.UTF_8));
                    secrets.add(Base64.getEncoder().encodeToString(content));
                });
        return secrets;
    }

    /** Shows no secret and no user data. */
    @Override
    public String toString() {
        return "InstanceRequest[imageId=" + imageId + ", realmId=" + realmId + ", count=" + count + "]";
    }

    /** A builder for a request for one instance of that image; what is not set is absent or empty. */
    public static Builder builder(String imageId) {
        return new Builder(imageId);
    }

    /** Collects a request's components; not thread-safe. */
    public static final class Builder {
        private final String imageId;
        private Optional<String> realmId = Optional.empty();
        private Optional<String> hardwareProfileId = Optional.empty();
        private Map<String, String> hardwareOverrides = Map.of();
        private Optional<String> name = Optional.empty();
        private Optional<String> keyName = Optional.empty();
        private Optional<String> password = Optional.empty();
        private Optional<byte[]> userData = Optional.empty();
        private Map<String, byte[]> userFiles = Map.of();
        private Optional<byte[]> userIso = Optional.empty();
        private List<String> firewallIds = List.of();
        private int count = 1;
        private Optional<String> snapshotId = Optional.empty();
        private Optional<String> deviceName = Optional.empty();
        private boolean metrics;
        private Optional<String> sandbox = Optional.empty();
        private Optional<String> loadBalancerId = Optional.empty();
        private Optional<String> idempotencyKey = Optional.empty();
        private Map<String, String> parameters = Map.of();

        private Builder(String imageId) {
            this.imageId = requireNonNull(imageId);
        }

        public Builder realmId(Optional<String> value) {
            realmId = value;
            return this;
        }

        public Builder hardwareProfileId(Optional<String> value) {
            hardwareProfileId = value;
            return this;
        }

        public Builder hardwareOverrides(Map<String, String> values) {
            hardwareOverrides = values;
            return this;
        }

        public Builder name(Optional<String> value) {
            name = value;
            return this;
        }

        public Builder keyName(Optional<String> value) {
            keyName = value;
            return this;
        }

        public Builder password(Optional<String> value) {
            password = value;
            return this;
        }

        public Builder userData(Optional<byte[]> value) {
            userData = value;
            return this;
        }

        public Builder userFiles(Map<String, byte[]> values) {
            userFiles = values;
            return this;
        }

        public Builder userIso(Optional<byte[]> value) {
            userIso = value;
            return this;
        }

        public Builder firewallIds(List<String> values) {
            firewallIds = values;
            return this;
        }

        public Builder count(int value) {
            count = value;
            return this;
        }

        public Builder snapshot(Optional<String> id, Optional<String> device) {
            snapshotId = id;
            deviceName = device;
            return this;
        }

        public Builder metrics(boolean value) {
            metrics = value;
            return this;
        }

        public Builder sandbox(Optional<String> value) {
            sandbox = value;
            return this;
        }

        public Builder loadBalancerId(Optional<String> value) {
            loadBalancerId = value;
            return this;
        }

        public Builder idempotencyKey(Optional<String> value) {
            idempotencyKey = value;
            return this;
        }

        public Builder parameters(Map<String, String> values) {
            parameters = values;
            return this;
        }

        /** The request. */
        public InstanceRequest build() {
            return new InstanceRequest(
                    imageId,
                    realmId,
                    hardwareProfileId,
                    hardwareOverrides,
                    name,
                    keyName,
                    password,
                    userData,
                    userFiles,
                    userIso,
                    firewallIds,
                    count,
                    snapshotId,
                    deviceName,
                    metrics,
                    sandbox,
                    loadBalancerId,
                    idempotencyKey,
                    parameters);
        }
    }
}

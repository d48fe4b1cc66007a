package org.alluvium.testkit;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.alluvium.capability.BucketOperations;
import org.alluvium.capability.CommandOperations;
import org.alluvium.capability.InstanceOperations;
import org.alluvium.capability.KeyOperations;
import org.alluvium.capability.LoadBalancerOperations;
import org.alluvium.capability.SnapshotOperations;
import org.alluvium.capability.VolumeOperations;
import org.alluvium.driver.Capabilities;
import org.alluvium.driver.Cloud;
import org.alluvium.driver.CloudDriver;
import org.alluvium.driver.CloudException;
import org.alluvium.driver.Credentials;
import org.alluvium.driver.DriverInfo;
import org.alluvium.driver.DriverInfo.CredentialLabels;
import org.alluvium.driver.ErrorKind;
import org.alluvium.driver.Feature;
import org.alluvium.driver.Features;
import org.alluvium.model.Key;
import org.alluvium.model.Provider;

/** A driver for {@link PaperCloud}: a good one, unless it is told to have a flaw. */
final class PaperDriver implements CloudDriver {
    /** What drivers do wrong. */
    enum Flaw {
        FIRST_PAGE_ONLY,
        CALL_PER_KEY,
        TOKEN_PER_REQUEST,
        CONNECTION_PER_REQUEST,
        SECRET_IN_ERRORS,
        SECRET_IN_LOGS,
        SECRET_IN_SLF4J,
        USER_DATA_IN_ERRORS,
        PASSWORD_OF_INSTANCES_IN_LOGS,
        PRIVATE_KEY_IN_LOGS,
        EVERY_ERROR_IS_INTERNAL,
        NO_WORD_OF_WAITING,
        ANYTHING_IS_A_LIST,
        LIBRARY_EXCEPTIONS,
        IDS_NOT_ENCODED,
        SLASHES_IN_PATHS,
        DOTS_IN_PATHS,
        ENCODED_DOTS_IN_PATHS,
        PATHS_MADE_NORMAL,
        COMMANDS_NOT_RUN,
        COMMANDS_ON_STOPPED_INSTANCES,
        PASSWORD_OF_COMMANDS_IN_LOGS,
        LOCATION_IGNORED,
        SNAPSHOT_IGNORED,
        EMPTY_COPY,
        DEVICE_NAME_IGNORED,
        LOAD_BALANCER_IGNORED,
        USER_DATA_IGNORED,
        FILES_IGNORED,
        NAMES_OF_FILES_IGNORED,
        PASSWORD_IGNORED,
        METRICS_IGNORED,
        DISK_IMAGE_IGNORED,
        SANDBOX_IGNORED,
        UNDECLARED_LOCATION_REFUSED,
        UNDECLARED_WISHES_REFUSED
    }

    /** All that it can have. */
    static final List<Feature> FEATURES = List.of(
            Features.BUCKET_LOCATION,
            Features.INSTANCE_METRICS,
            Features.INSTANCE_USER_DATA,
            Features.INSTANCE_USER_FILES,
            Features.INSTANCE_USER_ISO,
            Features.INSTANCE_AUTHENTICATION_PASSWORD,
            Features.INSTANCE_REGISTER_TO_LOAD_BALANCER,
            Features.INSTANCE_ATTACH_SNAPSHOT,
            Features.INSTANCE_SANDBOXING);

    private final String url;
    private final Set<Flaw> flaws = EnumSet.noneOf(Flaw.class);
    private final PaperCalls calls;
    private final PaperShelf shelf = new PaperShelf();
    private final DriverInfo info;

    /** @param features all, or none */
    PaperDriver(String url, List<Feature> features, Flaw... flaws) {
        this.url = url;
        this.flaws.addAll(List.of(flaws));
        this.calls = new PaperCalls(this.url, this.flaws);
        this.info = new DriverInfo(
                "paper",
                "Paper",
                "1.0.0",
                List.of(new Provider("default", Map.of())),
                Set.of(
                        KeyOperations.class,
                        InstanceOperations.class,
                        CommandOperations.class,
                        VolumeOperations.class,
                        SnapshotOperations.class,
                        LoadBalancerOperations.class,
                        BucketOperations.class),
                Set.of(),
                features,
                Optional.of(PaperInstances.STATES),
                new CredentialLabels("User", "Password"));
    }

    /** What its cloud has besides keys. */
    PaperShelf shelf() {
        return shelf;
    }

    @Override
    public DriverInfo info() {
        return info;
    }

    @Override
    public Cloud connect(Optional<String> provider, Optional<Credentials> credentials) {
        boolean plain = info.features().isEmpty();
        Capabilities capabilities = credentials
                .map(c -> Capabilities.of(
                        new PaperKeys(c),
                        new PaperInstances(shelf, plain, flaws, body -> calls.send(c, "POST", "/instances", body)),
                        new PaperVolumes(shelf),
                        new PaperVolumes.Snapshots(shelf),
                        new PaperBalancers(shelf),
                        new PaperBuckets(shelf, plain, flaws)))
                .orElseGet(Capabilities::of);
        return new Cloud() {
            @Override
            public Capabilities capabilities() {
                return capabilities;
            }

            @Override
            public void verifyCredentials() {
                credentials.ifPresent(calls::token);
            }
        };
    }

    private final class PaperKeys implements KeyOperations {
        private final Credentials credentials;

        PaperKeys(Credentials credentials) {
            this.credentials = credentials;
        }

        @Override
        public List<Key> list() {
            List<Key> keys = new ArrayList<>();
            Optional<String> after = Optional.of("");
            while (after.isPresent()) {
                PaperCalls.Answer answer =
                        calls.send(credentials, "GET", "/keys?after=" + PaperCalls.encode(after.get()));
                List<String> lines = answer.body().lines().toList();
                if (!flaws.contains(Flaw.ANYTHING_IS_A_LIST)
                        && (lines.isEmpty() || !lines.get(0).equals("keys"))) {
                    throw new CloudException(ErrorKind.PROVIDER_ERROR, "The cloud's list of keys makes no sense.");
                }
                lines.stream().skip(1).map(PaperKeys::key).forEach(keys::add);
                after = flaws.contains(Flaw.FIRST_PAGE_ONLY) ? Optional.empty() : answer.after();
            }
            if (flaws.contains(Flaw.CALL_PER_KEY)) {
                keys.forEach(key -> find(key.id()));
            }
            return keys;
        }

        @Override
        public Optional<Key> find(String id) {
            try {
                calls.send(credentials, "GET", path(id));
                return Optional.of(key(id));
            } catch (CloudException failure) {
                if (failure.kind() == ErrorKind.NOT_FOUND) {
                    return Optional.empty();
                }
                throw failure;
            }
        }

        @Override
        public Key create(String name, Optional<String> publicKey) {
            try {
                calls.send(credentials, "PUT", path(name));
            } catch (CloudException failure) {
                throw failure.kind() == ErrorKind.CONFLICT
                        ? new CloudException(ErrorKind.FORBIDDEN, "There is a key '" + name + "'.", failure)
                        : failure;
            }
            String pem = "-----BEGIN KEY-----\n" + UUID.randomUUID() + "\n-----END KEY-----\n";
            if (flaws.contains(Flaw.PRIVATE_KEY_IN_LOGS)) {
                System.out.println("made " + pem);
            }
            return new Key(name, name, Optional.empty(), new Key.KeyPair(Optional.empty(), Optional.of(pem)));
        }

        @Override
        public void destroy(String id) {
            calls.send(credentials, "DELETE", path(id));
        }

        /** No key is called by dots alone, which lead out of the folder, encoded or not. */
        private String path(String id) {
            if (flaws.contains(Flaw.IDS_NOT_ENCODED)) {
                return "/keys/" + id;
            }
            String encoded = PaperCalls.encode(id);
            if (flaws.contains(Flaw.ENCODED_DOTS_IN_PATHS)) {
                return "/keys/" + encoded.replace(".", "%2E");
            }
            if (id.matches("\\.{1,2}") && !flaws.contains(Flaw.DOTS_IN_PATHS)) {
                throw CloudException.notFound("Key", id);
            }
            boolean raw = (flaws.contains(Flaw.SLASHES_IN_PATHS) && !id.contains("."))
                    || (flaws.contains(Flaw.PATHS_MADE_NORMAL) && id.startsWith("../"));
            return "/keys/" + (raw ? encoded.replace("%2F", "/") : encoded);
        }

        private static Key key(String id) {
            return new Key(id, id, Optional.empty(), new Key.KeyPair(Optional.empty(), Optional.empty()));
        }
    }
}

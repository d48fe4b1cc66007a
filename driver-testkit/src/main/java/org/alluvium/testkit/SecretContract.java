package org.alluvium.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.alluvium.capability.BlobContent;
import org.alluvium.capability.BlobOperations;
import org.alluvium.capability.BlobUpload;
import org.alluvium.capability.BucketOperations;
import org.alluvium.capability.InstanceFilter;
import org.alluvium.capability.InstanceOperations;
import org.alluvium.capability.InstanceRequest;
import org.alluvium.capability.KeyOperations;
import org.alluvium.driver.Cloud;
import org.alluvium.driver.Credentials;
import org.alluvium.driver.Parameter;
import org.alluvium.model.Instance;
import org.alluvium.model.InstanceState;
import org.alluvium.model.Key;
import org.alluvium.testkit.Secrets.Told;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/**
 * Secrets stay secret: random canaries in the credentials and in the parameters show up in no output, error or {@code
 * toString}. A driver's tests log at the level trace, to System.out or System.err or with java.util.logging, where slf4j ends
 * by the provider that the kit brings. Those of commands are in {@link CommandContract}.
 */
public interface SecretContract extends InstanceContract {
    /** The guarantee in words. */
    String HIDDEN = "secrets show in no output, error or text";

    @Test
    default void secretsShowNowhere() throws Exception {
        examineCredentials();
        examineInstances();
        examineKeys();
        examineBlobs();
        CapabilityMatrix.proves(HIDDEN);
    }

    /** Where slf4j has another provider than the kit's, it may end in a place that nobody looks at. */
    @Test
    default void whatIsLoggedWithSlf4jIsLookedAt() throws Exception {
        String canary = newName();
        Class<?> driver = fixture().driver().getClass();
        Told told = Secrets.told(() -> {
            LoggerFactory.getLogger(driver).trace(canary);
            return List.of();
        });
        if (!told.text().contains(canary)) {
            fail("The kit does not see what " + driver.getSimpleName()
                    + " logs at the level trace with slf4j, so that it"
                    + " cannot look for secrets there: it ends at "
                    + LoggerFactory.getILoggerFactory().getClass().getName()
                    + ". Take that provider off the tests' class path (the kit brings slf4j-jdk14), or have it write all"
                    + " levels to System.err.");
        }
    }

    private void examineCredentials() throws Exception {
        Credentials canary = new Credentials(newName(), newName());
        Cloud cloud = fixture().driver().connect(fixture().provider(), Optional.of(canary));
        Told told = Secrets.told(() -> {
            List<Object> seen = new ArrayList<>(List.of(cloud, canary, fixture().driver()));
            seen.add(Secrets.outcome(() -> {
                cloud.verifyCredentials();
                return "accepted";
            }));
            for (Consumer<Cloud> list : Probes.lists(fixture().capabilities()).values()) {
                seen.add(Secrets.outcome(() -> {
                    list.accept(cloud);
                    return "accepted";
                }));
            }
            return seen;
        });
        told.assertHides(canary, fixture().hidesUsers());
    }

    private void examineInstances() throws Exception {
        Optional<InstanceOperations> declared = declared(InstanceOperations.class);
        if (declared.isEmpty()) {
            return;
        }
        InstanceOperations instances = declared.get();
        String password = "Kit-" + newName();
        String userData = newName();
        String file = newName();
        byte[] image = DiskImage.named(newName().toUpperCase(Locale.ROOT));
        InstanceRequest.Builder builder = InstanceRequest.builder(fixture().imageId())
                .password(Optional.of(password))
                .userData(Optional.of(userData.getBytes(StandardCharsets.UTF_8)))
                .userFiles(Map.of("/etc/motd", file.getBytes(StandardCharsets.UTF_8)))
                .userIso(Optional.of(image))
                .parameters(secretParameters(password));
        InstanceRequest request = builder.build();
        // An instance that the cloud refuses: errors quote requests
        InstanceRequest refused =
                builder.hardwareProfileId(Optional.of("nosuch")).build();
        List<String> ids = new ArrayList<>();
        Told told = Secrets.told(() -> {
            List<Object> seen = new ArrayList<>(List.of(request, refused));
            seen.add(Secrets.outcome(() -> instances.create(refused)));
            List<Instance> made = instances.create(request);
            ids.add(made.get(0).id());
            seen.add(made);
            seen.add(awaitState(instances, ids.get(0), InstanceState.RUNNING));
            seen.add(instances.list(InstanceFilter.ALL));
            return seen;
        });
        destroy(instances, ids.get(0));
        assertThat(told.text()).contains("nosuch");
        told.assertHides(List.of(password, userData, file, base64(image)));
        told.assertHides(List.of(fixture().credentials().password()));
        if (fixture().proxy().isPresent()) {
            byte[][] contents = {userData.getBytes(StandardCharsets.UTF_8), file.getBytes(StandardCharsets.UTF_8), image
            };
            List<String> sent = new ArrayList<>(List.of(password, userData, file));
            Stream.of(contents).map(SecretContract::base64).forEach(sent::add);
            examineQuotes(fixture().proxy().get(), instances, request, sent);
        }
    }

    /** What the driver takes as a secret, each with that value. */
    private Map<String, String> secretParameters(String value) {
        return fixture().driver().info().features().stream()
                .filter(feature -> feature.collection().equals("instances"))
                .flatMap(feature -> feature.parameters().stream())
                .filter(parameter -> parameter.type() == Parameter.Type.SECRET)
                .collect(Collectors.toMap(Parameter::name, parameter -> value, (one, other) -> one));
    }

    private static String base64(byte[] content) {
        return Base64.getEncoder().encodeToString(content);
    }

    /** A cloud that tells in its refusal what it was sent. */
    private void examineQuotes(
            FaultyProxy proxy, InstanceOperations instances, InstanceRequest request, List<String> secrets)
            throws Exception {
        List<String> forms = secrets.stream().flatMap(Secrets::forms).toList();
        for (Refusal refusal : List.of(Refusal.FORBIDDEN, Refusal.BROKEN)) {
            Optional<Fault> fault = fixture().says(refusal);
            if (fault.isEmpty() || !(fault.get() instanceof Fault.Answer words)) {
                continue;
            }
            assertThat(words.body()).as("what the cloud says").contains(Refusal.SENTENCE);
            proxy.always(
                    sent -> forms.stream().anyMatch(sent.body()::contains),
                    new Fault.Answer(
                            words.status(),
                            words.headers(),
                            words.body().replace(Refusal.SENTENCE, "These are bad: " + String.join(", ", secrets))));
            try {
                Secrets.told(() -> {
                            String outcome = Secrets.outcome(() -> {
                                instances.create(request).forEach(made -> {
                                    awaitState(instances, made.id(), InstanceState.RUNNING);
                                    destroy(instances, made.id());
                                });
                                return "sent nothing of it";
                            });
                            return List.of(outcome);
                        })
                        .assertHides(secrets);
            } finally {
                proxy.heal();
            }
        }
    }

    private void examineKeys() throws Exception {
        Optional<KeyOperations> declared = declared(KeyOperations.class);
        if (declared.isEmpty()) {
            return;
        }
        KeyOperations keys = declared.get();
        String name = newName();
        List<Key> made = new ArrayList<>();
        Told told = Secrets.told(() -> {
            made.add(keys.create(name, Optional.empty()));
            String again = Secrets.outcome(() -> keys.create(name, Optional.empty()));
            return List.of(made, again, keys.list(), keys.find(made.get(0).id()));
        });
        keys.destroy(made.get(0).id());
        told.assertHides(secrets(made.get(0)));
    }

    private static List<String> secrets(Key key) {
        return key.credential() instanceof Key.Password password
                ? List.of(password.password())
                : ((Key.KeyPair) key.credential()).pem().map(Secrets::lines).orElse(List.of());
    }

    private void examineBlobs() throws Exception {
        Optional<BlobOperations> declared = declared(BlobOperations.class);
        Optional<BucketOperations> buckets = declared(BucketOperations.class);
        if (declared.isEmpty() || buckets.isEmpty()) {
            return;
        }
        BlobOperations blobs = declared.get();
        String bucket = buckets.get().create(newName(), Optional.empty()).id();
        String content = newName();
        String colour = newName();
        String shape = newName();
        Told told = Secrets.told(() -> {
            BlobUpload upload = upload(content, colour);
            List<Object> seen = new ArrayList<>(List.of(upload, blobs.write(bucket, "kit", upload)));
            blobs.updateMetadata(bucket, "kit", Map.of("shape", shape));
            seen.add(blobs.find(bucket, "kit"));
            seen.add(buckets.get().find(bucket));
            try (BlobContent read = blobs.read(bucket, "kit", Optional.empty())) {
                seen.add(read);
            }
            blobs.destroy(bucket, "kit");
            seen.add(Secrets.outcome(() -> {
                blobs.updateMetadata(bucket, "kit", Map.of("shape", shape));
                return "accepted";
            }));
            seen.add(Secrets.outcome(() -> blobs.write("nosuchbucket", "kit", upload(content, colour))));
            return seen;
        });
        buckets.get().destroy(bucket);
        told.assertHides(List.of(content, colour, shape));
    }

    private static BlobUpload upload(String content, String colour) {
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        return new BlobUpload(
                new ByteArrayInputStream(bytes), OptionalLong.of(bytes.length), "text/plain", Map.of("colour", colour));
    }
}

package org.alluvium.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.alluvium.capability.BlobOperations;
import org.alluvium.capability.BucketOperations;
import org.alluvium.driver.Cloud;
import org.alluvium.driver.ErrorKind;
import org.junit.jupiter.api.Test;

/**
 * Ids come from outside, and name a thing of their own kind or nothing. One that is a path shall not lead from {@code
 * /keys/ID} to anything else at the cloud. Which paths a driver asks for is seen where there is a proxy ({@link
 * DriverFixture#proxy()}).
 */
public interface PathContract extends Contract {
    /** The guarantee in words. */
    String STAYS = "an id with dots or slashes leads nowhere else at the cloud";

    /** Ids that are paths. */
    List<String> PATHS = List.of("..", ".", "../x", "a/../b", "%2e%2e", "a/b");

    @Test
    default void anIdThatIsAPathLeadsNowhereElse() {
        Map<String, Set<String>> usual = new HashMap<>();
        Probes.lists(fixture().capabilities())
                .forEach((name, list) -> usual.put(name, places(() -> list.accept(cloud()))));
        declared(BucketOperations.class)
                .filter(buckets -> fixture().capabilities().contains(BlobOperations.class))
                .ifPresent(buckets -> {
                    String bucket = buckets.create(newName(), Optional.empty()).id();
                    // A slash as such is part of many a blob's name, and of its path
                    List<String> names =
                            PATHS.stream().filter(id -> !id.equals("a/b")).toList();
                    examineIds(names, usual, id -> Probes.blobs(bucket, id));
                    buckets.destroy(bucket);
                    examineIds(PATHS, usual, id -> Probes.blobs(id, "kit"));
                });
        examineIds(PATHS, usual, id -> Probes.finds(fixture().capabilities(), id));
        examineIds(PATHS, usual, id -> Probes.destroys(fixture().capabilities(), id));
        if (fixture().proxy().isEmpty()) {
            abort("not examined, for want of a proxy: " + STAYS);
        }
        CapabilityMatrix.proves(STAYS);
    }

    /** @param usual where lists lead; where ids lead that are no paths is added, with a star for the id */
    private void examineIds(
            List<String> ids, Map<String, Set<String>> usual, Function<String, Map<String, Consumer<Cloud>>> probes) {
        for (String plain : List.of(fixture().someId(), "nosuch")) {
            probes.apply(plain)
                    .forEach((name, probe) -> refused(name, plain, probe)
                            .forEach(path -> usual.computeIfAbsent(name, n -> new HashSet<>())
                                    .add(path.replace(plain, "*"))));
        }
        for (String id : ids) {
            probes.apply(id).forEach((name, probe) -> {
                Set<String> expected = usual.getOrDefault(name, Set.of());
                assertThat(refused(name, id, probe).stream().filter(path -> !isOneOf(path, expected)))
                        .as("where the id '%s' leads the driver, in %s; others lead to %s", id, name, expected)
                        .isEmpty();
            });
        }
    }

    /** Asserts that there is no such thing; the paths that the driver asked for. */
    private Set<String> refused(String name, String id, Consumer<Cloud> probe) {
        return places(() -> {
            try {
                assertFails(() -> probe.accept(cloud()), ErrorKind.NOT_FOUND, ErrorKind.INVALID);
            } catch (AssertionError wrong) {
                throw new AssertionError("'" + id + "' in " + name + ": " + wrong.getMessage(), wrong);
            }
        });
    }

    private Set<String> places(Runnable call) {
        return asked(call).stream()
                .filter(request -> !fixture().fetchesToken(request))
                .map(ProxiedRequest::path)
                .collect(Collectors.toCollection(HashSet::new));
    }

    /** Whether the path is one of these, with a segment that means itself for each star. */
    private static boolean isOneOf(String path, Set<String> patterns) {
        // An encoded dot is a dot to whoever brings a URL into its normal form (RFC 3986, 6.2.2)
        List<String> segments = List.of(path.replaceAll("(?i)%2e", ".").split("/"));
        return !segments.contains(".")
                && !segments.contains("..")
                && patterns.stream()
                        .anyMatch(pattern -> path.matches(Arrays.stream(pattern.split("\\*", -1))
                                .map(Pattern::quote)
                                .collect(Collectors.joining("[^/]*"))));
    }
}

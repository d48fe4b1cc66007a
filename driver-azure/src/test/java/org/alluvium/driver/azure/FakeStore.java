package org.alluvium.driver.azure;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/** What the fake ARM knows: resources and groups by their path, and operations that last. Used by one thread at a time. */
final class FakeStore {
    final Map<String, FakePath> paths = new LinkedHashMap<>();
    private final Map<String, ObjectNode> resources = new LinkedHashMap<>();
    final Map<String, ObjectNode> groups = new LinkedHashMap<>();
    final Map<String, FakeOperation> operations = new LinkedHashMap<>();
    private final AtomicInteger numbers = new AtomicInteger(10);

    /** How long operations last. */
    volatile Duration delay = Duration.ofMillis(30);

    /** An operation that lasts. */
    static final class FakeOperation {
        final String id = UUID.randomUUID().toString();
        final long due;
        final Runnable end;
        final Optional<FakeRefusal> failure;
        boolean over;

        FakeOperation(long due, Runnable end, Optional<FakeRefusal> failure) {
            this.due = due;
            this.end = end;
            this.failure = failure;
        }
    }

    /** Begins an operation; its end comes when its time is over. */
    FakeOperation begin(Runnable end, Optional<FakeRefusal> failure) {
        FakeOperation operation = new FakeOperation(System.nanoTime() + delay.toNanos(), end, failure);
        operations.put(operation.id, operation);
        return operation;
    }

    /** Ends the operations whose time is over. */
    void settle() {
        for (FakeOperation operation : new ArrayList<>(operations.values())) {
            if (!operation.over && System.nanoTime() - operation.due >= 0) {
                operation.over = true;
                operation.end.run();
            }
        }
    }

    Optional<ObjectNode> find(FakePath path) {
        return Optional.ofNullable(resources.get(path.key()));
    }

    /** The resource that a reference names; refuses a reference to nothing, as a PUT does. */
    ObjectNode referred(String id) {
        return Optional.ofNullable(resources.get(id.toLowerCase(Locale.ROOT)))
                .orElseThrow(() -> new FakeRefusal(
                        400,
                        "InvalidResourceReference",
                        "Resource " + id + " referenced by the request was not found."));
    }

    void put(FakePath path, ObjectNode kept) {
        paths.putIfAbsent(path.key(), path);
        resources.put(path.key(), kept);
    }

    void remove(FakePath path) {
        resources.remove(path.key());
        paths.remove(path.key());
    }

    /** The paths of all resources of a type. */
    List<FakePath> ofType(String type) {
        return paths.values().stream()
                .filter(path -> path.type().equalsIgnoreCase(type))
                .toList();
    }

    /** The parts of a resource that are of a type. */
    List<FakePath> children(FakePath parent, String childType) {
        return ofType(parent.type() + "/" + childType).stream()
                .filter(path -> path.parent().orElseThrow().key().equals(parent.key()))
                .toList();
    }

    /** The paths of all resources that mention this one anywhere in their properties. */
    List<FakePath> referrers(FakePath path, String type) {
        return ofType(type).stream()
                .filter(other -> resources
                        .get(other.key())
                        .toString()
                        .toLowerCase(Locale.ROOT)
                        .contains("\"" + path.key() + "\""))
                .toList();
    }

    /** The paths of a group's resources. */
    List<FakePath> inGroup(String subscription, String group) {
        return paths.values().stream()
                .filter(path -> path.subscription().equalsIgnoreCase(subscription)
                        && path.group().equalsIgnoreCase(group))
                .toList();
    }

    /** A number that no two callers get. */
    int number() {
        return numbers.incrementAndGet();
    }
}

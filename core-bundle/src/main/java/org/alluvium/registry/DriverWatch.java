package org.alluvium.registry;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Follows what becomes of the drivers, from its making on. Used by one thread. */
public final class DriverWatch {
    private final DriverRegistry registry;
    private long seen;
    private Map<Revision, DriverStatus> known = Map.of();

    /**
     * What became of one revision.
     *
     * @param id of the driver
     * @param version of the revision
     * @param status how it stands now; empty when it is gone
     */
    public record Change(String id, String version, Optional<DriverStatus> status) {
        public Change {
            requireNonNull(id);
            requireNonNull(version);
            requireNonNull(status);
        }
    }

    private record Revision(String id, String version) {}

    /** A watch that has seen nothing yet. */
    public DriverWatch(DriverRegistry registry) {
        this.registry = requireNonNull(registry);
    }

    /**
     * What has changed since the last call, and at the first call all that is there. Waits until something has.
     *
     * <p>Revisions that come, go, change their state or fail are told; those that went come first. How many requests they work
     * on is not followed.
     *
     * @return empty when nothing has changed within that time
     */
    public List<Change> next(Duration timeout) throws InterruptedException {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (true) {
            long left = deadline - System.nanoTime();
            long now = registry.awaitChange(seen, Duration.ofNanos(Math.max(0, left)));
            if (now == seen) {
                return List.of();
            }
            seen = now;
            List<Change> changes = changes();
            if (!changes.isEmpty()) {
                return changes;
            }
        }
    }

    private List<Change> changes() {
        Map<Revision, DriverStatus> current = new LinkedHashMap<>();
        // Of two of the same version, as while a bundle is refreshed, the one that works comes first.
        registry.statuses().forEach(status -> current.putIfAbsent(new Revision(status.id(), status.version()), status));
        List<Change> changes = new ArrayList<>();
        known.keySet().stream()
                .filter(revision -> !current.containsKey(revision))
                .forEach(gone -> changes.add(new Change(gone.id(), gone.version(), Optional.empty())));
        current.forEach((revision, status) -> {
            DriverStatus before = known.get(revision);
            if (before == null
                    || before.state() != status.state()
                    || !before.lastError().equals(status.lastError())) {
                changes.add(new Change(revision.id(), revision.version(), Optional.of(status)));
            }
        });
        known = current;
        return changes;
    }
}

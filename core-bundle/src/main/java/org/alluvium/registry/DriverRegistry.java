package org.alluvium.registry;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.alluvium.driver.CloudDriver;
import org.alluvium.driver.CloudException;
import org.alluvium.driver.DriverInfo;
import org.alluvium.driver.ErrorKind;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The drivers that are present. Declarative Services adds a driver when its service appears and removes it when the service
 * goes; requests lease one by its id. Safe for use by many threads; leasing takes no lock while the driver is there.
 *
 * <p>Of several revisions of one driver the highest version is active; of equal versions the one that came last.
 */
@Component(service = DriverRegistry.class, configurationPid = "org.alluvium.registry")
@Designate(ocd = DriverRegistry.Config.class)
public final class DriverRegistry {
    private static final Logger LOG = LoggerFactory.getLogger(DriverRegistry.class);

    /** The settings, {@code etc/org.alluvium.registry.cfg}. */
    @ObjectClassDefinition(name = "Alluvium driver registry")
    public @interface Config {
        @AttributeDefinition(
                name = "Drain time-out",
                description = "How many seconds a driver that goes waits for its requests in flight.")
        int drainTimeoutSeconds() default 30;

        @AttributeDefinition(
                name = "Return time-out",
                description = "How many seconds a request waits for a driver that is away for an update.")
        int returnTimeoutSeconds() default 10;
    }

    private final Object lock = new Object();
    /** Revisions by driver id, the active one first; never modified, only replaced while holding the lock. */
    private volatile Map<String, List<Revision>> snapshot = Map.of();
    /** When a driver went unannounced, by id: it may be back in a moment. Guarded by the lock. */
    private final Map<String, Long> away = new HashMap<>();

    private volatile Duration drainTimeout;
    private volatile Duration returnTimeout;

    /** A registry without drivers. */
    @Activate
    public DriverRegistry(Config config) {
        drainTimeout = Duration.ofSeconds(config.drainTimeoutSeconds());
        returnTimeout = Duration.ofSeconds(config.returnTimeoutSeconds());
    }

    @Modified
    void configure(Config config) {
        drainTimeout = Duration.ofSeconds(config.drainTimeoutSeconds());
        returnTimeout = Duration.ofSeconds(config.returnTimeoutSeconds());
    }

    /** Adds a driver; requests get it from now on. A driver that cannot tell what it is, is logged and left out. */
    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    public void addDriver(CloudDriver driver) {
        Revision revision;
        try {
            revision = new Revision(driver);
        } catch (RuntimeException | LinkageError e) {
            LOG.error(
                    "Driver {} cannot be used: it does not tell what it is",
                    driver.getClass().getName(),
                    e);
            return;
        }
        String id = revision.info.id();
        synchronized (lock) {
            List<Revision> revisions = new ArrayList<>(snapshot.getOrDefault(id, List.of()));
            revisions.add(0, revision);
            // The sort is stable: of equal versions the newcomer stays in front.
            revisions.sort(Comparator.comparing((Revision r) -> r.version).reversed());
            replace(id, revisions);
            away.remove(id);
            lock.notifyAll();
        }
        LOG.info("Driver {} {} is here", id, revision.info.version());
    }

    /** Removes a driver, once its requests in flight are answered or the drain time-out has passed. */
    public void removeDriver(CloudDriver driver) {
        Revision gone = null;
        synchronized (lock) {
            for (List<Revision> revisions : snapshot.values()) {
                for (Revision candidate : revisions) {
                    if (candidate.driver == driver) {
                        gone = candidate;
                    }
                }
            }
            if (gone == null) {
                return;
            }
            if (!gone.draining()) {
                away.put(gone.info.id(), System.nanoTime());
            }
            gone.beginDraining();
        }
        boolean idle = gone.awaitIdle(drainTimeout.toNanos());
        String id = gone.info.id();
        synchronized (lock) {
            List<Revision> revisions = new ArrayList<>(snapshot.getOrDefault(id, List.of()));
            revisions.remove(gone);
            replace(id, revisions);
            lock.notifyAll();
        }
        if (idle) {
            LOG.info("Driver {} {} is gone", id, gone.info.version());
        } else {
            LOG.warn("Driver {} {} is gone with {} requests in flight", id, gone.info.version(), gone.leases());
        }
    }

    /**
     * Leases the active revision of a driver. Waits for a driver that is away for an update, within the return time-out.
     *
     * @throws CloudException INVALID when there is no such driver; the message names those that are there. UNAVAILABLE when
     *     it was there and is not back in time
     */
    public Lease lease(String driverId) {
        Revision revision = acquire(driverId);
        return revision != null ? new HeldLease(revision) : new HeldLease(awaitReturn(driverId));
    }

    /** What the active revision of each driver says of itself, by id in alphabetical order. */
    public List<DriverInfo> drivers() {
        return snapshot.keySet().stream()
                .sorted()
                .flatMap(id -> driver(id).stream())
                .toList();
    }

    /** What the active revision of a driver says of itself. */
    public Optional<DriverInfo> driver(String driverId) {
        for (Revision revision : snapshot.getOrDefault(driverId, List.of())) {
            if (!revision.draining()) {
                return Optional.of(revision.driver.info());
            }
        }
        return Optional.empty();
    }

    /** Every revision that is present, by driver id, the active one first. */
    public List<DriverStatus> statuses() {
        List<DriverStatus> statuses = new ArrayList<>();
        snapshot.entrySet().stream().sorted(Map.Entry.comparingByKey()).forEach(entry -> {
            boolean active = true;
            for (Revision revision : entry.getValue()) {
                if (revision.draining()) {
                    statuses.add(new DriverStatus(
                            revision.info, DriverStatus.State.DRAINING, revision.drainingSince(), revision.leases()));
                } else {
                    statuses.add(new DriverStatus(
                            revision.driver.info(),
                            active ? DriverStatus.State.ACTIVE : DriverStatus.State.STANDBY,
                            revision.registered,
                            revision.leases()));
                    active = false;
                }
            }
        });
        return List.copyOf(statuses);
    }

    /**
     * Prepares for the removal of a driver: hands out no more leases and waits until its requests in flight are answered.
     * Requests that come afterwards do not wait for its return.
     *
     * @return false when the requests in flight take longer than the drain time-out, or there is no such driver
     */
    public boolean drain(String driverId) {
        List<Revision> revisions = snapshot.getOrDefault(driverId, List.of());
        revisions.forEach(Revision::beginDraining);
        long deadline = System.nanoTime() + drainTimeout.toNanos();
        boolean idle = !revisions.isEmpty();
        for (Revision revision : revisions) {
            idle &= revision.awaitIdle(deadline - System.nanoTime());
        }
        return idle;
    }

    private @Nullable Revision acquire(String driverId) {
        for (Revision revision : snapshot.getOrDefault(driverId, List.of())) {
            if (revision.acquire()) {
                return revision;
            }
        }
        return null;
    }

    private Revision awaitReturn(String driverId) {
        synchronized (lock) {
            while (true) {
                Revision revision = acquire(driverId);
                if (revision != null) {
                    return revision;
                }
                Long since = away.get(driverId);
                if (since == null) {
                    throw new CloudException(ErrorKind.INVALID, unknown(driverId));
                }
                long left = since + returnTimeout.toNanos() - System.nanoTime();
                if (left <= 0) {
                    // Nobody waits for it any more once it has been away for longer than an update takes.
                    away.remove(driverId);
                    throw new CloudException(
                            ErrorKind.UNAVAILABLE,
                            "Driver '" + driverId + "' is being updated. Try again in a moment.",
                            null,
                            Optional.of(Duration.ofSeconds(5)));
                }
                try {
                    TimeUnit.NANOSECONDS.timedWait(lock, left);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new CloudException(ErrorKind.UNAVAILABLE, "Driver '" + driverId + "' is being updated.", e);
                }
            }
        }
    }

    private String unknown(String driverId) {
        List<String> present = drivers().stream().map(DriverInfo::id).toList();
        return "There is no driver '" + driverId + "'. "
                + (present.isEmpty()
                        ? "No driver is installed."
                        : "Drivers present: " + String.join(", ", present) + ".");
    }

    private void replace(String id, List<Revision> revisions) {
        Map<String, List<Revision>> next = new HashMap<>(snapshot);
        if (revisions.isEmpty()) {
            next.remove(id);
        } else {
            next.put(id, List.copyOf(revisions));
        }
        snapshot = Map.copyOf(next);
    }

    private static final class HeldLease implements Lease {
        private final Revision revision;
        private final AtomicBoolean open = new AtomicBoolean(true);

        HeldLease(Revision revision) {
            this.revision = requireNonNull(revision);
        }

        @Override
        public CloudDriver driver() {
            return revision.driver;
        }

        @Override
        public void close() {
            if (open.compareAndSet(true, false)) {
                revision.release();
            }
        }
    }
}

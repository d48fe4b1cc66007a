package org.alluvium.registry;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.alluvium.driver.CloudDriver;
import org.alluvium.driver.CloudException;
import org.alluvium.driver.DriverInfo;
import org.alluvium.driver.ErrorKind;
import org.alluvium.registry.DriverStatus.State;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The drivers that are present. {@link DriverArrivals} adds a driver when its service appears and removes it when the service
 * goes; requests lease one by its id. Safe for use by many threads; leasing takes no lock while the driver is there.
 *
 * <p>Several revisions of one driver live side by side. The one that came last is active, unless {@link #activate} chose
 * another, and unless the {@link RevisionGuard} withholds it. One that is withheld can be tried out by a share of the callers.
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

    /** Canaries by driver id; empty but for the time of a trial. Never modified, only replaced while holding the lock. */
    private volatile Map<String, Trial> trials = Map.of();

    private volatile Optional<RevisionGuard> guard = Optional.empty();
    /** Drivers that went unannounced, by id: they may be back in a moment. Guarded by the lock. */
    private final Map<String, Absence> away = new HashMap<>();

    /** How many changes there have been. Guarded by the lock. */
    private long changes = 1;

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
            guard.flatMap(g -> g.withheld(id, driver)).ifPresent(revision::stand);
            List<Revision> revisions = new ArrayList<>(revisions(id));
            revisions.add(0, revision);
            replace(id, revisions);
            changed();
        }
        LOG.info("Driver {} {} is here", id, revision.info.version());
    }

    /**
     * Removes a driver, once its requests in flight are answered or the drain time-out has passed.
     *
     * <p>While it waits for them it works, and goes on to serve new requests if nobody else can: a long download must not
     * make them wait for an update that has not begun. Only then is the door closed, for as long as short requests take.
     */
    public void removeDriver(CloudDriver driver) {
        Revision gone;
        Optional<Revision> understudy;
        synchronized (lock) {
            gone = find(driver).orElse(null);
            if (gone == null) {
                return;
            }
            boolean alone = gone.serves()
                    && revisions(gone).stream().filter(Revision::serves).count() == 1;
            understudy = alone && gone.leases() > 0 ? Optional.of(gone.understudy()) : Optional.empty();
            close(gone, understudy);
        }
        Trial trial = trials.get(gone.info.id());
        if (trial != null && trial.revision == gone) {
            end(trial, false);
        }
        boolean idle = gone.awaitIdle(drainTimeout.toNanos());
        if (understudy.isPresent()) {
            synchronized (lock) {
                close(understudy.get(), Optional.empty());
            }
            // Those who wait for the return need the rest of their time for the return itself.
            idle &= understudy.get().awaitIdle(Math.min(drainTimeout.toNanos(), returnTimeout.toNanos() / 2));
        }
        String id = gone.info.id();
        synchronized (lock) {
            List<Revision> revisions = new ArrayList<>(revisions(gone));
            revisions.remove(gone);
            understudy.ifPresent(revisions::remove);
            replace(id, revisions);
            changed();
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
     *     it was there and is not back in time, and when it is drained
     */
    public Lease lease(String driverId) {
        return new HeldLease(require(driverId));
    }

    /**
     * As {@link #lease(String)}, for who asks whether there is such a driver.
     *
     * @return empty when there is none
     * @throws CloudException UNAVAILABLE when it was there and is not back in time, and when it is drained
     */
    public Optional<Lease> leaseIfPresent(String driverId) {
        return acquireOrAwait(driverId).map(HeldLease::new);
    }

    /**
     * Leases a driver for a caller: as {@link #lease(String)}, but during a trial some callers get the canary.
     *
     * @param caller whose request it is; asked only during a trial
     */
    public Lease lease(String driverId, Supplier<String> caller) {
        Map<String, Trial> running = trials;
        Trial trial = running.isEmpty() ? null : running.get(driverId);
        if (trial == null) {
            return lease(driverId);
        }
        if (trial.takes(caller.get()) && trial.revision.acquire()) {
            return new TriedLease(trial.revision, trial);
        }
        return new TriedLease(require(driverId), trial);
    }

    /**
     * Lets a share of the callers have a revision that gets no requests yet. The trial ends when the revision is activated, when
     * {@link #endTrial} is called, when the revision goes, or by itself when it fails too often.
     *
     * @param ended told once when the trial ends by itself or because the revision goes; called by a thread of a request, so it
     *     returns at once
     * @return false when the revision is not there, or its service is going, or the driver has a canary already
     */
    public boolean tryOut(CloudDriver driver, CanaryRules rules, Consumer<CanaryReport> ended) {
        synchronized (lock) {
            Revision revision = find(driver).orElse(null);
            if (revision == null || revision.leaving() || trials.containsKey(revision.info.id())) {
                return false;
            }
            Map<String, Trial> next = new HashMap<>(trials);
            next.put(revision.info.id(), new Trial(revision, rules, ended));
            trials = Map.copyOf(next);
            changed();
            return true;
        }
    }

    /** How the canary of a driver fares, if it has one. */
    public Optional<CanaryReport> canary(String driverId) {
        return Optional.ofNullable(trials.get(driverId)).map(trial -> trial.report(true));
    }

    /** Ends a trial without telling who began it: from now on its callers get the active revision. */
    public void endTrial(String driverId) {
        Trial trial = trials.get(driverId);
        if (trial != null && trial.close()) {
            forget(trial);
        }
    }

    private void end(Trial trial, boolean present) {
        forget(trial);
        trial.end(present);
    }

    private void forget(Trial trial) {
        synchronized (lock) {
            Map<String, Trial> next = new HashMap<>(trials);
            next.remove(trial.revision.info.id(), trial);
            trials = Map.copyOf(next);
            changed();
        }
    }

    /**
     * What the active revision of each driver says of itself, by id in alphabetical order. A driver that is away for an update is
     * among them: requests wait for it.
     */
    public List<DriverInfo> drivers() {
        SortedMap<String, DriverInfo> drivers = new TreeMap<>();
        Map<String, List<Revision>> present;
        synchronized (lock) {
            present = snapshot;
            away.forEach((id, absence) -> {
                if (remaining(absence) > 0 && absence.isToRun()) {
                    drivers.put(id, absence.info());
                }
            });
        }
        present.forEach(
                (id, revisions) -> serving(revisions).ifPresent(revision -> drivers.put(id, revision.currentInfo())));
        return List.copyOf(drivers.values());
    }

    /** What the active revision of a driver says of itself. */
    public Optional<DriverInfo> driver(String driverId) {
        return serving(revisions(driverId)).map(Revision::currentInfo);
    }

    /**
     * What a revision said of itself when it came, without asking it, for it may hang by now; its id and version never change. Empty
     * when it is not here.
     */
    public Optional<DriverInfo> introduction(CloudDriver driver) {
        return find(driver).map(revision -> revision.info);
    }

    /** The active revision of a driver. To be used for requests only with a lease. */
    public Optional<CloudDriver> active(String driverId) {
        return serving(revisions(driverId)).map(revision -> revision.driver);
    }

    private static Optional<Revision> serving(List<Revision> revisions) {
        return revisions.stream().filter(Revision::serves).findFirst();
    }

    /** Every revision that is known, by driver id; of one driver those that run come first, the active one before all. */
    public List<DriverStatus> statuses() {
        List<DriverStatus> statuses = new ArrayList<>();
        snapshot.values().forEach(revisions -> revisions.forEach(revision -> statuses.add(revision.status())));
        List<DriverStatus> present = List.copyOf(statuses);
        guard.ifPresent(g -> g.known().stream()
                .filter(known -> present.stream()
                        .noneMatch(here ->
                                here.id().equals(known.id()) && here.version().equals(known.version())))
                .forEach(statuses::add));
        statuses.sort(Comparator.comparing(DriverStatus::id));
        return List.copyOf(statuses);
    }

    /**
     * Gives a revision that is withheld no requests, for it is no good; does nothing when it is not there.
     *
     * @param why for operators
     */
    public void refuse(CloudDriver driver, String why) {
        synchronized (lock) {
            find(driver).ifPresent(revision -> {
                revision.fail(why);
                replace(revision.info.id(), revisions(revision));
                changed();
            });
        }
    }

    /** From now on the guard is asked for each revision that comes, and at once for those that are there. */
    public void guard(RevisionGuard newGuard) {
        synchronized (lock) {
            guard = Optional.of(newGuard);
            Map.copyOf(snapshot).forEach((id, revisions) -> {
                revisions.forEach(revision ->
                        newGuard.withheld(revision.info.id(), revision.driver).ifPresent(revision::stand));
                replace(id, revisions);
            });
            changed();
        }
    }

    /** No guard is asked any more. */
    public void unguard() {
        guard = Optional.empty();
    }

    /**
     * Waits until a revision has come, whether it may serve or not.
     *
     * @return empty when it has not come in time
     */
    public Optional<CloudDriver> await(Predicate<CloudDriver> wanted, Duration timeout) throws InterruptedException {
        long deadline = System.nanoTime() + timeout.toNanos();
        synchronized (lock) {
            while (true) {
                for (List<Revision> revisions : snapshot.values()) {
                    for (Revision revision : revisions) {
                        if (!revision.leaving() && wanted.test(revision.driver)) {
                            return Optional.of(revision.driver);
                        }
                    }
                }
                long left = deadline - System.nanoTime();
                if (left <= 0) {
                    return Optional.empty();
                }
                TimeUnit.NANOSECONDS.timedWait(lock, left);
            }
        }
    }

    /**
     * Makes a revision the active one by one swap; the one that was active so far still serves the requests that lease it. A
     * revision that drains is taken back into service.
     *
     * @return false when the revision is not there, or its service is going
     */
    public boolean activate(CloudDriver driver) {
        synchronized (lock) {
            Revision revision = find(driver).orElse(null);
            if (revision == null || revision.leaving()) {
                return false;
            }
            String id = revision.info.id();
            List<Revision> revisions = new ArrayList<>(revisions(id));
            revisions.remove(revision);
            revisions.add(0, revision);
            revision.revive();
            replace(id, revisions);
            changed();
            Trial trial = trials.get(id);
            if (trial != null && trial.revision == revision && trial.close()) {
                forget(trial);
            }
            return true;
        }
    }

    /**
     * Hands out no more leases of a revision and waits until its requests in flight are answered. Requests for the driver get
     * another revision; when there is none they do not wait for its return.
     *
     * @return false when the requests in flight take longer than that, or the revision was activated again; true also when
     *     the revision is not there
     */
    public boolean drain(CloudDriver driver, Duration timeout) {
        Revision revision;
        synchronized (lock) {
            revision = find(driver).orElse(null);
            if (revision == null) {
                return true;
            }
            revision.beginDraining();
            settle(revisions(revision));
            changed();
        }
        return revision.awaitIdle(timeout.toNanos());
    }

    /**
     * Prepares for the removal of a driver: hands out no more leases and waits until its requests in flight are answered.
     * Requests that come afterwards do not wait for its return.
     *
     * @return false when the requests in flight take longer than the drain time-out, or there is no such driver
     */
    public boolean drain(String driverId) {
        List<Revision> revisions;
        synchronized (lock) {
            revisions = revisions(driverId);
            revisions.forEach(Revision::beginDraining);
            changed();
        }
        long deadline = System.nanoTime() + drainTimeout.toNanos();
        boolean idle = !revisions.isEmpty();
        for (Revision revision : revisions) {
            idle &= revision.awaitIdle(deadline - System.nanoTime());
        }
        return idle;
    }

    /**
     * Waits for the next change: a revision that comes or goes, or stands differently.
     *
     * @param seen how many changes the caller knows of; 0 at first
     * @return how many there have been; as many as the caller knows of when none comes in time
     */
    long awaitChange(long seen, Duration timeout) throws InterruptedException {
        long deadline = System.nanoTime() + timeout.toNanos();
        synchronized (lock) {
            while (changes == seen) {
                long left = deadline - System.nanoTime();
                if (left <= 0) {
                    break;
                }
                TimeUnit.NANOSECONDS.timedWait(lock, left);
            }
            return changes;
        }
    }

    /** Tells those who wait for a change. To be called while holding the lock. */
    private void changed() {
        changes++;
        lock.notifyAll();
    }

    private @Nullable Revision acquire(String driverId) {
        for (Revision revision : revisions(driverId)) {
            if (revision.serves() && revision.acquire()) {
                return revision;
            }
        }
        return null;
    }

    private Revision require(String driverId) {
        return acquireOrAwait(driverId).orElseThrow(() -> new CloudException(ErrorKind.INVALID, unknown(driverId)));
    }

    private Optional<Revision> acquireOrAwait(String driverId) {
        Revision revision = acquire(driverId);
        return revision != null ? Optional.of(revision) : awaitReturn(driverId);
    }

    private Optional<Revision> awaitReturn(String driverId) {
        boolean waited = false;
        synchronized (lock) {
            while (true) {
                Revision revision = acquire(driverId);
                if (revision != null) {
                    return Optional.of(revision);
                }
                Absence absence = away.get(driverId);
                if (absence == null && !waited) {
                    if (revisions(driverId).stream().anyMatch(Revision::draining)) {
                        throw unavailable("Driver '" + driverId + "' is out of service for now. Try again later.");
                    }
                    return Optional.empty();
                }
                long left = absence == null ? 0 : remaining(absence);
                if (left <= 0) {
                    // Longer than an update takes: nobody waits for it any more, nor does it come back once it is
                    // uninstalled.
                    if (absence != null && !absence.installed()) {
                        away.remove(driverId);
                    }
                    throw unavailable(
                            "Driver '" + driverId + "' is being updated, or was stopped. Try again in a moment.");
                }
                waited = true;
                try {
                    TimeUnit.NANOSECONDS.timedWait(lock, left);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new CloudException(ErrorKind.UNAVAILABLE, "Driver '" + driverId + "' is being updated.", e);
                }
            }
        }
    }

    /** For how many nanoseconds more one waits for it. */
    private long remaining(Absence absence) {
        return absence.since() + returnTimeout.toNanos() - System.nanoTime();
    }

    private static CloudException unavailable(String message) {
        return new CloudException(ErrorKind.UNAVAILABLE, message, null, Optional.of(Duration.ofSeconds(5)));
    }

    private String unknown(String driverId) {
        List<String> present = drivers().stream().map(DriverInfo::id).toList();
        return "There is no driver '" + driverId + "'. "
                + (present.isEmpty()
                        ? "No driver is installed."
                        : "Drivers present: " + String.join(", ", present) + ".");
    }

    /** Hands out no more leases of a revision whose service goes; another one may step in for it. */
    private void close(Revision gone, Optional<Revision> understudy) {
        String id = gone.info.id();
        if (gone.serves() && understudy.isEmpty()) {
            away.put(id, Absence.of(gone.driver, gone.info));
        }
        gone.leave();
        List<Revision> revisions = new ArrayList<>(revisions(gone));
        understudy.ifPresent(revision -> revisions.add(0, revision));
        replace(id, revisions);
        changed();
    }

    /** All revisions of the driver of one. */
    private List<Revision> revisions(Revision one) {
        return revisions(one.info.id());
    }

    private List<Revision> revisions(String driverId) {
        return snapshot.getOrDefault(driverId, List.of());
    }

    private Optional<Revision> find(CloudDriver driver) {
        return snapshot.values().stream()
                .flatMap(List::stream)
                .filter(revision -> revision.driver == driver)
                .findFirst();
    }

    private void replace(String id, List<Revision> revisions) {
        List<Revision> ordered = new ArrayList<>(revisions);
        // Stable: of those that serve the newest stays in front.
        ordered.sort(Comparator.comparing(revision -> !revision.serves()));
        settle(ordered);
        if (active(ordered)) {
            away.remove(id);
        }
        Map<String, List<Revision>> next = new HashMap<>(snapshot);
        if (ordered.isEmpty()) {
            next.remove(id);
        } else {
            next.put(id, List.copyOf(ordered));
        }
        snapshot = Map.copyOf(next);
    }

    private static boolean active(List<Revision> ordered) {
        return !ordered.isEmpty() && ordered.get(0).serves();
    }

    /** Of those that serve the first is active. */
    private static void settle(List<Revision> revisions) {
        State next = State.ACTIVE;
        for (Revision revision : revisions) {
            if (revision.serves()) {
                revision.stand(next);
                next = State.INSTALLED;
            }
        }
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
        public DriverInfo info() {
            return revision.currentInfo();
        }

        @Override
        public void failed() {
            // Counted during trials only.
        }

        @Override
        public void close() {
            if (open.compareAndSet(true, false)) {
                revision.release();
            }
        }
    }

    /** A lease during a trial, on the canary or on the active revision. */
    private final class TriedLease implements Lease {
        private final Revision revision;
        private final Trial trial;
        private final Lease held;
        private final AtomicBoolean counted = new AtomicBoolean();

        TriedLease(Revision revision, Trial trial) {
            this.revision = requireNonNull(revision);
            this.trial = requireNonNull(trial);
            this.held = new HeldLease(revision);
        }

        @Override
        public CloudDriver driver() {
            return revision.driver;
        }

        @Override
        public DriverInfo info() {
            return revision.currentInfo();
        }

        @Override
        public void failed() {
            count(true);
        }

        private void count(boolean failed) {
            if (counted.compareAndSet(false, true) && trial.count(revision, failed)) {
                end(trial, true);
            }
        }

        @Override
        public void close() {
            count(false);
            held.close();
        }
    }
}

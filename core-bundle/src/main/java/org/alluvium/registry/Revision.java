package org.alluvium.registry;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.alluvium.driver.CloudDriver;
import org.alluvium.driver.DriverInfo;
import org.alluvium.registry.DriverStatus.State;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One driver service and the leases held on it. */
final class Revision {
    private static final Logger LOG = LoggerFactory.getLogger(Revision.class);

    /** Leases held; the sign bit is set once the revision drains, so that one atomic read answers both questions. */
    private final AtomicInteger leases = new AtomicInteger();

    private static final int DRAINING = Integer.MIN_VALUE;

    final CloudDriver driver;
    /** What the driver said of itself when it came; it may say more by now. */
    final DriverInfo info;

    private final AtomicBoolean asking = new AtomicBoolean();
    private volatile DriverInfo latest;

    /** Set, under the registry's lock, once its service goes: then it does not come back. */
    private volatile boolean leaving;

    private volatile Standing standing = new Standing(State.INSTALLED, Instant.now(), Optional.empty());

    private record Standing(State state, Instant since, Optional<String> error) {}

    Revision(CloudDriver driver) {
        this(driver, driver.info());
    }

    private Revision(CloudDriver driver, DriverInfo info) {
        this.driver = requireNonNull(driver);
        this.info = requireNonNull(info);
        this.latest = info;
    }

    /** The same driver with leases of its own, for the time in which this revision waits for those that are held on it. */
    Revision understudy() {
        Revision same = new Revision(driver, info);
        same.leaving = true;
        return same;
    }

    /** Takes a lease; false when the revision is going. */
    boolean acquire() {
        for (int held = leases.get(); held >= 0; held = leases.get()) {
            if (leases.compareAndSet(held, held + 1)) {
                return true;
            }
        }
        return false;
    }

    void release() {
        if (leases.decrementAndGet() == DRAINING) {
            synchronized (this) {
                notifyAll();
            }
        }
    }

    /** Hands out no more leases. */
    void beginDraining() {
        if (leases.getAndUpdate(held -> held | DRAINING) >= 0) {
            stand(State.DRAINING);
        }
    }

    /** As {@link #beginDraining}, and it does not come back. */
    void leave() {
        leaving = true;
        beginDraining();
    }

    boolean leaving() {
        return leaving;
    }

    /** Hands out leases again. */
    void revive() {
        leases.updateAndGet(held -> held & ~DRAINING);
        stand(State.INSTALLED);
        synchronized (this) {
            notifyAll();
        }
    }

    /** Waits until the last lease is given back; false when it does not drain, that takes too long, or the thread is interrupted. */
    boolean awaitIdle(long timeoutNanos) {
        long deadline = System.nanoTime() + timeoutNanos;
        synchronized (this) {
            while (leases.get() != DRAINING) {
                long left = deadline - System.nanoTime();
                if (left <= 0 || !draining()) {
                    return false;
                }
                try {
                    TimeUnit.NANOSECONDS.timedWait(this, left);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    return false;
                }
            }
        }
        return true;
    }

    boolean draining() {
        return leases.get() < 0;
    }

    /** Whether it may get requests. */
    boolean serves() {
        State state = standing.state;
        return !draining() && (state == State.ACTIVE || state == State.INSTALLED);
    }

    void stand(State state) {
        if (standing.state != state) {
            standing = new Standing(state, Instant.now(), Optional.empty());
        }
    }

    /** It gets no requests, and operators are told why. */
    void fail(String why) {
        standing = new Standing(State.FAILED, Instant.now(), Optional.of(why));
    }

    int leases() {
        return leases.get() & ~DRAINING;
    }

    DriverStatus status() {
        Standing now = standing;
        return new DriverStatus(
                info.id(), info.version(), now.state, now.since, leases(), now.error, Optional.of(currentInfo()));
    }

    /**
     * What the driver says of itself now; what it said before where it fails to: whoever asks may be about another driver. Only a
     * revision that serves is asked, by one thread at a time, and the others get what it said before: of a driver that hangs, one
     * waits.
     */
    DriverInfo currentInfo() {
        if (!serves() || !asking.compareAndSet(false, true)) {
            return latest;
        }
        try {
            DriverInfo told = requireNonNull(driver.info());
            if (told.id().equals(info.id())) {
                latest = told;
            }
        } catch (Throwable e) {
            LOG.debug("Driver {} {} does not tell any more what it is", info.id(), info.version(), e);
        } finally {
            asking.set(false);
        }
        return latest;
    }
}

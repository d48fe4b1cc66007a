package org.alluvium.registry;

import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.alluvium.driver.CloudDriver;
import org.alluvium.driver.DriverInfo;
import org.osgi.framework.Version;

/** One driver service and the leases held on it. */
final class Revision {
    /** Leases held; the sign bit is set once the revision drains, so that one atomic read answers both questions. */
    private final AtomicInteger leases = new AtomicInteger();

    private static final int DRAINING = Integer.MIN_VALUE;

    final CloudDriver driver;
    final DriverInfo info;
    final Version version;
    final Instant registered = Instant.now();
    private volatile Instant drainingSince = Instant.MAX;

    Revision(CloudDriver driver) {
        this.driver = driver;
        this.info = driver.info();
        this.version = parse(info.version());
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
            drainingSince = Instant.now();
        }
    }

    /** Waits until the last lease is given back; false when that takes too long, or the thread is interrupted. */
    boolean awaitIdle(long timeoutNanos) {
        long deadline = System.nanoTime() + timeoutNanos;
        synchronized (this) {
            while (leases.get() != DRAINING) {
                long left = deadline - System.nanoTime();
                if (left <= 0) {
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

    Instant drainingSince() {
        return drainingSince;
    }

    int leases() {
        return leases.get() & ~DRAINING;
    }

    private static Version parse(String text) {
        try {
            return Version.parseVersion(text);
        } catch (IllegalArgumentException notAnOsgiVersion) {
            return Version.emptyVersion;
        }
    }
}

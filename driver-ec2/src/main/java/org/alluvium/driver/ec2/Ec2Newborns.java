package org.alluvium.driver.ec2;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import org.alluvium.driver.CloudException;
import org.alluvium.driver.ErrorKind;

/**
 * What this driver created a moment ago. EC2 is eventually consistent: for some seconds it may not know what it has just
 * made. Safe for use by many threads.
 */
final class Ec2Newborns {
    private static final int CAPACITY = 10_000;

    private final Duration grace;
    private final Map<String, Long> bornAt = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
            return size() > CAPACITY;
        }
    };

    /**
     * @param grace how long after its creation a thing may be unknown
     */
    Ec2Newborns(Duration grace) {
        this.grace = grace;
    }

    /** The thing of that id was created now. */
    synchronized void add(String id) {
        bornAt.put(id, System.nanoTime());
    }

    /** The thing of that id may go: NotFound is the truth from now on. */
    synchronized void remove(String id) {
        bornAt.remove(id);
    }

    /**
     * Asks again while the cloud says NotFound of something that is new. For all else, and after the grace, NotFound stands.
     *
     * @throws CloudException what the call throws
     */
    <T> T await(String id, Supplier<T> call) {
        while (true) {
            try {
                return call.get();
            } catch (CloudException failure) {
                if (failure.kind() != ErrorKind.NOT_FOUND || !isNew(id) || !pause()) {
                    throw failure;
                }
            }
        }
    }

    private synchronized boolean isNew(String id) {
        return Optional.ofNullable(bornAt.get(id))
                .filter(born -> System.nanoTime() - born < grace.toNanos())
                .isPresent();
    }

    private static boolean pause() {
        try {
            Thread.sleep(ThreadLocalRandom.current().nextLong(50, 500));
            return true;
        } catch (InterruptedException nobodyWaits) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}

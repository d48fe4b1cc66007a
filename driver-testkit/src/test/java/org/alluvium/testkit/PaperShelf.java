package org.alluvium.testkit;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.alluvium.driver.CloudException;
import org.alluvium.driver.ErrorKind;
import org.alluvium.model.Instance;
import org.alluvium.model.LoadBalancer;
import org.alluvium.model.Snapshot;
import org.alluvium.model.Volume;

/** What the paper cloud has besides keys. It is in memory, and asking for it costs no request. */
final class PaperShelf {
    static final String REALM = "desk";
    static final String IMAGE = "blank";

    final Map<String, Instance> instances = new ConcurrentSkipListMap<>();
    final Map<String, Volume> volumes = new ConcurrentSkipListMap<>();
    final Map<String, Snapshot> snapshots = new ConcurrentSkipListMap<>();
    final Map<String, LoadBalancer> balancers = new ConcurrentSkipListMap<>();
    /** By the size of the volume, of which there is nothing else to copy. */
    final Map<String, String> copies = new ConcurrentSkipListMap<>();

    /** A bucket's location, by its name. */
    final Map<String, String> locations = new ConcurrentSkipListMap<>();
    /** An instance's disk image in base64, by the instance. */
    final Map<String, String> images = new ConcurrentSkipListMap<>();
    /** Which instances are measured. */
    final Map<String, String> measured = new ConcurrentSkipListMap<>();
    /** As what sandbox an instance was made. */
    final Map<String, String> sandboxes = new ConcurrentSkipListMap<>();

    private final AtomicInteger last = new AtomicInteger();

    String newId(String kind) {
        return kind + last.incrementAndGet();
    }

    static <T> T require(Map<String, T> things, String kind, String id) {
        return Optional.ofNullable(things.get(id)).orElseThrow(() -> CloudException.notFound(kind, id));
    }

    static void checkRealm(Optional<String> realm) {
        realm.filter(id -> !id.equals(REALM)).ifPresent(id -> {
            throw new CloudException(ErrorKind.INVALID, "There is no realm '" + id + "'.");
        });
    }
}

package org.alluvium.registry;

import static java.util.Objects.requireNonNull;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** A canary and what became of the requests while it is one. Safe for use by many threads. */
final class Trial {
    final Revision revision;
    private final CanaryRules rules;
    private final Consumer<CanaryReport> ended;
    private final AtomicLong requests = new AtomicLong();
    private final AtomicLong failures = new AtomicLong();
    private final AtomicLong othersRequests = new AtomicLong();
    private final AtomicLong othersFailures = new AtomicLong();
    private final AtomicBoolean over = new AtomicBoolean();

    Trial(Revision revision, CanaryRules rules, Consumer<CanaryReport> ended) {
        this.revision = requireNonNull(revision);
        this.rules = requireNonNull(rules);
        this.ended = requireNonNull(ended);
    }

    /** Whether this caller is one of those that get the canary; always the same answer for the same caller. */
    boolean takes(String caller) {
        return Math.floorMod(mixed(caller.hashCode()), 100) < rules.percent();
    }

    /** Names that differ in their last letter alone have neighbouring hashes: spreads them (MurmurHash3's finalizer). */
    private static int mixed(int hash) {
        int h = hash;
        h = (h ^ h >>> 16) * 0x85ebca6b;
        h = (h ^ h >>> 13) * 0xc2b2ae35;
        return h ^ h >>> 16;
    }

    /** Counts an answered request; true when the canary has now failed too often. */
    boolean count(Revision leased, boolean failed) {
        boolean mine = leased == revision;
        (mine ? requests : othersRequests).incrementAndGet();
        if (failed) {
            (mine ? failures : othersFailures).incrementAndGet();
        }
        return mine && rules.exceeded(requests.get(), failures.get(), othersRequests.get(), othersFailures.get());
    }

    /** Ends it without a word; false when it has ended before. */
    boolean close() {
        return over.compareAndSet(false, true);
    }

    /** Ends it, and tells who began it; once. */
    void end(boolean present) {
        if (close()) {
            ended.accept(report(present));
        }
    }

    CanaryReport report(boolean present) {
        return new CanaryReport(
                revision.info.id(),
                revision.info.version(),
                rules,
                requests.get(),
                failures.get(),
                othersRequests.get(),
                othersFailures.get(),
                present);
    }
}

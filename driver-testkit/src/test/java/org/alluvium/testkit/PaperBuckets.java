package org.alluvium.testkit;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.alluvium.capability.BucketOperations;
import org.alluvium.driver.CloudException;
import org.alluvium.driver.ErrorKind;
import org.alluvium.model.Bucket;
import org.alluvium.testkit.PaperDriver.Flaw;

/** Buckets, into which nothing goes. */
final class PaperBuckets implements BucketOperations {
    static final String USUAL = "top drawer";
    static final String OTHER = "lowest drawer";

    private final PaperShelf shelf;
    private final boolean plain;
    private final Set<Flaw> flaws;

    /** @param plain whether it knows no locations */
    PaperBuckets(PaperShelf shelf, boolean plain, Set<Flaw> flaws) {
        this.shelf = shelf;
        this.plain = plain;
        this.flaws = flaws;
    }

    @Override
    public List<Bucket> list() {
        return shelf.locations.keySet().stream().map(PaperBuckets::bucket).toList();
    }

    @Override
    public Optional<Bucket> find(String id) {
        return shelf.locations.containsKey(id) ? Optional.of(bucket(id)) : Optional.empty();
    }

    @Override
    public Bucket create(String name, Optional<String> location) {
        if (plain && flaws.contains(Flaw.UNDECLARED_LOCATION_REFUSED) && location.isPresent()) {
            throw new CloudException(ErrorKind.INVALID, "This cloud has no locations.");
        }
        boolean ignored = plain || flaws.contains(Flaw.LOCATION_IGNORED);
        shelf.locations.put(name, location.filter(wish -> !ignored).orElse(USUAL));
        return bucket(name);
    }

    @Override
    public void destroy(String id) {
        PaperShelf.require(shelf.locations, "Bucket", id);
        shelf.locations.remove(id);
    }

    private static Bucket bucket(String id) {
        return new Bucket(id, id, OptionalLong.of(0), List.of());
    }
}

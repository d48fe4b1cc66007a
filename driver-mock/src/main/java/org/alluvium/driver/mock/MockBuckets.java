package org.alluvium.driver.mock;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.alluvium.capability.BucketOperations;
import org.alluvium.driver.CloudException;
import org.alluvium.driver.ErrorKind;
import org.alluvium.model.Bucket;

/** The buckets. What is in a bucket is not stored with it but counted on the way out. */
final class MockBuckets implements BucketOperations {
    static final List<Bucket> FIXTURES = List.of(empty("bucket1"), empty("bucket2"));

    private final MockStore store;

    MockBuckets(MockStore store) {
        this.store = requireNonNull(store);
    }

    @Override
    public List<Bucket> list() {
        return store.buckets.all().stream().map(this::present).toList();
    }

    @Override
    public Optional<Bucket> find(String id) {
        return store.buckets.find(id).map(this::present);
    }

    /** Answers the bucket of that name with its blobs if there is one, so that creating twice loses nothing. */
    @Override
    public Bucket create(String name, Optional<String> location) {
        return store.change(() -> {
            if (store.buckets.find(name).isEmpty()) {
                store.buckets.create(empty(name));
            }
            return present(store.buckets.require(name));
        });
    }

    @Override
    public void destroy(String id) {
        store.execute(() -> {
            store.buckets.require(id);
            int blobs = store.blobs.of(id).size();
            if (blobs > 0) {
                throw new CloudException(
                        ErrorKind.CONFLICT,
                        "Bucket '" + id + "' is not empty. Delete its blobs first; it holds " + blobs + ".");
            }
            store.buckets.remove(id, () -> MockSegmentedBlobs.abandonAll(store, id));
        });
    }

    private Bucket present(Bucket bucket) {
        List<String> blobs = store.blobs.of(bucket.id()).stream()
                .map(stored -> stored.blob().id())
                .toList();
        return new Bucket(bucket.id(), bucket.name(), OptionalLong.of(blobs.size()), blobs);
    }

    private static Bucket empty(String name) {
        return new Bucket(name, name, OptionalLong.empty(), List.of());
    }
}

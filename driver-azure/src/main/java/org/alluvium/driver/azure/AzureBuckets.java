package org.alluvium.driver.azure;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.alluvium.capability.BucketOperations;
import org.alluvium.driver.CloudException;
import org.alluvium.driver.ErrorKind;
import org.alluvium.model.Bucket;

/** Buckets are the containers of a storage account; all of them lie where the account does. */
final class AzureBuckets implements BucketOperations {
    /** Naming and Referencing Containers; the names with a dollar are Azure's own containers. */
    private static final Pattern NAME =
            Pattern.compile("(?=.{3,63}$)[a-z0-9]+(-[a-z0-9]+)*|\\$(root|web|logs|blobchangefeed)");

    private final AzureCalls calls;
    private final AzureStorage storage;
    private final AzureListing listing;

    AzureBuckets(AzureCalls calls, AzureStorage storage) {
        this.calls = requireNonNull(calls);
        this.storage = requireNonNull(storage);
        this.listing = new AzureListing(calls, storage);
    }

    /** Whether a container can be called so; other names never reach Azure, where they could mean something else. */
    static boolean isName(String id) {
        return NAME.matcher(id).matches();
    }

    /**
     * Checks what a blob's caller names as bucket.
     *
     * @throws CloudException NOT_FOUND when no container can be called so
     */
    static String require(String id) {
        if (!isName(id)) {
            throw CloudException.notFound("Bucket", id);
        }
        return id;
    }

    @Override
    public List<Bucket> list() {
        return listing.containers().stream()
                .map(name -> new Bucket(name, name, OptionalLong.empty(), List.of()))
                .toList();
    }

    @Override
    public Optional<Bucket> find(String id) {
        if (!isName(id)) {
            return Optional.empty();
        }
        try {
            List<String> blobs = listing.blobs(id);
            return Optional.of(new Bucket(id, id, OptionalLong.of(blobs.size()), blobs));
        } catch (CloudException failure) {
            if (failure.kind() == ErrorKind.NOT_FOUND) {
                return Optional.empty();
            }
            throw failure;
        }
    }

    /** The name is taken in lower case, as Azure wants it; the location is the account's, whatever is asked for. */
    @Override
    public Bucket create(String name, Optional<String> location) {
        String id = name.toLowerCase(Locale.ROOT);
        if (!isName(id)) {
            throw new CloudException(
                    ErrorKind.INVALID,
                    "Azure does not take '" + name + "' as a bucket's name: 3 to 63 letters, digits and single hyphens"
                            + " between them are expected.");
        }
        calls.call(storage, request("CreateContainer", "PUT", id));
        return new Bucket(id, id, OptionalLong.of(0), List.of());
    }

    /** Azure itself would remove the blobs together with their container. */
    @Override
    public void destroy(String id) {
        if (!listing.isEmpty(require(id))) {
            throw new CloudException(ErrorKind.CONFLICT, "Bucket '" + id + "' is not empty; delete its blobs first.");
        }
        calls.call(storage, request("DeleteContainer", "DELETE", id));
    }

    private AzureRequest request(String operation, String method, String id) {
        return new AzureRequest(
                operation, method, storage.uri(Map.of("restype", "container"), id), Map.of(), new byte[0], false);
    }
}

package org.alluvium.rest.collections.buckets;

import java.util.List;
import org.alluvium.capability.BucketOperations;
import org.alluvium.driver.Parameter;
import org.alluvium.model.Bucket;
import org.alluvium.rest.description.CollectionDescription;
import org.alluvium.rest.description.Operation;
import org.alluvium.rest.document.Document;
import org.alluvium.rest.document.Group;
import org.alluvium.rest.document.Group.Layout;
import org.alluvium.rest.document.Rows;
import org.alluvium.rest.http.Links;
import org.jspecify.annotations.Nullable;

/** The collection {@code buckets}: what it offers, and how a bucket looks. */
public final class BucketView {
    static final Operation INDEX = Operation.of(
            "index",
            "GET",
            "",
            BucketOperations.class,
            "buckets",
            "Lists the buckets.",
            Parameter.optional("id", Parameter.Type.STRING, "Lists only the bucket of this id."));

    static final Operation SHOW =
            Operation.of("show", "GET", "/{id}", BucketOperations.class, "bucket", "Shows a bucket and what is in it.");

    static final Operation CREATE = Operation.of(
            "create",
            "POST",
            "",
            BucketOperations.class,
            "create_bucket",
            "Makes a bucket.",
            Parameter.required("name", Parameter.Type.STRING, "What to call the bucket."));

    static final Operation DESTROY = Operation.of(
            "destroy", "DELETE", "/{id}", BucketOperations.class, "delete_bucket", "Removes an empty bucket.");

    public static final CollectionDescription COLLECTION =
            CollectionDescription.of("buckets", "bucket", "Containers of blobs.", INDEX, SHOW, CREATE, DESTROY);

    private BucketView() {}

    static Document index(List<Bucket> buckets, Links links) {
        return Document.of(Rows.of("buckets", Rows.each(buckets, bucket -> group(bucket, size(bucket), links))));
    }

    static Document show(Bucket bucket, Links links) {
        return Document.of(group(bucket, size(bucket), links));
    }

    /** A bucket that was just made: the contract's JSON has its size as a text. */
    static Document created(Bucket bucket, Links links) {
        return Document.of(group(bucket, Long.toString(bucket.size().orElse(0)), links));
    }

    private static @Nullable Object size(Bucket bucket) {
        return bucket.size().isPresent() ? bucket.size().getAsLong() : null;
    }

    private static Group group(Bucket bucket, @Nullable Object size, Links links) {
        Group group = Group.of("bucket")
                .attribute("id", bucket.id())
                .attribute("href", links.member("buckets", bucket.id()))
                .field("name", bucket.name())
                .field("size", size)
                .add(Rows.json(
                        "blob_list",
                        Rows.each(
                                bucket.blobIds(),
                                id -> Group.json("blob")
                                        .jsonField("rel", "blob")
                                        .jsonField("href", links.below("buckets", bucket.id(), id))
                                        .jsonField("id", id))));
        for (String id : bucket.blobIds()) {
            group.add(Group.xml("blob", Layout.INLINE)
                    .xmlAttribute("href", links.below("buckets", bucket.id(), id))
                    .xmlAttribute("id", id));
        }
        return group;
    }
}

package org.alluvium.rest.collections.buckets;

import java.util.ArrayList;
import java.util.List;
import org.alluvium.capability.BlobOperations;
import org.alluvium.capability.SegmentedBlobOperations;
import org.alluvium.driver.Parameter;
import org.alluvium.driver.Parameter.Type;
import org.alluvium.model.Blob;
import org.alluvium.rest.description.CollectionDescription;
import org.alluvium.rest.description.Operation;
import org.alluvium.rest.document.Document;
import org.alluvium.rest.document.Field;
import org.alluvium.rest.document.Group;
import org.alluvium.rest.document.Group.Layout;
import org.alluvium.rest.document.Rows;
import org.alluvium.rest.http.Links;

/** The blobs in a bucket: what can be done with them, and how a blob looks. Their paths begin behind the bucket's id. */
public final class BlobView {
    static final Operation SHOW =
            Operation.of("show", "GET", "/{blob}", BlobOperations.class, "blob", "Shows what is known of a blob.");

    static final Operation CONTENT = Operation.of(
            "content",
            "GET",
            "/{blob}/content",
            BlobOperations.class,
            "blob_data",
            "Gives a blob's content, or the part that the header Range asks for.");

    static final Operation CREATE = Operation.of(
            "create",
            "POST",
            "",
            BlobOperations.class,
            "create_blob",
            "Makes a blob of a form.",
            Parameter.required("blob_id", Type.STRING, "What to call the blob."),
            Parameter.required("blob_data", Type.FILE, "The content."),
            Parameter.optional("meta_params", Type.STRING, "How many entries of metadata follow."),
            Parameter.optional(
                    "meta_name1", Type.STRING, "The first entry's name; meta_name2 the second's, and so on."),
            Parameter.optional("meta_value1", Type.STRING, "The first entry's value."));

    static final Operation DESTROY =
            Operation.of("destroy", "DELETE", "/{blob}", BlobOperations.class, "delete_blob", "Removes a blob.");

    static final Operation STREAM = Operation.of(
            "stream",
            "PUT",
            "/{blob}",
            BlobOperations.class,
            "create_blob",
            "Makes or replaces a blob of the request's body; headers X-Deltacloud-Blobmeta-NAME are its metadata.");

    static final Operation SEGMENT = Operation.of(
            "segment",
            "PUT",
            "/{blob}",
            SegmentedBlobOperations.class,
            "init_segmented_blob",
            "Uploads a blob in segments: begins without a body, stores a segment, or ends with the list of segments.",
            Parameter.optional("blob_type", Type.STRING, "segmented; or the header X-Deltacloud-BlobType."),
            Parameter.optional(
                    "segmented_blob", Type.STRING, "Which upload; or the header X-Deltacloud-SegmentedBlob."),
            Parameter.optional(
                    "segment_order",
                    Type.STRING,
                    "The segment's place from 1; or the header X-Deltacloud-SegmentOrder."));

    static final Operation METADATA = Operation.of(
            "metadata",
            "HEAD",
            "/{blob}",
            BlobOperations.class,
            "blob_metadata",
            "Tells a blob's metadata in headers X-Deltacloud-Blobmeta-NAME.");

    static final Operation UPDATE = Operation.of(
            "update",
            "POST",
            "/{blob}",
            BlobOperations.class,
            "update_blob_metadata",
            "Replaces a blob's metadata by the headers X-Deltacloud-Blobmeta-NAME.");

    /** Part of every bucket, and so not in the entry point. */
    public static final CollectionDescription BLOBS = CollectionDescription.of(
                    "blobs",
                    "blob",
                    "The contents of a bucket: bytes of any number, with a type and metadata.",
                    SHOW,
                    CREATE,
                    DESTROY,
                    STREAM,
                    SEGMENT,
                    METADATA,
                    UPDATE,
                    CONTENT)
            .at("/api/buckets/{bucket}");

    private BlobView() {}

    static Document show(Blob blob, Links links) {
        String href = links.below("buckets", blob.bucketId(), blob.id());
        List<String> keys = new ArrayList<>(blob.metadata().keySet());
        Group metadata = Group.json("user_metadata");
        blob.metadata().forEach(metadata::jsonField);
        return Document.of(Group.of("blob")
                .attribute("id", blob.id())
                .attribute("href", href)
                .xmlField("bucket", blob.bucketId())
                .add(Group.json("bucket")
                        .jsonField("rel", "bucket")
                        .jsonField("href", links.member("buckets", blob.bucketId()))
                        .jsonField("id", blob.bucketId()))
                .field("content_length", blob.contentLength())
                .field("content_type", blob.contentType())
                .field("last_modified", blob.lastModified())
                .jsonField("content", blob.text())
                .add(Rows.xml(
                        "user_metadata",
                        Layout.BLOCK,
                        Rows.each(
                                keys,
                                key -> Field.cdata(
                                                "entry",
                                                String.valueOf(blob.metadata().get(key)))
                                        .with("key", key))))
                .add(metadata)
                .add(Group.xml("content", Layout.INLINE)
                        .xmlAttribute("href", href + "/content")
                        .xmlAttribute("rel", "blob_content")));
    }
}

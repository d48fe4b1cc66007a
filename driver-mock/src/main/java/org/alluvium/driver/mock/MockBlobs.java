package org.alluvium.driver.mock;

import static java.util.Objects.requireNonNull;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.alluvium.capability.BlobContent;
import org.alluvium.capability.BlobOperations;
import org.alluvium.capability.BlobUpload;
import org.alluvium.driver.CloudException;
import org.alluvium.driver.ErrorKind;
import org.alluvium.model.Blob;

/**
 * The blobs. A content is written to a file of its own first; the blob's file, which names it, is the change. So a blob has
 * its old content or its new one, never a part of it.
 */
final class MockBlobs implements BlobOperations {
    /** Up to here a content that is text is told with the blob. */
    private static final int LONGEST_TEXT = 64 * 1024;

    private static final DateTimeFormatter TIMESTAMP =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss '+0000'").withZone(ZoneOffset.UTC);

    private final MockStore store;

    MockBlobs(MockStore store) {
        this.store = requireNonNull(store);
    }

    /**
     * A blob on disk.
     *
     * @param blob without its text
     * @param content the file that holds its content
     */
    record Stored(Blob blob, String content) {
        /** One text of both ids, different for different pairs whatever is in them. */
        static String key(String bucketId, String blobId) {
            return bucketId.length() + ":" + bucketId + "/" + blobId;
        }

        String key() {
            return key(blob.bucketId(), blob.id());
        }
    }

    static List<Stored> fixtures(MockContents contents, Path newCloud) throws IOException {
        List<Stored> fixtures = new ArrayList<>();
        for (Blob blob : MockBlobFixtures.ALL) {
            byte[] text = blob.text().orElse("").getBytes(StandardCharsets.UTF_8);
            MockContents.Content content = contents.seed(newCloud, new ByteArrayInputStream(text));
            fixtures.add(new Stored(withText(blob, Optional.empty()), content.file()));
        }
        return fixtures;
    }

    @Override
    public Optional<Blob> find(String bucketId, String blobId) {
        return store.blobs.find(Stored.key(bucketId, blobId)).map(this::present);
    }

    @Override
    public BlobContent read(String bucketId, String blobId, Optional<Slice> slice) {
        while (true) {
            Stored stored = require(bucketId, blobId);
            long length = stored.blob().contentLength();
            Slice part = slice.orElse(new Slice(0, length));
            if (part.offset() < 0 || part.length() < 0 || part.offset() > length - part.length()) {
                throw new CloudException(ErrorKind.INVALID, "Blob '" + blobId + "' has only " + length + " bytes.");
            }
            try {
                InputStream stream = store.contents.open(stored.content(), part.offset(), part.length());
                return new BlobContent(stream, part.length(), stored.blob().contentType());
            } catch (IOException e) {
                boolean overwritten = e instanceof NoSuchFileException
                        && !store.blobs.find(stored.key()).equals(Optional.of(stored));
                if (!overwritten) {
                    throw new CloudException(
                            ErrorKind.UNAVAILABLE, "The content of blob '" + blobId + "' cannot be read.", e);
                }
            }
        }
    }

    @Override
    public Blob write(String bucketId, String blobId, BlobUpload upload) {
        checkTarget(bucketId, blobId);
        MockContents.Content content = store.contents.write(upload.content(), upload.length());
        return put(bucketId, blobId, content, upload.contentType(), upload.metadata());
    }

    @Override
    public void updateMetadata(String bucketId, String blobId, Map<String, String> metadata) {
        store.execute(() -> {
            Stored stored = require(bucketId, blobId);
            Blob blob = stored.blob();
            store.blobs.put(new Stored(
                    new Blob(
                            blob.id(),
                            blob.bucketId(),
                            blob.contentLength(),
                            blob.contentType(),
                            blob.lastModified(),
                            metadata,
                            Optional.empty()),
                    stored.content()));
        });
    }

    @Override
    public void destroy(String bucketId, String blobId) {
        store.contents.delete(store.change(() -> {
            Stored stored = require(bucketId, blobId);
            store.blobs.remove(stored.key());
            return stored.content();
        }));
    }

    /** Refuses a blob that could not be stored, before its content is read. */
    void checkTarget(String bucketId, String blobId) {
        store.buckets.require(bucketId);
        if (blobId.isEmpty() || blobId.indexOf('\0') >= 0) {
            throw new CloudException(ErrorKind.INVALID, "Blob names must not be empty or hold NUL characters.");
        }
    }

    /** Stores the blob to which a content belongs, or removes the content. */
    Blob put(
            String bucketId,
            String blobId,
            MockContents.Content content,
            String contentType,
            Map<String, String> metadata) {
        Stored stored = new Stored(
                new Blob(
                        blobId,
                        bucketId,
                        content.length(),
                        contentType,
                        Optional.of(timestamp(Instant.now())),
                        metadata,
                        Optional.empty()),
                content.file());
        try {
            Optional<Stored> before = store.change(() -> {
                store.buckets.require(bucketId);
                Optional<Stored> former = store.blobs.find(stored.key());
                store.blobs.put(stored);
                return former;
            });
            before.ifPresent(former -> store.contents.delete(former.content()));
        } catch (CloudException e) {
            // After a failure of the disk the blob may be there, and need its content.
            if (e.kind() != ErrorKind.UNAVAILABLE) {
                store.contents.delete(content.file());
            }
            throw e;
        }
        return present(stored);
    }

    /** A time as this cloud writes it. */
    static String timestamp(Instant time) {
        return TIMESTAMP.format(time);
    }

    private Stored require(String bucketId, String blobId) {
        store.buckets.require(bucketId);
        return store.blobs
                .find(Stored.key(bucketId, blobId))
                .orElseThrow(() -> CloudException.notFound("Blob", blobId));
    }

    private Blob present(Stored stored) {
        return stored.blob().contentLength() > LONGEST_TEXT ? stored.blob() : withText(stored.blob(), text(stored));
    }

    private Optional<String> text(Stored stored) {
        try (InputStream stream = store.contents.open(stored.content(), 0, LONGEST_TEXT)) {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(stream.readAllBytes()))
                    .toString();
            return text.chars().anyMatch(c -> c < ' ' && c != '\t' && c != '\n' && c != '\r')
                    ? Optional.empty()
                    : Optional.of(text);
        } catch (CharacterCodingException | NoSuchFileException e) {
            // No text, or overwritten a moment ago.
            return Optional.empty();
        } catch (IOException e) {
            throw new CloudException(
                    ErrorKind.UNAVAILABLE,
                    "The content of blob '" + stored.blob().id() + "' cannot be read.",
                    e);
        }
    }

    private static Blob withText(Blob blob, Optional<String> text) {
        return new Blob(
                blob.id(),
                blob.bucketId(),
                blob.contentLength(),
                blob.contentType(),
                blob.lastModified(),
                blob.metadata(),
                text);
    }
}

package org.alluvium.driver.azure;

import static java.util.Objects.requireNonNull;

import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The blocks of one blob: staged one by one, seen by nobody until a list of them is committed. */
final class AzureBlocks {
    private final AzureCalls calls;
    private final AzureStorage storage;
    private final String bucketId;
    private final String blobId;

    AzureBlocks(AzureCalls calls, AzureStorage storage, String bucketId, String blobId) {
        this.calls = requireNonNull(calls);
        this.storage = requireNonNull(storage);
        this.bucketId = requireNonNull(bucketId);
        this.blobId = requireNonNull(blobId);
    }

    /**
     * Blocks that belong together.
     *
     * @param token sets them apart from all others of the blob
     * @param count how many they are
     */
    record Staged(long token, int count) {
        /** As Azure knows them: all ids of a blob have the same length. */
        List<String> ids() {
            return IntStream.range(0, count).mapToObj(i -> id(token, i)).toList();
        }

        private static String id(long token, int index) {
            return Base64.getEncoder()
                    .encodeToString(
                            ByteBuffer.allocate(12).putLong(token).putInt(index).array());
        }
    }

    /**
     * Stores a content as blocks.
     *
     * @param first the block that has been read already
     * @param rest whatever follows it
     */
    Staged stage(byte[] first, AzureBlockReader rest) {
        long token = ThreadLocalRandom.current().nextLong();
        int count = 0;
        for (byte[] block = first; block.length > 0; block = rest.next()) {
            Map<String, String> query = Map.of("comp", "block", "blockid", Staged.id(token, count++));
            calls.call(
                    storage,
                    new AzureRequest("PutBlock", "PUT", storage.uri(query, bucketId, blobId), Map.of(), block, true));
        }
        return new Staged(token, count);
    }

    /** Makes the blob of these blocks, in this order; Azure forgets what else was staged for it. */
    HttpResponse<byte[]> commit(List<String> ids, Map<String, String> headers) {
        String list = ids.stream()
                .map(id -> "<Latest>" + id + "</Latest>")
                .collect(Collectors.joining(
                        "", "<?xml version=\"1.0\" encoding=\"utf-8\"?><BlockList>", "</BlockList>"));
        return calls.call(
                storage,
                new AzureRequest(
                        "PutBlockList",
                        "PUT",
                        storage.uri(Map.of("comp", "blocklist"), bucketId, blobId),
                        headers,
                        list.getBytes(StandardCharsets.UTF_8),
                        true));
    }
}

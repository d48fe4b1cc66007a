package org.alluvium.driver.mock;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.alluvium.model.Blob;

/** The blobs of a new cloud, with their contents as text. */
final class MockBlobFixtures {
    static final List<Blob> ALL = List.of(
            blob(
                    "blob1",
                    "bucket1",
                    "text/plain",
                    "2010-09-23 16:44:54 +0100",
                    Map.of("SOMENEWKEY", "NEWVALUE"),
                    "content of blob 1"),
            blob(
                    "blob2",
                    "bucket1",
                    "text/html",
                    "2010-09-23 16:55:05 +0100",
                    Map.of("VERSION", "1.2"),
                    "<html><head></head><body>content of blob 2</body></html>"),
            blob("blob3", "bucket1", "text/plain", "2010-08-14 02:14:31 +0100", Map.of(), "content of blob 3"),
            blob(
                    "blob4",
                    "bucket2",
                    "application/octet-stream",
                    "2010-09-21 06:17:24 +0100",
                    Map.of("some", "value"),
                    "content of blob 4"),
            blob("blob5", "bucket2", "application/pdf", "2009-07-21 11:12:13 +0100", Map.of(), "content of blob 5"));

    private MockBlobFixtures() {}

    private static Blob blob(
            String id, String bucketId, String type, String modified, Map<String, String> metadata, String content) {
        int length = content.getBytes(StandardCharsets.UTF_8).length;
        return new Blob(id, bucketId, length, type, Optional.of(modified), metadata, Optional.of(content));
    }
}

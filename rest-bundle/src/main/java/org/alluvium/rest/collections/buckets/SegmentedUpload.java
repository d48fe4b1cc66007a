package org.alluvium.rest.collections.buckets;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.alluvium.capability.SegmentedBlobOperations;
import org.alluvium.model.Blob;
import org.alluvium.rest.Call;
import org.alluvium.rest.http.Answer;
import org.alluvium.rest.http.ApiRequest;
import org.alluvium.rest.http.Problem;

/** The three steps of an upload in segments, told apart by headers or query parameters (contract 03). */
final class SegmentedUpload {
    private SegmentedUpload() {}

    static boolean isAskedFor(ApiRequest request) {
        return value(request, "X-Deltacloud-BlobType", "blob_type")
                .filter("segmented"::equalsIgnoreCase)
                .isPresent();
    }

    static Answer step(
            SegmentedBlobOperations segments, Call call, String bucket, String id, Map<String, String> metadata) {
        ApiRequest request = call.request();
        Optional<String> upload = value(request, "X-Deltacloud-SegmentedBlob", "segmented_blob");
        Optional<String> order = value(request, "X-Deltacloud-SegmentOrder", "segment_order");
        if (upload.isEmpty()) {
            String type = Optional.ofNullable(request.servletRequest().getContentType())
                    .orElse("");
            return Answer.noContent().header("X-Deltacloud-SegmentedBlob", segments.begin(bucket, id, type, metadata));
        }
        if (order.isPresent()) {
            int place = place(order.get());
            String segment = BlobForm.body(
                    request, Map.of(), content -> segments.writeSegment(bucket, id, upload.get(), place, content));
            return Answer.noContent().header("X-Deltacloud-BlobSegmentId", segment);
        }
        Blob blob = segments.complete(bucket, id, upload.get(), list(request));
        return Answer.ok(BlobView.show(blob, call.links()));
    }

    private static Optional<String> value(ApiRequest request, String header, String parameter) {
        return request.header(header)
                .filter(value -> !value.isBlank())
                .map(String::strip)
                .or(() -> request.parameters().filled(parameter));
    }

    private static int place(String text) {
        try {
            int place = Integer.parseInt(text.strip());
            if (place > 0) {
                return place;
            }
        } catch (NumberFormatException notANumber) {
            // Answered below, as zero is.
        }
        throw new Problem(400, "The order of a segment must be a whole number from 1, not '" + text + "'.");
    }

    /** Reads {@code 1=id1 , 2=id2}. */
    private static SortedMap<Integer, String> list(ApiRequest request) {
        SortedMap<Integer, String> segments = new TreeMap<>();
        for (String entry : text(request).split(",")) {
            int equals = entry.indexOf('=');
            if (equals < 0) {
                throw new Problem(400, "The list of segments must look like '1=ID , 2=ID'.");
            }
            segments.put(
                    place(entry.substring(0, equals)),
                    entry.substring(equals + 1).strip());
        }
        return segments;
    }

    private static String text(ApiRequest request) {
        int limit = request.settings().maxFormSize();
        try (InputStream in = request.body()) {
            byte[] bytes = in.readNBytes(limit + 1);
            if (bytes.length > limit) {
                throw new Problem(413, "The list of segments is larger than " + limit + " bytes.");
            }
            return new String(bytes, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new Problem(400, "The body ended before it was whole.");
        }
    }
}

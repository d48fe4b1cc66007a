package org.alluvium.rest.collections.buckets;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.Part;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import org.alluvium.capability.BlobUpload;
import org.alluvium.model.Blob;
import org.alluvium.rest.http.ApiRequest;
import org.alluvium.rest.http.Parameters;
import org.alluvium.rest.http.Problem;

/** Reads blobs and their metadata from requests (contract 03). */
final class BlobForm {
    private static final String METADATA_PREFIX = "x-deltacloud-blobmeta-";

    private BlobForm() {}

    /** The body, streamed to the driver. */
    static <T> T body(ApiRequest request, Map<String, String> metadata, Function<BlobUpload, T> driver) {
        HttpServletRequest servletRequest = request.servletRequest();
        long length = servletRequest.getContentLengthLong();
        String type = servletRequest.getContentType();
        try (ClientContent content = new ClientContent(request.body())) {
            BlobUpload upload = new BlobUpload(
                    content,
                    length < 0 ? OptionalLong.empty() : OptionalLong.of(length),
                    type == null ? "" : type,
                    metadata);
            return content.feed(() -> driver.apply(upload));
        } catch (IOException e) {
            throw new Problem(400, "The body cannot be read.");
        }
    }

    /** The parameter {@code blob_data} of a form: a file, or a text. */
    static Blob upload(ApiRequest request, Function<BlobUpload, Blob> driver) {
        Parameters sent = request.parameters();
        Map<String, String> metadata = metadata(sent);
        Optional<Part> file = sent.file("blob_data");
        if (file.isEmpty()) {
            byte[] text = sent.required("blob_data").getBytes(StandardCharsets.UTF_8);
            return driver.apply(new BlobUpload(
                    new ByteArrayInputStream(text), OptionalLong.of(text.length), "text/plain", metadata));
        }
        Part part = file.get();
        try (InputStream content = part.getInputStream()) {
            String type = Optional.ofNullable(part.getContentType()).orElse("");
            return driver.apply(new BlobUpload(content, OptionalLong.of(part.getSize()), type, metadata));
        } catch (IOException e) {
            throw new Problem(400, "The file 'blob_data' cannot be read.");
        }
    }

    private static Map<String, String> metadata(Parameters sent) {
        Map<String, String> metadata = new LinkedHashMap<>();
        int count = count(sent.filled("meta_params").orElse("0"));
        // No more entries can be there than parameters, whatever the client counts.
        for (int i = 1; i <= Math.min(count, sent.values().size()); i++) {
            String value = sent.get("meta_value" + i).orElse("");
            sent.filled("meta_name" + i).ifPresent(name -> metadata.put(key(name), value));
        }
        return metadata;
    }

    private static int count(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new Problem(400, "Parameter 'meta_params' must be a whole number.");
        }
    }

    /** The metadata in the request's headers. */
    static Map<String, String> metadata(HttpServletRequest request) {
        Map<String, String> metadata = new LinkedHashMap<>();
        for (String header : Collections.list(request.getHeaderNames())) {
            if (header.regionMatches(true, 0, METADATA_PREFIX, 0, METADATA_PREFIX.length())) {
                metadata.put(key(header.substring(METADATA_PREFIX.length())), request.getHeader(header));
            }
        }
        return metadata;
    }

    private static String key(String name) {
        return name.toLowerCase(Locale.ROOT).replace('-', '_');
    }
}

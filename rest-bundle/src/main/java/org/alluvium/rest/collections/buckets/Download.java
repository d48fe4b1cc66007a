package org.alluvium.rest.collections.buckets;

import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.alluvium.capability.BlobContent;
import org.alluvium.capability.BlobOperations;
import org.alluvium.capability.BlobOperations.Slice;
import org.alluvium.model.Blob;
import org.alluvium.rest.http.ApiRequest;
import org.alluvium.rest.http.Links;
import org.alluvium.rest.http.Problem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A blob's content on its way to the client, or the part of it that the client asked for (RFC 9110, section 14). */
final class Download {
    private static final Logger LOG = LoggerFactory.getLogger(Download.class);
    private static final Pattern ONE_RANGE = Pattern.compile("bytes=\\s*([0-9]{0,18})-([0-9]{0,18})\\s*");
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9!#$&+.^_`|~-]+");
    private static final Pattern MEDIA_TYPE = Pattern.compile("[\\x21-\\x7E]+/[\\x20-\\x7E]+");

    private Download() {}

    static Response of(ApiRequest request, BlobOperations blobs, Blob blob) {
        Optional<Slice> slice = slice(request, blob.contentLength());
        if (request.method().equals("HEAD")) {
            long length = slice.map(Slice::length).orElse(blob.contentLength());
            StreamingOutput nothing = out -> {};
            return head(blob, slice, length, blob.contentType()).entity(nothing).build();
        }
        BlobContent content = blobs.read(blob.bucketId(), blob.id(), slice);
        return head(blob, slice, content.length(), content.contentType())
                .entity(new Content(request, content))
                .build();
    }

    /** To be written or closed, so that its connection to the cloud is given back. */
    private record Content(ApiRequest request, BlobContent content) implements StreamingOutput, Closeable {
        @Override
        public void write(OutputStream out) throws IOException {
            copy(request, content, out);
        }

        @Override
        public void close() throws IOException {
            content.close();
        }
    }

    private static Response.ResponseBuilder head(Blob blob, Optional<Slice> slice, long length, String type) {
        Response.ResponseBuilder response = Response.status(slice.isPresent() ? 206 : 200)
                .header("Content-Type", MEDIA_TYPE.matcher(type).matches() ? type : "application/octet-stream")
                .header("Content-Length", length)
                .header("Content-Disposition", disposition(blob.id()))
                // Nothing that somebody stored here may act in the name of this server.
                .header("Content-Security-Policy", "default-src 'none'; sandbox")
                .header("Accept-Ranges", "bytes");
        slice.ifPresent(part -> response.header(
                "Content-Range",
                "bytes " + part.offset() + "-" + (part.offset() + part.length() - 1) + "/" + blob.contentLength()));
        return response;
    }

    /** The part asked for; empty for all of it, also where the header makes no sense or asks for several parts. */
    private static Optional<Slice> slice(ApiRequest request, long length) {
        Matcher range = ONE_RANGE.matcher(request.header("Range").orElse(""));
        // If-Range names a version, and contents have no names of versions.
        if (!range.matches() || request.header("If-Range").isPresent()) {
            return Optional.empty();
        }
        boolean suffix = range.group(1).isEmpty();
        boolean open = range.group(2).isEmpty();
        if (suffix && open) {
            return Optional.empty();
        }
        long first = suffix ? Math.max(0, length - Long.parseLong(range.group(2))) : Long.parseLong(range.group(1));
        long last = suffix || open ? length - 1 : Math.min(length - 1, Long.parseLong(range.group(2)));
        if (!suffix && !open && Long.parseLong(range.group(2)) < first) {
            return Optional.empty();
        }
        if (first > last) {
            throw new Problem(
                    416,
                    "The blob has " + length + " bytes; the part asked for lies behind its end.",
                    java.util.Map.of("Content-Range", "bytes */" + length));
        }
        return Optional.of(new Slice(first, last - first + 1));
    }

    /** As an attachment of the blob's name (RFC 6266). */
    private static String disposition(String id) {
        if (TOKEN.matcher(id).matches()) {
            return "attachment; filename=" + id;
        }
        String plain = id.replaceAll("[^A-Za-z0-9 ._-]", "_");
        // RFC 8187 allows fewer characters as they are than a path does.
        String encoded = Links.encode(id)
                .replace("'", "%27")
                .replace("(", "%28")
                .replace(")", "%29")
                .replace("*", "%2A")
                .replace(",", "%2C")
                .replace(":", "%3A")
                .replace("=", "%3D")
                .replace("@", "%40");
        return "attachment; filename=\"" + plain + "\"; filename*=UTF-8''" + encoded;
    }

    /** Copies. What fails now can no more become an error document: the connection ends short of the announced length. */
    private static void copy(ApiRequest request, BlobContent content, OutputStream out) throws IOException {
        byte[] buffer = new byte[65536];
        try (content) {
            while (true) {
                int count;
                try {
                    count = content.stream().read(buffer);
                } catch (IOException | RuntimeException e) {
                    LOG.error(
                            "{} of driver {} ended early [request {}]",
                            request.path(),
                            request.driver(),
                            request.id(),
                            e);
                    return;
                }
                if (count < 0) {
                    return;
                }
                try {
                    out.write(buffer, 0, count);
                } catch (IOException clientGone) {
                    LOG.debug("{}: the client went away [request {}]", request.path(), request.id());
                    return;
                }
            }
        }
    }
}

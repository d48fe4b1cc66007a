package org.alluvium.driver.openstack;

import static java.util.Objects.requireNonNull;

import java.io.InputStream;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.alluvium.capability.BlobUpload;
import org.alluvium.driver.CloudException;
import org.alluvium.driver.ErrorKind;
import org.alluvium.model.Blob;

/** Requests for Swift's objects. */
final class OpenstackObjects {
    private static final int LONGEST_NAME = 1024;

    private final OpenstackCalls calls;

    OpenstackObjects(OpenstackCalls calls) {
        this.calls = requireNonNull(calls);
    }

    /** What Swift tells of an object; empty where there is none, or can be none. */
    Optional<HttpHeaders> head(String container, String object) {
        if (!isName(container, object)) {
            return Optional.empty();
        }
        return OpenstackCalls.ifThere(() ->
                send("HeadObject", "HEAD", path(container, object), Map.of()).headers());
    }

    /** Makes a request without a body for an object. */
    HttpResponse<InputStream> send(String operation, String method, String path, Map<String, String> headers) {
        return calls.call(new OpenstackRequest(OpenstackService.OBJECT_STORE, operation, method, path, headers));
    }

    /** Opens an object's content. */
    HttpResponse<InputStream> open(String path, Map<String, String> headers) {
        return calls.open(new OpenstackRequest(OpenstackService.OBJECT_STORE, "GetObject", "GET", path, headers));
    }

    /** Stores a text in an object. */
    HttpResponse<InputStream> put(String operation, String path, Map<String, String> headers, byte[] text) {
        return calls.call(new OpenstackRequest(OpenstackService.OBJECT_STORE, operation, "PUT", path, headers, text));
    }

    /** Stores a content in an object, which stays as it was unless all of it arrives. */
    Stored put(String container, String object, BlobUpload upload) {
        OpenstackUpload content = new OpenstackUpload(upload);
        try {
            HttpHeaders answer = calls.call(new OpenstackRequest(
                            OpenstackService.OBJECT_STORE,
                            "PutObject",
                            "PUT",
                            target(container, object),
                            description(upload.contentType(), upload.metadata()),
                            content))
                    .headers();
            return new Stored(
                    content.count(), answer.firstValue("Etag").orElse(""), answer.firstValue("Last-Modified"));
        } catch (CloudException refused) {
            throw refused.kind() == ErrorKind.NOT_FOUND ? CloudException.notFound("Bucket", container) : refused;
        }
    }

    /**
     * What became of a content.
     *
     * @param length in bytes
     * @param etag its checksum
     * @param lastModified as Swift writes it
     */
    record Stored(long length, String etag, Optional<String> lastModified) {}

    /** The header fields that describe an object. */
    static Map<String, String> description(String contentType, Map<String, String> metadata) {
        Map<String, String> headers = new LinkedHashMap<>(OpenstackMetadata.headers(metadata));
        if (!contentType.isBlank()) {
            headers.put("Content-Type", contentType);
        }
        return headers;
    }

    /** The path of an object that is there, or may be. */
    static String path(String container, String object) {
        if (!isName(container, object)) {
            throw CloudException.notFound("Blob", object);
        }
        return OpenstackContainers.path(container, object);
    }

    /** The path of an object that is to be made. */
    static String target(String container, String object) {
        if (!OpenstackContainers.isName(container)) {
            throw CloudException.notFound("Bucket", container);
        }
        if (!isName(container, object)) {
            throw new CloudException(
                    ErrorKind.INVALID, "A blob's name is 1 to 1024 bytes, and no dots alone, not '" + object + "'.");
        }
        return OpenstackContainers.path(container, object);
    }

    /** An object as the API shows it. */
    static Blob blob(String container, String object, HttpHeaders headers) {
        return new Blob(
                object,
                container,
                headers.firstValueAsLong("Content-Length").orElse(0),
                headers.firstValue("Content-Type").orElse(""),
                headers.firstValue("Last-Modified"),
                OpenstackMetadata.of(headers),
                Optional.empty());
    }

    /** An empty object's path would be that of its container. */
    private static boolean isName(String container, String object) {
        return OpenstackContainers.isName(container) && OpenstackContainers.isName(object, LONGEST_NAME);
    }
}

package org.alluvium.driver.azure;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.alluvium.capability.BlobOperations.Slice;
import org.alluvium.driver.CloudException;
import org.alluvium.driver.ErrorKind;

/**
 * A blob's content, fetched range by range: each is bounded in time and asked for again when the connection breaks, and no
 * connection waits for a slow client. A blob that is replaced meanwhile ends the stream with an error.
 */
final class AzureBlobStream extends InputStream {
    private static final int RANGE = 4 << 20;
    private static final Pattern CONTENT_RANGE = Pattern.compile("bytes (\\d{1,18})-(\\d{1,18})/(\\d{1,18})");

    private final AzureCalls calls;
    private final AzureStorage storage;
    private final URI blob;
    private final String version;
    private final String contentType;
    private final long start;
    private final long end;
    private byte[] range;
    private int position;
    private long next;

    /**
     * Fetches the first range.
     *
     * @throws CloudException NOT_FOUND when the blob is not there, INVALID when it has no such range
     */
    AzureBlobStream(AzureCalls calls, AzureStorage storage, URI blob, Optional<Slice> slice) {
        this.calls = requireNonNull(calls);
        this.storage = requireNonNull(storage);
        this.blob = requireNonNull(blob);
        start = slice.map(Slice::offset).orElse(0L);
        long wanted = slice.map(Slice::length).orElse(Long.MAX_VALUE - start);
        HttpResponse<byte[]> first = fetch(start, start + Math.min(RANGE, wanted), Optional.empty());
        end = Math.min(start + wanted, Long.parseLong(contentRange(first).group(3)));
        version = first.headers().firstValue("ETag").orElse("");
        contentType = first.headers().firstValue("Content-Type").orElse("");
        range = first.body();
        next = start + range.length;
    }

    /** How many bytes the stream gives. */
    long length() {
        return end - start;
    }

    /** Of the whole blob. */
    String contentType() {
        return contentType;
    }

    @Override
    public int read() throws IOException {
        return isFilled() ? range[position++] & 0xff : -1;
    }

    @Override
    public int read(byte[] target, int offset, int count) throws IOException {
        Objects.checkFromIndexSize(offset, count, target.length);
        if (count == 0) {
            return 0;
        }
        if (!isFilled()) {
            return -1;
        }
        int given = Math.min(count, range.length - position);
        System.arraycopy(range, position, target, offset, given);
        position += given;
        return given;
    }

    /** Whether there is something to read, after fetching it if necessary. */
    private boolean isFilled() throws IOException {
        if (position < range.length) {
            return true;
        }
        if (next >= end) {
            return false;
        }
        // Let go of it before the next one comes
        range = new byte[0];
        try {
            range = fetch(next, Math.min(end, next + RANGE), Optional.of(version))
                    .body();
        } catch (CloudException failure) {
            throw new IOException(failure.getMessage(), failure);
        }
        if (range.length == 0) {
            throw new IOException("Azure sent an empty range.");
        }
        position = 0;
        next += range.length;
        return true;
    }

    private HttpResponse<byte[]> fetch(long from, long to, Optional<String> ofVersion) {
        Map<String, String> headers = new HashMap<>();
        headers.put("x-ms-range", "bytes=" + from + "-" + (to - 1));
        ofVersion.ifPresent(tag -> headers.put("if-match", tag));
        HttpResponse<byte[]> answer =
                calls.call(storage, new AzureRequest("GetBlob", "GET", blob, headers, new byte[0], true));
        Matcher told = contentRange(answer);
        long first = Long.parseLong(told.group(1));
        if (first != from || Long.parseLong(told.group(2)) + 1 - first != answer.body().length) {
            throw new CloudException(
                    ErrorKind.PROVIDER_ERROR, "Azure's answer makes no sense (GetBlob: another range came).");
        }
        return answer;
    }

    private static Matcher contentRange(HttpResponse<byte[]> answer) {
        Matcher told = CONTENT_RANGE.matcher(
                answer.headers().firstValue("Content-Range").orElse(""));
        if (!told.matches()) {
            throw new CloudException(
                    ErrorKind.PROVIDER_ERROR, "Azure's answer makes no sense (GetBlob: no Content-Range).");
        }
        return told;
    }
}

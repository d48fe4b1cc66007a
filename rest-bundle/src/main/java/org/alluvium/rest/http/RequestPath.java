package org.alluvium.rest.http;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A request's path without matrix parameters and empty segments (contract 01, section 1).
 *
 * @param path still percent-encoded, and nothing in it needs encoding; begins with a slash, and ends with one only if the
 *     request's does
 * @param driver the matrix parameter {@code driver} of the segment {@code api}
 * @param provider the matrix parameter {@code provider} of the segment {@code api}
 */
record RequestPath(String path, Optional<String> driver, Optional<String> provider) {
    private static final String HEX = "0123456789ABCDEF";
    private static final String ALLOWED = "-._~!$&'()*+,=:@%";

    /**
     * Reads a path.
     *
     * @throws Problem 400 when a percent sign is not followed by two hexadecimal digits
     */
    static RequestPath parse(String raw) {
        if (plain(raw)) {
            return new RequestPath(raw, Optional.empty(), Optional.empty());
        }
        Optional<String> driver = Optional.empty();
        Optional<String> provider = Optional.empty();
        List<String> segments = new ArrayList<>();
        for (String segment : raw.split("/")) {
            String[] parts = segment.split(";");
            if (parts.length == 0 || parts[0].isEmpty()) {
                continue;
            }
            segments.add(encode(parts[0]));
            if (parts[0].equals("api") && segments.size() == 1) {
                for (int i = 1; i < parts.length; i++) {
                    if (parts[i].startsWith("driver=")) {
                        driver = Optional.of(parts[i].substring("driver=".length()));
                    } else if (parts[i].startsWith("provider=")) {
                        provider = Optional.of(decode(parts[i].substring("provider=".length())));
                    }
                }
            }
        }
        String path = "/" + String.join("/", segments);
        boolean trailingSlash = raw.endsWith("/") && path.length() > 1;
        return new RequestPath(trailingSlash ? path + "/" : path, driver, provider);
    }

    /** An address as provider has slashes, which a segment can only hold encoded. */
    private static String decode(String value) {
        return URLDecoder.decode(encode(value).replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private static boolean plain(String raw) {
        char last = 0;
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            boolean ordinary = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
            if (!ordinary && c != '_' && c != '-' && c != '.' && c != '~' && !(c == '/' && last != '/')) {
                return false;
            }
            last = c;
        }
        return !raw.isEmpty();
    }

    /** Encodes what a lenient client left unencoded, and checks what is encoded. */
    private static String encode(String segment) {
        StringBuilder encoded = new StringBuilder(segment.length());
        for (byte b : segment.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xFF);
            boolean ordinary = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
            if (ordinary || ALLOWED.indexOf(c) >= 0) {
                encoded.append(c);
            } else {
                encoded.append('%').append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 15));
            }
        }
        for (int i = encoded.indexOf("%"); i >= 0; i = encoded.indexOf("%", i + 1)) {
            if (i + 2 >= encoded.length()
                    || Character.digit(encoded.charAt(i + 1), 16) < 0
                    || Character.digit(encoded.charAt(i + 2), 16) < 0) {
                throw new Problem(
                        400, "The path has a '%' that does not begin a percent-encoded character; send '%25' for it.");
            }
        }
        return encoded.toString();
    }
}

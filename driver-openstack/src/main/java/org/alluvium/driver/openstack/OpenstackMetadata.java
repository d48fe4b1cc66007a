package org.alluvium.driver.openstack;

import java.net.URLDecoder;
import java.net.http.HttpHeaders;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** A blob's metadata as header fields. */
final class OpenstackMetadata {
    private static final String PREFIX = "x-object-meta-";

    private OpenstackMetadata() {}

    /** Underscores travel as hyphens: servers drop them, or make hyphens of them. */
    static Map<String, String> headers(Map<String, String> metadata) {
        Map<String, String> headers = new LinkedHashMap<>();
        metadata.forEach((key, value) -> headers.put(PREFIX + key.replace('_', '-'), encoded(value)));
        return headers;
    }

    /** By key, in alphabetical order: Swift keeps none. */
    static Map<String, String> of(HttpHeaders headers) {
        Map<String, String> metadata = new TreeMap<>();
        headers.map().forEach((name, values) -> {
            String field = name.toLowerCase(Locale.ROOT);
            if (field.startsWith(PREFIX)) {
                metadata.put(field.substring(PREFIX.length()).replace('-', '_'), decoded(String.join(",", values)));
            }
        });
        return metadata;
    }

    /** What a header field cannot carry as it is, and the per cent sign. */
    private static String encoded(String value) {
        StringBuilder text = new StringBuilder();
        for (byte b : value.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            boolean inner = c == ' ' && text.length() > 0;
            text.append(
                    (c > ' ' && c < 127 && c != '%') || inner ? String.valueOf(c) : String.format("%%%02X", (int) c));
        }
        return text.toString();
    }

    /** Other clients write bytes of UTF-8, which Java took for Latin letters, or a bare per cent sign. */
    private static String decoded(String value) {
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(value.getBytes(StandardCharsets.ISO_8859_1)))
                    .toString();
        } catch (CharacterCodingException notUtf8) {
            text = value;
        }
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException bare) {
            return text;
        }
    }
}

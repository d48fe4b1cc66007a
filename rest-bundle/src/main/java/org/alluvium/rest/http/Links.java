package org.alluvium.rest.http;

import static java.util.Objects.requireNonNull;

import java.nio.charset.StandardCharsets;

/**
 * Makes the absolute links of one answer. Ids are percent-encoded; what may stand in a path segment as it is, does ({@code ~
 * @ ,} of rule ids).
 */
public final class Links {
    private static final String HEX = "0123456789ABCDEF";
    /** Whether a character may stand in a segment as it is, by its code. */
    private static final boolean[] RAW = new boolean[0x80];

    static {
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~!$&'()*+,=:@"
                .chars()
                .forEach(c -> RAW[c] = true);
    }

    private final String api;

    /**
     * Links below an entry point.
     *
     * @param api the absolute address of the entry point, without a slash at its end
     */
    public Links(String api) {
        this.api = requireNonNull(api);
    }

    /** The entry point. */
    public String entryPoint() {
        return api;
    }

    /** A collection. */
    public String collection(String collection) {
        return api + "/" + collection;
    }

    /** One member of a collection. */
    public String member(String collection, String id) {
        return api + "/" + collection + "/" + encode(id);
    }

    /** Something below a member: an action, or a member of its own collection. */
    public String below(String collection, String id, String child) {
        return api + "/" + collection + "/" + encode(id) + "/" + encode(child);
    }

    /** Encodes a text so that it is one segment of a path. */
    public static String encode(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (!raw(text.charAt(i))) {
                return slowly(text);
            }
        }
        return text;
    }

    private static String slowly(String text) {
        StringBuilder encoded = new StringBuilder(text.length() + 16);
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xFF);
            if (raw(c)) {
                encoded.append(c);
            } else {
                encoded.append('%').append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 15));
            }
        }
        return encoded.toString();
    }

    private static boolean raw(char c) {
        return c < RAW.length && RAW[c];
    }
}

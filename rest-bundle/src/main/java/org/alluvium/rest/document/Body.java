package org.alluvium.rest.document;

import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * The bytes of an answer while they are written, and afterwards. They are kept in one growing array, and leave it only
 * towards the client. Not thread-safe.
 */
public final class Body extends OutputStream {
    /** Never used itself. */
    private static final MessageDigest MD5 = lookUp();

    private byte[] bytes = new byte[4096];
    private int length;

    @Override
    public void write(int b) {
        room(1);
        bytes[length++] = (byte) b;
    }

    @Override
    public void write(byte[] source, int from, int count) {
        room(count);
        System.arraycopy(source, from, bytes, length, count);
        length += count;
    }

    /** Writes a text of ASCII characters. */
    @SuppressWarnings("deprecation") // the only way to get at ASCII bytes without a copy
    void ascii(String text) {
        int count = text.length();
        room(count);
        text.getBytes(0, count, bytes, length);
        length += count;
    }

    /** Writes any text in UTF-8. */
    void text(String text) {
        byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
        write(encoded, 0, encoded.length);
    }

    /** How many bytes there are. */
    public int length() {
        return length;
    }

    /** The array that holds the bytes, from 0 to {@link #length()}; not a copy. */
    public byte[] array() {
        return bytes;
    }

    /** The MD5 of the bytes in lower-case hexadecimal digits, as old clients know the entity tag. */
    public String digest() {
        MessageDigest md5 = md5();
        md5.update(bytes, 0, length);
        return HexFormat.of().formatHex(md5.digest());
    }

    /** A fresh one; to copy it is cheaper than to look it up among all algorithms. */
    private static MessageDigest md5() {
        try {
            return (MessageDigest) MD5.clone();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static MessageDigest lookUp() {
        try {
            return MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private void room(int count) {
        if (bytes.length - length < count) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + count));
        }
    }
}

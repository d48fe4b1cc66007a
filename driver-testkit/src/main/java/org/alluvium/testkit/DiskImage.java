package org.alluvium.testkit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;

/** A disk image as clients send it: gzip of ISO 9660, with nothing on it but its name. */
final class DiskImage {
    private static final int SECTOR = 2048;
    /** The first ones are the system's own (ECMA-119, section 6.2.1). */
    private static final int DESCRIPTORS = 16;

    private static final int NAME = 40;
    private static final int NAME_LENGTH = 32;

    private DiskImage() {}

    /** A new one; the name, of capital letters and digits, makes it differ from others. */
    static byte[] named(String name) {
        byte[] image = new byte[(DESCRIPTORS + 2) * SECTOR];
        descriptor(image, DESCRIPTORS, 1);
        int from = DESCRIPTORS * SECTOR + NAME;
        Arrays.fill(image, from, from + NAME_LENGTH, (byte) ' ');
        byte[] text = name.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(text, 0, image, from, Math.min(text.length, NAME_LENGTH));
        descriptor(image, DESCRIPTORS + 1, 255);
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(image);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return packed.toByteArray();
    }

    /** Its type, and that the standard holds (ECMA-119, section 8.1). */
    private static void descriptor(byte[] image, int sector, int type) {
        image[sector * SECTOR] = (byte) type;
        byte[] standard = "CD001\u0001".getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(standard, 0, image, sector * SECTOR + 1, standard.length);
    }
}

package org.alluvium.driver.azure;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;
import org.alluvium.driver.CloudException;
import org.alluvium.driver.ErrorKind;

/** Names and passwords that Azure takes. */
final class AzureNames {
    /** Of virtual machines; the guest knows itself by it. */
    private static final Pattern INSTANCE = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9.-]{0,50}[A-Za-z0-9])?");

    private static final String[] KINDS = {"abcdefghijkmnopqrstuvwxyz", "ABCDEFGHJKLMNPQRSTUVWXYZ", "23456789", "-_.!*"
    };
    private static final SecureRandom RANDOM = new SecureRandom();

    private AzureNames() {}

    /** Ten characters that nothing else is called by. */
    static String random() {
        byte[] bytes = new byte[5];
        RANDOM.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    /** Ten characters that are the same for the same text. */
    static String digest(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, 5);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }

    /**
     * Checks an instance's name.
     *
     * @throws CloudException INVALID for one that Azure does not take
     */
    static String requireInstance(String name) {
        if (!INSTANCE.matcher(name).matches()) {
            throw new CloudException(
                    ErrorKind.INVALID,
                    "Azure does not take '" + name
                            + "' as an instance's name: up to 52 letters, digits, hyphens and dots are expected.");
        }
        return name;
    }

    /** What a guest calls itself; a Windows of 15 characters at most. */
    static String host(String name, boolean windows) {
        String host = name.replace('.', '-');
        String shortened = windows && host.length() > 15 ? host.substring(0, 15) : host;
        // A Windows is not named by a number alone
        String plain = shortened.replaceFirst("-+$", "");
        return windows && plain.matches("\\d+") ? ("w" + plain).substring(0, Math.min(15, plain.length() + 1)) : plain;
    }

    /** A password with characters of all kinds. */
    static String password() {
        StringBuilder password = new StringBuilder();
        for (int i = 0; i < 24; i++) {
            // Begins with a letter, has each kind several times
            String kind = KINDS[i % KINDS.length];
            password.append(kind.charAt(RANDOM.nextInt(kind.length())));
        }
        return password.toString();
    }

    /** In lower case, as ARM compares. */
    static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}

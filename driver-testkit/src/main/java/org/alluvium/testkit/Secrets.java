package org.alluvium.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.alluvium.driver.CloudException;
import org.alluvium.driver.Credentials;

/** What is said while something is done, and whether a secret is in it. */
final class Secrets {
    /** What is shorter than this is in many a text by chance. */
    private static final int SHORT = 20;

    /** So much of a text before and after a place is told with it. */
    private static final int AROUND = 100;

    private Secrets() {}

    /** What is said during the call. */
    static Told told(Callable<List<Object>> call) throws Exception {
        try (OutputCapture output = new OutputCapture()) {
            return new Told(call.call() + output.text());
        }
    }

    /** The text of an answer, or of a refusal with all its causes. */
    static String outcome(Callable<?> call) {
        try {
            return String.valueOf(call.call());
        } catch (CloudException refused) {
            return text(refused);
        } catch (Exception e) {
            throw new AssertionError("not a CloudException", e);
        }
    }

    /** A failure with all its causes. */
    static String text(Throwable failure) {
        StringWriter whole = new StringWriter();
        failure.printStackTrace(new PrintWriter(whole));
        return whole.toString();
    }

    /** A text as such, in URLs, and in base64: on its own, and within something longer. */
    static Stream<String> forms(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return Stream.concat(
                Stream.of(text, URLEncoder.encode(text, StandardCharsets.UTF_8)),
                // Three bytes become four characters; those that hold bits of what is beside the text are left out
                IntStream.range(0, 3).mapToObj(before -> {
                    byte[] within = new byte[before + bytes.length];
                    System.arraycopy(bytes, 0, within, before, bytes.length);
                    return Base64.getEncoder()
                            .encodeToString(within)
                            .substring((before * 8 + 5) / 6, within.length * 8 / 6);
                }));
    }

    /** The secret lines of a private key. */
    static List<String> lines(String pem) {
        List<String> lines = pem.lines()
                .filter(line -> line.length() > SHORT && !line.startsWith("-----"))
                .toList();
        assertThat(lines).as("lines of a private key").isNotEmpty();
        return lines;
    }

    /** What was said: all that was printed and logged, and the texts of what was answered. */
    record Told(String text) {
        /** Asserts that no secret is in it, as such or encoded. */
        void assertHides(Collection<String> secrets) {
            for (String secret : secrets) {
                forms(secret)
                        .filter(text::contains)
                        .findFirst()
                        .ifPresent(form -> fail("the secret '" + secret + "' shows"
                                + (form.equals(secret) ? "" : ", encoded as '" + form + "',") + " in: ..."
                                + around(text.indexOf(form))));
            }
        }

        private String around(int at) {
            return text.substring(Math.max(0, at - AROUND), Math.min(text.length(), at + AROUND)) + "...";
        }

        /** Asserts that the secret and, if that is hidden too, the user are not in it. */
        void assertHides(Credentials credentials, boolean hidesUser) {
            assertHides(List.of(credentials.password()));
            if (hidesUser) {
                assertHides(List.of(credentials.user()));
            }
        }
    }
}

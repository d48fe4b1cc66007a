package org.alluvium.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.Callable;
import org.alluvium.driver.CloudException;
import org.alluvium.driver.Credentials;

/** What is said while something is done, and whether a secret is in it. */
final class Secrets {
    private Secrets() {}

    /** All that is printed and logged during the call, and the texts of what it answers. */
    static String told(Callable<List<Object>> call) throws Exception {
        try (OutputCapture output = new OutputCapture()) {
            return call.call() + output.text();
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

    /** Asserts that neither the secret nor, if that is hidden too, the user is in what was told; as such or encoded. */
    static void assertHidden(String told, Credentials credentials, boolean hidesUser) {
        String both = credentials.user() + ":" + credentials.password();
        assertThat(told)
                .doesNotContain(
                        credentials.password(),
                        URLEncoder.encode(credentials.password(), StandardCharsets.UTF_8),
                        base64(credentials.password()),
                        base64(both));
        if (hidesUser) {
            assertThat(told).doesNotContain(credentials.user());
        }
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}

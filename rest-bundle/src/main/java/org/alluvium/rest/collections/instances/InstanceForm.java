package org.alluvium.rest.collections.instances;

import jakarta.servlet.http.Part;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.alluvium.capability.InstanceRequest;
import org.alluvium.rest.http.ApiRequest;
import org.alluvium.rest.http.Parameters;
import org.alluvium.rest.http.Problem;

/** Reads what a client wants of a new instance (contract 01, section 7; contract 02). */
final class InstanceForm {
    private static final Pattern FIREWALL = Pattern.compile("firewalls[0-9]+$");
    private static final List<String> OVERRIDES = List.of("memory", "storage", "architecture", "cpu");

    private static final String IDEMPOTENCY_KEY = "Idempotency-Key";
    private static final Pattern VALID_KEY = Pattern.compile("[!-~]{1,255}");

    /** More than any cloud takes as a file to put on an instance. */
    private static final int MAX_FILE = 1 << 20;

    private InstanceForm() {}

    static InstanceRequest read(ApiRequest request) {
        Parameters sent = request.parameters();
        Map<String, String> overrides = new LinkedHashMap<>();
        for (String name : OVERRIDES) {
            sent.filled("hwp_" + name).ifPresent(value -> overrides.put(name, value));
        }
        List<String> firewalls = new ArrayList<>();
        sent.values().forEach((name, value) -> {
            if (!value.isEmpty() && FIREWALL.matcher(name).find()) {
                firewalls.add(value);
            }
        });
        return InstanceRequest.builder(sent.required("image_id"))
                .realmId(sent.filled("realm_id"))
                .hardwareProfileId(sent.get("hwp_id"))
                .hardwareOverrides(overrides)
                .name(sent.filled("name"))
                .keyName(sent.filled("keyname"))
                .password(sent.filled("password"))
                .userData(decoded(sent.filled("user_data")))
                .userFiles(files(sent))
                .userIso(decoded(sent.filled("user_iso")))
                .firewallIds(firewalls)
                .count(count(sent.filled("instance_count")))
                .snapshot(sent.filled("snapshot_id"), sent.filled("device_name"))
                .metrics(sent.filled("metrics").isPresent())
                .sandbox(sent.filled("sandbox"))
                .loadBalancerId(sent.filled("load_balancer_id"))
                .idempotencyKey(idempotencyKey(request))
                .parameters(sent.values())
                .build();
    }

    /**
     * The key that makes a repeated request the same request.
     *
     * @throws Problem 400 for one that no cloud could keep: whoever sends it counts on it, so it is not passed over
     */
    private static Optional<String> idempotencyKey(ApiRequest request) {
        Optional<String> key = request.header(IDEMPOTENCY_KEY);
        key.filter(text -> !VALID_KEY.matcher(text).matches()).ifPresent(invalid -> {
            throw new Problem(
                    400,
                    "The header " + IDEMPOTENCY_KEY
                            + " must be 1 to 255 visible ASCII characters without spaces, such as a UUID.");
        });
        return key;
    }

    /** What is not base64 has been refused already where the driver declares the parameter; elsewhere it is nothing. */
    private static Optional<byte[]> decoded(Optional<String> text) {
        try {
            return text.map(Base64.getMimeDecoder()::decode);
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }

    /** As with {@link #decoded}: what is no count is one. */
    private static int count(Optional<String> text) {
        try {
            return Math.max(1, text.map(Integer::parseInt).orElse(1));
        } catch (NumberFormatException notANumber) {
            return 1;
        }
    }

    private static Map<String, byte[]> files(Parameters sent) {
        Map<String, byte[]> files = new LinkedHashMap<>();
        for (int i = 1; i <= 5; i++) {
            String content = "content" + i;
            Optional<String> path = sent.filled("path" + i);
            if (path.isPresent() && sent.has(content)) {
                byte[] bytes = sent.file(content)
                        .map(part -> bytes(content, part))
                        .orElseGet(() -> sent.get(content).orElse("").getBytes(StandardCharsets.UTF_8));
                files.put(path.get(), bytes);
            }
        }
        return files;
    }

    private static byte[] bytes(String name, Part part) {
        if (part.getSize() > MAX_FILE) {
            throw new Problem(413, "The file '" + name + "' is larger than " + MAX_FILE + " bytes.");
        }
        try (InputStream in = part.getInputStream()) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new Problem(400, "The file '" + name + "' cannot be read.");
        }
    }
}

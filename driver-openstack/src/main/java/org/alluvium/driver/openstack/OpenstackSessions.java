package org.alluvium.driver.openstack;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.alluvium.driver.Credentials;
import org.jspecify.annotations.Nullable;

/**
 * The sessions of all callers, each found only with the very credentials that opened it: the key is a hash of them under a
 * secret of this object. Safe for use by many threads; those of one caller wait for one token request.
 */
final class OpenstackSessions {
    private static final int MOST = 1000;
    private static final Duration MARGIN = Duration.ofMinutes(2);

    private final byte[] secret = new byte[32];
    private final Map<ByteBuffer, Slot> slots = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<ByteBuffer, Slot> eldest) {
            return size() > MOST;
        }
    };

    OpenstackSessions() {
        new SecureRandom().nextBytes(secret);
    }

    /** The place of one caller's session. */
    static final class Slot {
        private @Nullable OpenstackSession session;

        /** The session, opened where there is none or it is about to end. */
        synchronized OpenstackSession get(Supplier<OpenstackSession> open) {
            OpenstackSession known = session;
            if (known == null || known.expires().minus(MARGIN).isBefore(Instant.now())) {
                known = open.get();
                session = known;
            }
            return known;
        }

        /** Forgets a session that the cloud no longer takes. */
        synchronized void drop(OpenstackSession refused) {
            if (refused.equals(session)) {
                session = null;
            }
        }
    }

    /** Where the session of these credentials is kept. */
    Slot slot(OpenstackPlace place, Optional<Credentials> credentials) {
        ByteBuffer key = ByteBuffer.wrap(hash(place.name()
                + '\n'
                + credentials
                        .map(c -> c.user().length() + "\n" + c.user() + c.password())
                        .orElse("")));
        synchronized (slots) {
            return slots.computeIfAbsent(key, unknown -> new Slot());
        }
    }

    private byte[] hash(String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java has HmacSHA256", e);
        }
    }
}

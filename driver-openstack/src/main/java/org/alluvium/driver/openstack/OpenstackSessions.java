package org.alluvium.driver.openstack;

import static java.util.Objects.requireNonNull;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
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
    /** A token may live for a day; what the operator does to the catalogue meanwhile is to be seen. */
    private static final Duration CATALOGUE = Duration.ofMinutes(5);

    private static final Duration DOUBTED_CATALOGUE = Duration.ofSeconds(10);

    private final InstantSource time;
    private final byte[] secret = new byte[32];
    private final Map<ByteBuffer, Slot> slots = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<ByteBuffer, Slot> eldest) {
            return size() > MOST;
        }
    };

    OpenstackSessions() {
        this(InstantSource.system());
    }

    OpenstackSessions(InstantSource time) {
        this.time = requireNonNull(time);
        new SecureRandom().nextBytes(secret);
    }

    /** The place of one caller's session. */
    static final class Slot {
        private final InstantSource time;
        private @Nullable OpenstackSession session;
        private Instant read = Instant.MIN;
        private boolean doubted;

        private Slot(InstantSource time) {
            this.time = time;
        }

        /**
         * The session, opened where there is none or it is about to end.
         *
         * @param readAgain reads a catalogue that is old or was doubted once more; other callers go on with what is known
         */
        OpenstackSession get(Supplier<OpenstackSession> open, UnaryOperator<OpenstackSession> readAgain) {
            OpenstackSession known;
            synchronized (this) {
                Instant now = time.instant();
                OpenstackSession kept = session;
                if (kept == null || kept.expires().minus(MARGIN).isBefore(now)) {
                    OpenstackSession opened = open.get();
                    session = opened;
                    readAt(now);
                    return opened;
                }
                if (now.isBefore(read.plus(doubted ? DOUBTED_CATALOGUE : CATALOGUE))) {
                    return kept;
                }
                known = kept;
                readAt(now);
            }
            OpenstackSession fresh = readAgain.apply(known);
            synchronized (this) {
                if (known.equals(session)) {
                    session = fresh;
                }
            }
            return fresh;
        }

        private void readAt(Instant now) {
            read = now;
            doubted = false;
        }

        /** A service is not where the catalogue says: soon it is read again. */
        synchronized void doubt() {
            doubted = true;
        }

        /** Forgets a session that the cloud no longer takes. */
        synchronized void drop(OpenstackSession refused) {
            OpenstackSession kept = session;
            if (kept != null && refused.token().equals(kept.token())) {
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
            return slots.computeIfAbsent(key, unknown -> new Slot(time));
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

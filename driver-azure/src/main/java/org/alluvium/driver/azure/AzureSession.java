package org.alluvium.driver.azure;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What is remembered of one service principal: its token, and what seldom changes. Its secret is not. Safe for use by many
 * threads; they wait for one question.
 */
final class AzureSession {
    /** No token is used that ends within this time. */
    private static final Duration MARGIN = Duration.ofMinutes(2);

    private final Map<String, Remembered> things = new HashMap<>();
    private @Nullable Token token;

    /**
     * Proves to ARM who calls.
     *
     * @param value the secret
     */
    record Token(String value, Instant expires) {
        Token {
            requireNonNull(value);
            requireNonNull(expires);
        }

        @Override
        public String toString() {
            return "Token[expires=" + expires + "]";
        }
    }

    private record Remembered(Object thing, Instant until) {}

    /** The token, fetched where there is none or it is about to end. */
    synchronized String token(Supplier<Token> fetch) {
        Token known = token;
        if (known == null || known.expires().minus(MARGIN).isBefore(Instant.now())) {
            known = fetch.get();
            token = known;
        }
        return known.value();
    }

    /** Forgets a token that ARM no longer takes. */
    synchronized void drop(String refused) {
        if (token != null && token.value().equals(refused)) {
            token = null;
        }
    }

    /**
     * A thing that is asked for once in a while.
     *
     * @param key says what it is, and on what it depends
     * @param type of the thing
     * @param age for how long it is good
     */
    <T> T remember(String key, Class<T> type, Duration age, Supplier<T> ask) {
        synchronized (things) {
            Remembered known = things.get(key);
            if (known != null && known.until().isAfter(Instant.now())) {
                return type.cast(known.thing());
            }
            T thing = ask.get();
            things.values().removeIf(old -> old.until().isBefore(Instant.now()));
            things.put(key, new Remembered(thing, Instant.now().plus(age)));
            return thing;
        }
    }
}

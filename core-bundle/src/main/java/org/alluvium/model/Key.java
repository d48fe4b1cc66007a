package org.alluvium.model;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * A credential that can be put on an instance: a key pair, or a user name with a password.
 *
 * @param id what an instance is created with
 * @param name shown to people; most clouds use the id
 * @param state {@code AVAILABLE}, where the cloud has states of keys
 * @param credential the secret part
 */
public record Key(String id, String name, Optional<String> state, Credential credential) {
    public Key {
        requireNonNull(id);
        requireNonNull(name);
        requireNonNull(state);
        requireNonNull(credential);
    }

    /** The two kinds of credential. Neither shows its secret in {@link #toString()}. */
    public sealed interface Credential {}

    /**
     * A key pair.
     *
     * @param fingerprint colon-separated, as the cloud computes it
     * @param pem the private key; most clouds tell it only in the answer to its creation
     */
    public record KeyPair(Optional<String> fingerprint, Optional<String> pem) implements Credential {
        public KeyPair {
            requireNonNull(fingerprint);
            requireNonNull(pem);
        }

        @Override
        public String toString() {
            return "KeyPair[fingerprint=" + fingerprint + "]";
        }
    }

    /** A user name and its password. */
    public record Password(String username, String password) implements Credential {
        public Password {
            requireNonNull(username);
            requireNonNull(password);
        }

        @Override
        public String toString() {
            return "Password[username=" + username + "]";
        }
    }
}

package org.alluvium.driver.azure;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import org.alluvium.driver.Credentials;

/** Whom a request acts for. Nothing is checked yet: what cannot be right is refused with the first call. */
sealed interface AzureIdentity {
    /** An anonymous client. */
    record Nobody() implements AzureIdentity {}

    /**
     * Who has a storage account's key (contract drivers, azure).
     *
     * @param key in base64, the secret
     */
    record StorageKey(String account, String key) implements AzureIdentity {
        public StorageKey {
            requireNonNull(account);
            requireNonNull(key);
        }

        @Override
        public String toString() {
            return "StorageKey[" + account + "]";
        }
    }

    /**
     * An application that is registered with Microsoft Entra ID.
     *
     * @param subscription empty when the client leaves it to the driver to find the only one
     */
    record ServicePrincipal(String tenant, String client, Optional<String> subscription, String secret)
            implements AzureIdentity {
        public ServicePrincipal {
            requireNonNull(tenant);
            requireNonNull(client);
            requireNonNull(subscription);
            requireNonNull(secret);
        }

        @Override
        public String toString() {
            return "ServicePrincipal[" + tenant + "/" + client + "]";
        }
    }

    /** The user is an account's name, or {@code TENANT/CLIENT_ID[/SUBSCRIPTION]}. */
    static AzureIdentity of(Optional<Credentials> credentials) {
        if (credentials.isEmpty()) {
            return new Nobody();
        }
        Credentials given = credentials.get();
        String[] parts = given.user().strip().split("/", 3);
        if (parts.length == 1) {
            return new StorageKey(parts[0], given.password().strip());
        }
        Optional<String> subscription =
                Optional.of(parts).filter(p -> p.length == 3 && !p[2].isBlank()).map(p -> p[2]);
        return new ServicePrincipal(parts[0], parts[1], subscription, given.password());
    }
}

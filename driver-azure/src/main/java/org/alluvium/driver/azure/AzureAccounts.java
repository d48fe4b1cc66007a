package org.alluvium.driver.azure;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.alluvium.driver.CloudException;
import org.alluvium.driver.ErrorKind;
import org.alluvium.driver.azure.AzureIdentity.StorageKey;

/** The storage account whose containers are a service principal's buckets: what the provider names, or the only one. */
final class AzureAccounts {
    /** A key that was exchanged is asked for anew after this. */
    private static final Duration AGE = Duration.ofMinutes(10);

    private final AzureArm arm;

    AzureAccounts(AzureArm arm) {
        this.arm = requireNonNull(arm);
    }

    /**
     * The account with its key.
     *
     * @throws CloudException NOT_FOUND, or INVALID when there are several to choose from
     */
    StorageKey key() {
        String what = "account " + arm.place().account() + arm.place().location();
        return arm.remember(what, StorageKey.class, AGE, this::ask);
    }

    private StorageKey ask() {
        AzureResources accounts = new AzureResources(arm, AzureType.STORAGE_ACCOUNT);
        JsonNode account = choose(accounts.list());
        AzureId id = AzureJson.id(account, "id")
                .orElseThrow(() -> AzureErrors.garbled("storageAccounts/list", "an account without id"));
        JsonNode keys = accounts.act(id, "listKeys", java.util.Map.of()).body().path("keys");
        String key = AzureJson.text(keys.path(0), "value")
                .orElseThrow(() -> AzureErrors.garbled("storageAccounts/listKeys", "no key"));
        return new StorageKey(id.name(), key);
    }

    private JsonNode choose(List<JsonNode> accounts) {
        Optional<String> wanted = arm.place().account();
        if (wanted.isPresent()) {
            return accounts.stream()
                    .filter(one -> one.path("name").asText().equals(wanted.get()))
                    .findFirst()
                    .orElseThrow(() -> CloudException.notFound("Storage account", wanted.get()));
        }
        if (accounts.size() == 1) {
            return accounts.get(0);
        }
        throw accounts.isEmpty()
                ? new CloudException(
                        ErrorKind.NOT_FOUND,
                        "There is no storage account to keep buckets in; make one in Azure, and name a provider with"
                                + " ;account=NAME if there are several.")
                : new CloudException(
                        ErrorKind.INVALID,
                        "There are " + accounts.size() + " storage accounts; name a provider with ;account=NAME.");
    }
}

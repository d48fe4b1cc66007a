package org.alluvium.driver.azure;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.alluvium.model.Provider;

/**
 * Where calls go: one of the operator's clouds.
 *
 * @param cloud its name, in lower case
 * @param login the address of its token service, Microsoft Entra ID
 * @param arm the address of its Azure Resource Manager
 * @param blob the address of a storage account's blob service, with {@code {account}} where the account's name belongs
 * @param home where things are made for a client who says nothing of a location
 * @param location the one location that the client asked for
 * @param account the storage account that a service principal's client asked for
 */
record AzurePlace(
        String cloud,
        URI login,
        URI arm,
        String blob,
        Optional<String> home,
        Optional<String> location,
        Optional<String> account) {
    AzurePlace {
        requireNonNull(cloud);
        requireNonNull(login);
        requireNonNull(arm);
        requireNonNull(blob);
        requireNonNull(home);
        requireNonNull(location);
        requireNonNull(account);
    }

    /** This cloud, restricted to a location. */
    AzurePlace at(String theLocation) {
        return new AzurePlace(cloud, login, arm, blob, home, Optional.of(theLocation), account);
    }

    /** This cloud, with buckets in that storage account. */
    AzurePlace with(String theAccount) {
        return new AzurePlace(cloud, login, arm, blob, home, location, Optional.of(theAccount));
    }

    /** Whether what lies in that location is the client's business. */
    boolean covers(String someLocation) {
        return location.isEmpty() || location.get().equals(plain(someLocation));
    }

    /** A location's name as the API has it: ARM writes {@code West Europe} here and {@code westeurope} there. */
    static String plain(String someLocation) {
        return someLocation.replace(" ", "").toLowerCase(Locale.ROOT);
    }

    /** The blob service of an account; the name must have been checked. */
    URI blobService(String account) {
        return URI.create(blob.replace(AzureSettings.ACCOUNT, account));
    }

    /** As the API lists it. */
    Provider provider() {
        Map<String, String> entrypoints = new LinkedHashMap<>();
        entrypoints.put("blob", blob.replaceFirst("^https?://", ""));
        entrypoints.put("login", login.getAuthority());
        entrypoints.put("arm", arm.getAuthority());
        return new Provider(cloud, entrypoints);
    }
}

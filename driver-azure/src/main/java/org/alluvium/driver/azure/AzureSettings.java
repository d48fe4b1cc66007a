package org.alluvium.driver.azure;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.alluvium.driver.CloudException;
import org.alluvium.driver.ErrorKind;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The operator's settings, immutable.
 *
 * @param clouds listed as providers, in this order; nothing else is ever connected to
 * @param defaultCloud of a request that names no provider
 * @param connectTimeout bounds the time until a connection is there
 * @param callTimeout bounds one call until its whole answer is there
 * @param retryBudget bounds the time within which one call is repeated
 * @param pageSize how many things are asked for at once
 * @param compute what is asked of Azure Resource Manager where the client leaves it open
 */
record AzureSettings(
        List<AzurePlace> clouds,
        String defaultCloud,
        Duration connectTimeout,
        Duration callTimeout,
        Duration retryBudget,
        int pageSize,
        Compute compute) {
    private static final Logger LOG = LoggerFactory.getLogger(AzureSettings.class);

    /** Stands for the name of the storage account in the address of its blob service. */
    static final String ACCOUNT = "{account}";

    AzureSettings {
        clouds = List.copyOf(clouds);
        defaultCloud = defaultCloud.strip().toLowerCase(Locale.ROOT);
        requireNonNull(connectTimeout);
        requireNonNull(callTimeout);
        requireNonNull(retryBudget);
        requireNonNull(compute);
    }

    /**
     * What is asked of Azure Resource Manager where the client leaves it open.
     *
     * @param group the resource group of everything that is not made for one instance alone
     * @param adminUser the first user of new instances
     * @param size the hardware profile of new instances
     * @param marketplace which of the marketplace's images are listed, each {@code PUBLISHER:OFFER:SKU}
     * @param operationTimeout bounds the wait for an operation that another one needs
     * @param catalogueAge how long sizes, locations and the marketplace's images are remembered
     */
    record Compute(
            String group,
            String adminUser,
            String size,
            List<String> marketplace,
            Duration operationTimeout,
            Duration catalogueAge) {
        Compute {
            requireNonNull(group);
            requireNonNull(adminUser);
            requireNonNull(size);
            marketplace = List.copyOf(marketplace);
            requireNonNull(operationTimeout);
            requireNonNull(catalogueAge);
        }
    }

    /** The settings of a configuration; values out of range are brought to the nearest that works. */
    static AzureSettings of(AzureDriver.Config config) {
        return new AzureSettings(
                clouds(List.of(config.clouds())),
                config.defaultCloud(),
                Duration.ofSeconds(Math.max(1, config.connectTimeoutSeconds())),
                Duration.ofSeconds(Math.max(1, config.callTimeoutSeconds())),
                Duration.ofSeconds(Math.max(0, config.retryBudgetSeconds())),
                Math.min(5000, Math.max(1, config.pageSize())),
                new Compute(
                        config.resourceGroup().strip(),
                        config.adminUser().strip(),
                        config.defaultHardwareProfile().strip(),
                        Stream.of(config.marketplaceImages())
                                .flatMap(text -> Stream.of(text.strip().split("[\\s,]+")))
                                .filter(text -> !text.isEmpty())
                                .toList(),
                        Duration.ofSeconds(Math.max(1, config.operationTimeoutSeconds())),
                        Duration.ofMinutes(Math.max(0, config.catalogueMinutes()))));
    }

    /**
     * Where the provider of a request is: {@code CLOUD[;LOCATION][;account=NAME]}, where {@code azure} is the default cloud.
     * A client's text is never taken as an address.
     *
     * @throws CloudException INVALID for what is no cloud, FORBIDDEN for a host
     */
    AzurePlace place(Optional<String> provider) {
        String wanted = provider.map(String::strip).orElse("").toLowerCase(Locale.ROOT);
        String[] parts = wanted.split("\\s*;\\s*");
        String name = parts.length == 0 || parts[0].isEmpty() || parts[0].equals("azure") ? defaultCloud : parts[0];
        AzurePlace place = clouds.stream()
                .filter(cloud -> cloud.cloud().equals(name))
                .findFirst()
                .orElseThrow(() -> unknown(wanted));
        for (int i = 1; i < parts.length; i++) {
            String part = parts[i];
            if (part.matches("account=[a-z0-9]{3,24}") && place.account().isEmpty()) {
                place = place.with(part.substring("account=".length()));
            } else if (part.matches("[a-z0-9]{3,40}") && place.location().isEmpty()) {
                place = place.at(part);
            } else if (!part.isEmpty()) {
                throw unknown(wanted);
            }
        }
        return place;
    }

    private CloudException unknown(String wanted) {
        String known = String.join(", ", clouds.stream().map(AzurePlace::cloud).toList());
        if (wanted.contains(".") || wanted.contains(":") || wanted.contains("/")) {
            return new CloudException(
                    ErrorKind.FORBIDDEN,
                    "Provider '" + wanted + "' is a host. Hosts are the operator's to name"
                            + " (clouds in org.alluvium.driver.azure.cfg); the clouds here are: " + known + ".");
        }
        return new CloudException(
                ErrorKind.INVALID,
                "Provider '" + wanted
                        + "' is no cloud here; CLOUD[;LOCATION][;account=NAME] is expected, and the clouds are: "
                        + known + ".");
    }

    /**
     * Reads clouds, each {@code NAME;login=URL;arm=URL;blob=URL[;location=LOCATION]}, parted by commas or white space. One that makes no sense is
     * left out with a line in the log, so that an error in one entry takes neither the driver nor the other clouds away.
     */
    static List<AzurePlace> clouds(List<String> texts) {
        return texts.stream()
                .flatMap(text -> Stream.of(text.strip().split("[\\s,]+")))
                .filter(text -> !text.isEmpty())
                .flatMap(text -> readable(text).stream())
                .toList();
    }

    private static Optional<AzurePlace> readable(String text) {
        try {
            return Optional.of(cloud(text));
        } catch (CloudException e) {
            LOG.error("A cloud is left out until org.alluvium.driver.azure.cfg is mended: {}", e.getMessage());
            return Optional.empty();
        }
    }

    private static AzurePlace cloud(String text) {
        String[] parts = text.split(";");
        Map<String, String> addresses = new HashMap<>();
        for (int i = 1; i < parts.length; i++) {
            String[] pair = parts[i].split("=", 2);
            addresses.put(pair[0], pair.length < 2 ? "" : pair[1].replaceFirst("/+$", ""));
        }
        String blob = addresses.getOrDefault("blob", "");
        // With a name in it, it must be an address
        address(text, blob.replace(ACCOUNT, "account"));
        return new AzurePlace(
                parts[0].toLowerCase(Locale.ROOT),
                address(text, addresses.getOrDefault("login", "")),
                address(text, addresses.getOrDefault("arm", "")),
                blob,
                Optional.ofNullable(addresses.get("location"))
                        .filter(location -> !location.isEmpty())
                        .map(AzurePlace::plain),
                Optional.empty(),
                Optional.empty());
    }

    private static URI address(String cloud, String text) {
        try {
            URI address = new URI(text);
            if (address.getHost() != null
                    && address.getScheme() != null
                    && address.getScheme().matches("https?")) {
                return address;
            }
        } catch (URISyntaxException malformed) {
            // Told below, as a wrong scheme is
        }
        throw new CloudException(
                ErrorKind.INTERNAL,
                "The cloud '" + cloud + "' in org.alluvium.driver.azure.cfg is not NAME;login=URL;arm=URL;blob=URL with"
                        + " http(s) URLs.");
    }
}

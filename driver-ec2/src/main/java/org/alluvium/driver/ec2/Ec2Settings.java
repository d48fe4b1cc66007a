package org.alluvium.driver.ec2;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.alluvium.driver.CloudException;
import org.alluvium.driver.ErrorKind;
import org.alluvium.model.Provider;
import software.amazon.awssdk.regions.PartitionMetadata;
import software.amazon.awssdk.regions.Region;

/**
 * The operator's settings, immutable.
 *
 * @param endpoint serves every region, unless it is empty
 * @param defaultRegion of a request that names no provider
 * @param regions listed as providers, in this order
 * @param allowedHosts what a client may name as provider besides regions: {@code HOST}, {@code HOST:PORT} or a URL
 * @param connectTimeout bounds the time until a connection is there
 * @param callTimeout bounds one call until its whole answer is there
 * @param retryBudget bounds the time within which one call is repeated
 * @param maxConnections to one endpoint
 * @param pageSize how many things are asked for at once
 * @param login how commands get into instances
 */
record Ec2Settings(
        String endpoint,
        String defaultRegion,
        List<String> regions,
        List<String> allowedHosts,
        Duration connectTimeout,
        Duration callTimeout,
        Duration retryBudget,
        int maxConnections,
        int pageSize,
        Ec2Login login) {
    /** What the names of regions look like, in every partition; whatever matches leads to a host of Amazon's. */
    private static final Pattern REGION = Pattern.compile("[a-z]{2,5}(-[a-z]{2,12}){1,3}-\\d{1,2}");

    /** Where Eucalyptus listens. */
    private static final int EUCALYPTUS_PORT = 8773;

    Ec2Settings {
        endpoint = endpoint.strip();
        defaultRegion = defaultRegion.strip();
        regions = cleaned(regions);
        allowedHosts = cleaned(allowedHosts);
        requireNonNull(connectTimeout);
        requireNonNull(callTimeout);
        requireNonNull(retryBudget);
        requireNonNull(login);
    }

    /** Settings with log-ins as they are unless configured otherwise. */
    Ec2Settings(
            String endpoint,
            String defaultRegion,
            List<String> regions,
            List<String> allowedHosts,
            Duration connectTimeout,
            Duration callTimeout,
            Duration retryBudget,
            int maxConnections,
            int pageSize) {
        this(
                endpoint,
                defaultRegion,
                regions,
                allowedHosts,
                connectTimeout,
                callTimeout,
                retryBudget,
                maxConnections,
                pageSize,
                Ec2Login.DEFAULT);
    }

    /** The settings of a configuration; values out of range are brought to the nearest that works. */
    static Ec2Settings of(Ec2Driver.Config config) {
        return new Ec2Settings(
                config.endpoint(),
                config.defaultRegion(),
                List.of(config.regions()),
                List.of(config.allowedHosts()),
                Duration.ofSeconds(Math.max(1, config.connectTimeoutSeconds())),
                Duration.ofSeconds(Math.max(1, config.callTimeoutSeconds())),
                Duration.ofSeconds(Math.max(0, config.retryBudgetSeconds())),
                Math.max(1, config.maxConnections()),
                Math.min(1000, Math.max(5, config.pageSize())),
                Ec2Login.of(config));
    }

    /**
     * Where the provider of a request is. A client's text is never taken as an address unless the operator allows it.
     *
     * @throws CloudException INVALID for what is no region, FORBIDDEN for a host that is not allowed
     */
    Ec2Place place(Optional<String> provider) {
        String wanted = provider.map(String::strip).orElse("");
        String region = wanted.toLowerCase(Locale.ROOT);
        if (wanted.isEmpty()) {
            return at(defaultRegion);
        }
        if (isRegion(region)) {
            return at(region);
        }
        if (wanted.contains("=") || wanted.contains(";")) {
            return eucalyptus(wanted);
        }
        for (String allowed : allowedHosts) {
            URI address = address(allowed);
            if (wanted.equalsIgnoreCase(address.getAuthority())) {
                return Ec2Place.at(defaultRegion, address);
            }
        }
        if (wanted.contains(".") || wanted.contains(":")) {
            throw notAllowed(wanted);
        }
        throw new CloudException(
                ErrorKind.INVALID,
                "Provider '" + wanted + "' is no region of EC2; regions are named like '" + defaultRegion + "'.");
    }

    /** {@code ec2=HOST[:PORT];s3=HOST[:PORT]} (contract drivers, matrix). */
    private Ec2Place eucalyptus(String wanted) {
        Map<String, String> hosts = new HashMap<>();
        for (String part : wanted.split(";", -1)) {
            String[] pair = part.split("=", 2);
            hosts.put(pair[0].strip().toLowerCase(Locale.ROOT), pair.length == 2 ? pair[1].strip() : "");
        }
        String compute = hosts.getOrDefault("ec2", "");
        String storage = hosts.getOrDefault("s3", "");
        if (hosts.size() != 2 || compute.isEmpty() || storage.isEmpty()) {
            throw new CloudException(
                    ErrorKind.INVALID, "Provider '" + wanted + "' is not of the form ec2=HOST[:PORT];s3=HOST[:PORT].");
        }
        return Ec2Place.eucalyptus(defaultRegion, allowed(compute), allowed(storage));
    }

    /** The address of a Eucalyptus host. An entry without a port allows Eucalyptus' own. */
    private URI allowed(String host) {
        for (String entry : allowedHosts) {
            URI address = address(entry);
            String authority =
                    address.getPort() < 0 ? address.getHost() + ":" + EUCALYPTUS_PORT : address.getAuthority();
            if (authority.equalsIgnoreCase(host) || authority.equalsIgnoreCase(host + ":" + EUCALYPTUS_PORT)) {
                return address(address.getScheme() + "://" + authority);
            }
        }
        throw notAllowed(host);
    }

    private static CloudException notAllowed(String host) {
        return new CloudException(
                ErrorKind.FORBIDDEN,
                "Provider '" + host + "' is no region, and the operator does not allow it as a host"
                        + " (allowedHosts in org.alluvium.driver.ec2.cfg).");
    }

    /** The listed regions, with the addresses of their services (contract drivers, ec2). */
    List<Provider> providers() {
        return regions.stream().map(this::provider).toList();
    }

    /** A region, with the addresses of its services. */
    Provider provider(String region) {
        String domain = PartitionMetadata.of(Region.of(region)).dnsSuffix();
        Map<String, String> entrypoints = new LinkedHashMap<>();
        entrypoints.put("s3", region.equals("us-east-1") ? "s3." + domain : "s3-" + region + "." + domain);
        entrypoints.put("elb", "elasticloadbalancing." + region + "." + domain);
        entrypoints.put("ec2", "ec2." + region + "." + domain);
        entrypoints.put("mon", "monitoring." + region + "." + domain);
        override().ifPresent(address -> entrypoints.replaceAll((kind, host) -> address.getAuthority()));
        return new Provider(region, entrypoints);
    }

    private boolean isRegion(String name) {
        return name.equals(defaultRegion)
                || regions.contains(name)
                || REGION.matcher(name).matches();
    }

    private Ec2Place at(String region) {
        return override().map(address -> Ec2Place.at(region, address)).orElseGet(() -> Ec2Place.of(region));
    }

    private Optional<URI> override() {
        return endpoint.isEmpty() ? Optional.empty() : Optional.of(address(endpoint));
    }

    private static URI address(String text) {
        try {
            URI address = new URI(text.contains("://") ? text : "https://" + text);
            if (address.getHost() != null && Stream.of("http", "https").anyMatch(address.getScheme()::equals)) {
                return address;
            }
        } catch (URISyntaxException malformed) {
            // told below
        }
        throw new CloudException(
                ErrorKind.INTERNAL, "The address '" + text + "' in org.alluvium.driver.ec2.cfg is not an http(s) URL.");
    }

    /** A line of a settings file is one value, with commas between what it lists. */
    private static List<String> cleaned(List<String> values) {
        return values.stream()
                .flatMap(value -> Stream.of(value.split(",")))
                .map(String::strip)
                .filter(value -> !value.isEmpty())
                .toList();
    }
}

package org.alluvium.driver.azure;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.alluvium.capability.LoadBalancerOperations;
import org.alluvium.driver.CloudException;
import org.alluvium.driver.ErrorKind;
import org.alluvium.model.LoadBalancer;
import org.alluvium.model.LoadBalancer.Listener;

/**
 * Load balancers, with a public address that comes and goes with them. Azure's pass TCP on and read no HTTP: a listener for
 * HTTP is one for TCP under a name that says so. Instances belong to one by their network interfaces.
 */
final class AzureLoadBalancers implements LoadBalancerOperations {
    /** A tag of the addresses that were made for a load balancer. */
    private static final String MADE_FOR = "alluvium-load-balancer";

    private final AzureArm arm;
    private final AzureResources balancers;
    private final AzureResources addresses;
    private final AzureNics nics;

    AzureLoadBalancers(AzureArm arm) {
        this.arm = requireNonNull(arm);
        this.balancers = new AzureResources(arm, AzureType.LOAD_BALANCER);
        this.addresses = new AzureResources(arm, AzureType.ADDRESS);
        this.nics = new AzureNics(arm);
    }

    /** Asks for three lists: balancers, addresses, network interfaces; the last two where they tell something. */
    @Override
    public List<LoadBalancer> list() {
        List<JsonNode> all = balancers.list();
        Map<AzureId, String> ips = new HashMap<>();
        if (all.stream().anyMatch(one -> !frontends(one).isEmpty())) {
            addresses
                    .list()
                    .forEach(address -> AzureJson.id(address, "id")
                            .ifPresent(id -> AzureAddresses.ip(address).ifPresent(ip -> ips.put(id, ip))));
        }
        Map<AzureId, AzureId> instances =
                all.stream().anyMatch(one -> !members(one).isEmpty()) ? nics.instances() : Map.of();
        return all.stream()
                .flatMap(balancer -> balancer(balancer, ips, instances).stream())
                .toList();
    }

    @Override
    public Optional<LoadBalancer> find(String id) {
        Optional<JsonNode> found = balancers.find(id);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        Map<AzureId, String> ips = new HashMap<>();
        frontends(found.get())
                .forEach(address -> addresses
                        .find(address, Map.of())
                        .flatMap(AzureAddresses::ip)
                        .ifPresent(ip -> ips.put(address, ip)));
        return balancer(found.get(), ips, members(found.get()).isEmpty() ? Map.of() : nics.instances());
    }

    @Override
    public LoadBalancer create(String name, String realmId, Listener listener) {
        String location = AzureRealm.parse(realmId).location();
        AzureBalancerPlan plan = AzureBalancerPlan.of(listener);
        AzureId id = AzureNaming.fresh(arm, AzureType.LOAD_BALANCER, Optional.of(name));
        AzureId addressId = new AzureId(id.group(), AzureNaming.invented(AzureType.ADDRESS));
        JsonNode address = new AzureAddresses(arm).create(addressId, location, Map.of(MADE_FOR, id.name()));
        try {
            arm.await(balancers.put(
                    id,
                    plan.body(location, balancers.path(id), address.path("id").asText())));
        } catch (CloudException failure) {
            try {
                // It may be half made, and holds its address then
                arm.await(balancers.delete(id));
                arm.await(addresses.delete(addressId));
            } catch (CloudException alsoFailed) {
                failure.addSuppressed(alsoFailed);
            }
            throw failure;
        }
        return require(id.toString());
    }

    @Override
    public void destroy(String id) {
        List<AzureId> used = frontends(balancers.require(id));
        arm.await(balancers.delete(balancers.id(id)));
        for (AzureId address : used) {
            boolean madeForIt = addresses
                    .find(address, Map.of())
                    .filter(found -> found.path("tags").has(MADE_FOR))
                    .isPresent();
            if (madeForIt) {
                arm.await(addresses.delete(address));
            }
        }
    }

    @Override
    public LoadBalancer register(String id, String instanceId) {
        String pool = pool(id, balancers.require(id));
        nics.change(nics.first(instanceId), Optional.empty(), properties -> {
            List<Object> pools = pools(properties);
            if (!pools.contains(Map.of("id", pool))) {
                pools.add(Map.of("id", pool));
            }
            properties.put("loadBalancerBackendAddressPools", pools);
        });
        return require(id);
    }

    @Override
    public LoadBalancer unregister(String id, String instanceId) {
        JsonNode balancer = balancers.require(id);
        JsonNode instance = new AzureResources(arm, AzureType.INSTANCE).require(instanceId);
        List<AzureId> own = AzureNics.of(instance);
        List<AzureId> registered = members(balancer).stream()
                .filter(member -> own.contains(nic(member)))
                .toList();
        if (registered.isEmpty()) {
            throw new CloudException(
                    ErrorKind.CONFLICT,
                    "Instance '" + instanceId + "' is not registered with load balancer '" + id + "'.");
        }
        Set<Optional<AzureId>> poolsHere = new LinkedHashSet<>();
        balancer.path("properties").path("backendAddressPools").forEach(p -> poolsHere.add(AzureJson.id(p, "id")));
        for (AzureId member : registered) {
            nics.change(nic(member), member.child(), properties -> {
                List<Object> pools = pools(properties);
                pools.removeIf(pool -> pool instanceof Map<?, ?> reference
                        && poolsHere.contains(AzureId.ofResource(String.valueOf(reference.get("id")))));
                properties.put("loadBalancerBackendAddressPools", pools);
            });
        }
        return require(id);
    }

    private LoadBalancer require(String id) {
        return find(id).orElseThrow(() -> CloudException.notFound("Load balancer", id));
    }

    private static List<Object> pools(Map<String, Object> properties) {
        return properties.get("loadBalancerBackendAddressPools") instanceof List<?> pools
                ? new ArrayList<>(pools)
                : new ArrayList<>();
    }

    private static String pool(String id, JsonNode balancer) {
        return AzureJson.text(
                        balancer.path("properties").path("backendAddressPools").path(0), "id")
                .orElseThrow(() ->
                        new CloudException(ErrorKind.CONFLICT, "Load balancer '" + id + "' has no pool of instances."));
    }

    private static AzureId nic(AzureId configuration) {
        return new AzureId(configuration.group(), configuration.name());
    }

    /** The public addresses by which it is reached. */
    private static List<AzureId> frontends(JsonNode balancer) {
        List<AzureId> all = new ArrayList<>();
        balancer.path("properties")
                .path("frontendIPConfigurations")
                .forEach(one -> AzureJson.id(one.path("properties").path("publicIPAddress"), "id")
                        .ifPresent(all::add));
        return all;
    }

    /** The configurations of network interfaces in its pools. */
    private static List<AzureId> members(JsonNode balancer) {
        List<AzureId> all = new ArrayList<>();
        balancer.path("properties")
                .path("backendAddressPools")
                .forEach(pool -> pool.path("properties")
                        .path("backendIPConfigurations")
                        .forEach(one -> AzureJson.text(one, "id")
                                // Those of scale sets are no instances of this API
                                .filter(id -> !id.toLowerCase(Locale.ROOT).contains("/virtualmachinescalesets/"))
                                .flatMap(AzureId::ofResource)
                                .ifPresent(all::add)));
        return all;
    }

    private static Optional<LoadBalancer> balancer(
            JsonNode balancer, Map<AzureId, String> ips, Map<AzureId, AzureId> instances) {
        Set<String> members = new LinkedHashSet<>();
        for (AzureId member : members(balancer)) {
            Optional.ofNullable(instances.get(nic(member)))
                    .map(AzureId::toString)
                    .ifPresent(members::add);
        }
        return AzureJson.id(balancer, "id")
                .map(id -> new LoadBalancer(
                        id.toString(),
                        Optional.empty(),
                        List.of(AzureRealm.of(balancer).location()),
                        AzureBalancerPlan.listeners(balancer),
                        List.copyOf(members),
                        frontends(balancer).stream()
                                .flatMap(address -> Optional.ofNullable(ips.get(address)).stream())
                                .toList()));
    }
}

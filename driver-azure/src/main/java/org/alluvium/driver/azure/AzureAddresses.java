package org.alluvium.driver.azure;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.alluvium.capability.AddressOperations;
import org.alluvium.driver.CloudException;
import org.alluvium.driver.ErrorKind;
import org.alluvium.model.Address;

/**
 * Public addresses. Their id is the address itself, so that one without an address, as ARM's dynamic ones are while nobody
 * uses them, is not listed; and ARM is asked for all of them to find one.
 */
final class AzureAddresses implements AddressOperations {
    private static final Map<String, String> DELETED_WITH_IT = Map.of("deleteOption", "Delete");

    private final AzureArm arm;
    private final AzureResources addresses;
    private final AzureNics nics;

    AzureAddresses(AzureArm arm) {
        this.arm = requireNonNull(arm);
        this.addresses = new AzureResources(arm, AzureType.ADDRESS);
        this.nics = new AzureNics(arm);
    }

    /** Of network interfaces, which alone know whose they are, one list is asked for, and only when an address is in use. */
    @Override
    public List<Address> list() {
        List<JsonNode> all = addresses.list().stream()
                .filter(address -> ip(address).isPresent())
                .toList();
        Map<AzureId, AzureId> instances =
                all.stream().anyMatch(one -> nic(one).isPresent()) ? nics.instances() : Map.of();
        return all.stream().map(address -> address(address, instances)).toList();
    }

    @Override
    public Optional<Address> find(String id) {
        return search(id).map(found -> address(found, nic(found).isPresent() ? nics.instances() : Map.of()));
    }

    /**
     * The resource that is meant by an address of this API, or by {@code GROUP:NAME} where it has no address yet; empty for
     * what is neither.
     */
    Optional<AzureId> resource(String id) {
        return id.matches("[0-9]+(\\.[0-9]+){3}|[0-9a-fA-F]*:[0-9a-fA-F]*:[0-9a-fA-F:.]*")
                ? search(id).flatMap(address -> AzureJson.id(address, "id"))
                : AzureId.parse(id, arm.settings().group(), 2);
    }

    @Override
    public Address create() {
        AzureId id = AzureNaming.fresh(arm, AzureType.ADDRESS, Optional.empty());
        JsonNode made = create(id, arm.home(), Map.of());
        return address(made, Map.of());
    }

    /**
     * Makes an address, and waits for it; what is half made goes again.
     *
     * @return as ARM describes it
     */
    JsonNode create(AzureId id, String location, Map<String, String> tags) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("location", location);
        body.put("tags", tags);
        body.put("sku", Map.of("name", "Standard"));
        body.put("properties", Map.of("publicIPAllocationMethod", "Static", "publicIPAddressVersion", "IPv4"));
        AzureOperation made = addresses.put(id, body);
        try {
            arm.await(made);
            return addresses
                    .find(id, Map.of())
                    .filter(address -> ip(address).isPresent())
                    .orElseThrow(() -> AzureErrors.garbled(made.name(), "no address"));
        } catch (CloudException failure) {
            try {
                addresses.delete(id);
            } catch (CloudException alsoFailed) {
                failure.addSuppressed(alsoFailed);
            }
            throw failure;
        }
    }

    @Override
    public void destroy(String id) {
        JsonNode address = free(id);
        arm.await(addresses.delete(
                AzureJson.id(address, "id").orElseThrow(() -> CloudException.notFound("Address", id))));
    }

    /** Takes the place of the address that the instance has. */
    @Override
    public void associate(String id, String instanceId) {
        JsonNode address = free(id);
        nics.change(
                nics.first(instanceId),
                Optional.empty(),
                properties -> properties.put(
                        "publicIPAddress", Map.of("id", address.path("id").asText())));
    }

    /** An address that was made with the instance, and had to give way to this one, takes its place again. */
    @Override
    public void disassociate(String id) {
        List<JsonNode> all = addresses.list();
        JsonNode address = search(id, all).orElseThrow(() -> CloudException.notFound("Address", id));
        AzureId nic = nic(address)
                .orElseThrow(() -> new CloudException(
                        ErrorKind.CONFLICT,
                        configuration(address).isPresent()
                                ? "Address '" + id + "' belongs to something that is no instance."
                                : "Address '" + id + "' is associated with no instance."));
        Optional<String> own = all.stream()
                .filter(one -> configuration(one).isEmpty() && isMadeFor(one, nic))
                .flatMap(one -> AzureJson.text(one, "id").stream())
                .findFirst();
        nics.change(new AzureId(nic.group(), nic.name()), nic.child(), properties -> {
            properties.remove("publicIPAddress");
            own.ifPresent(idle -> properties.put("publicIPAddress", Map.of("id", idle, "properties", DELETED_WITH_IT)));
        });
    }

    private JsonNode free(String id) {
        JsonNode address = require(id);
        configuration(address).ifPresent(user -> {
            throw new CloudException(
                    ErrorKind.CONFLICT,
                    "Address '" + id + "' is in use by '"
                            + AzureId.ofResource(user).map(AzureId::toString).orElse(user) + "'.");
        });
        return address;
    }

    private JsonNode require(String id) {
        return search(id).orElseThrow(() -> CloudException.notFound("Address", id));
    }

    private Optional<JsonNode> search(String id) {
        // Spares what can be no address a call
        return id.matches("[0-9a-fA-F.:]{2,45}") ? search(id, addresses.list()) : Optional.empty();
    }

    private static Optional<JsonNode> search(String id, List<JsonNode> all) {
        return all.stream()
                .filter(address -> ip(address).equals(Optional.of(id)))
                .findFirst();
    }

    /** Whether an address was made with the instance of a network interface that was made with it, too. */
    private boolean isMadeFor(JsonNode address, AzureId nic) {
        Optional<String> instance = AzureJson.text(address.path("tags"), AzureInstanceView.INSTANCE);
        return instance.isPresent()
                && AzureJson.id(address, "id")
                        .filter(id -> id.group().equals(nic.group()))
                        .isPresent()
                && nics.tag(new AzureId(nic.group(), nic.name()), AzureInstanceView.INSTANCE)
                        .equals(instance);
    }

    private static Address address(JsonNode address, Map<AzureId, AzureId> instances) {
        Optional<AzureId> nic =
                nic(address).map(configuration -> new AzureId(configuration.group(), configuration.name()));
        return new Address(
                ip(address).orElse(""),
                nic.flatMap(id -> Optional.ofNullable(instances.get(id))).map(AzureId::toString));
    }

    static Optional<String> ip(JsonNode address) {
        return AzureJson.text(address.path("properties"), "ipAddress");
    }

    /** Where it is used. */
    private static Optional<String> configuration(JsonNode address) {
        return AzureJson.text(address.path("properties").path("ipConfiguration"), "id");
    }

    /** The network interface that has it, with the configuration as its part; load balancers have addresses, too. */
    private static Optional<AzureId> nic(JsonNode address) {
        return configuration(address)
                .filter(user -> user.toLowerCase(Locale.ROOT).contains("/networkinterfaces/"))
                .flatMap(AzureId::ofResource);
    }
}

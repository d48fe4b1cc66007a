package org.alluvium.driver.azure;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.alluvium.capability.SubnetOperations;
import org.alluvium.driver.CloudException;
import org.alluvium.driver.ErrorKind;
import org.alluvium.model.Subnet;

/** Subnets of virtual networks; their ids are {@code GROUP:NETWORK:SUBNET}. */
final class AzureSubnets implements SubnetOperations {
    private final AzureArm arm;
    private final AzureResources networks;

    AzureSubnets(AzureArm arm) {
        this.arm = requireNonNull(arm);
        this.networks = new AzureResources(arm, AzureType.NETWORK);
    }

    /** They come with the networks. */
    @Override
    public List<Subnet> list() {
        return networks.list().stream()
                .flatMap(
                        network -> AzureJson.elements(network.path("properties").path("subnets")).stream())
                .flatMap(subnet -> subnet(subnet).stream())
                .toList();
    }

    @Override
    public Optional<Subnet> find(String id) {
        return parse(id)
                .flatMap(known -> arm.find(AzureApi.NETWORK, "subnets/get", path(known), Map.of()))
                .flatMap(AzureSubnets::subnet);
    }

    @Override
    public Subnet create(String networkId, String addressBlock, Optional<String> name) {
        AzureId network = networks.id(networkId);
        networks.require(networkId);
        String child = name.map(String::strip)
                .filter(given -> !given.isEmpty())
                .map(AzureNaming::checked)
                .orElseGet(() -> "subnet-" + addressBlock.replaceAll("[^0-9A-Fa-f]+", "-"));
        AzureId id = new AzureId(network.group(), network.name(), Optional.of(child));
        if (find(id.toString()).isPresent()) {
            throw new CloudException(ErrorKind.CONFLICT, "Subnet '" + id + "' exists already.");
        }
        arm.await(arm.change(
                AzureApi.NETWORK,
                "subnets/put",
                "PUT",
                path(id),
                Map.of("properties", Map.of("addressPrefix", addressBlock))));
        return find(id.toString()).orElseThrow(() -> CloudException.notFound("Subnet", id.toString()));
    }

    @Override
    public void destroy(String id) {
        AzureId known = parse(id)
                .filter(parsed -> find(id).isPresent())
                .orElseThrow(() -> CloudException.notFound("Subnet", id));
        arm.await(arm.change(AzureApi.NETWORK, "subnets/delete", "DELETE", path(known), Map.of()));
    }

    /**
     * The path of a subnet, as other resources refer to it.
     *
     * @throws CloudException NOT_FOUND for what can be no subnet's id
     */
    String reference(String id) {
        return path(parse(id).orElseThrow(() -> CloudException.notFound("Subnet", id)));
    }

    private Optional<AzureId> parse(String id) {
        return AzureId.parse(id, arm.settings().group(), 3);
    }

    private String path(AzureId id) {
        return networks.path(new AzureId(id.group(), id.name())) + "/subnets/"
                + AzureArm.encode(id.child().orElse(""));
    }

    private static Optional<Subnet> subnet(JsonNode subnet) {
        JsonNode properties = subnet.path("properties");
        return AzureJson.id(subnet, "id")
                .map(id -> new Subnet(
                        id.toString(),
                        AzureJson.text(subnet, "name").orElse(id.child().orElse("")),
                        new AzureId(id.group(), id.name()).toString(),
                        AzureJson.text(properties, "addressPrefix")
                                .orElseGet(() -> properties
                                        .path("addressPrefixes")
                                        .path(0)
                                        .asText()),
                        AzureNetworks.state(subnet),
                        Optional.empty()));
    }
}

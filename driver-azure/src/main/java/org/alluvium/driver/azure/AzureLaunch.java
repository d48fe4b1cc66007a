package org.alluvium.driver.azure;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.alluvium.capability.InstanceRequest;
import org.alluvium.driver.CloudException;
import org.alluvium.driver.ErrorKind;
import org.alluvium.driver.Feature;
import org.alluvium.driver.Parameter;
import org.alluvium.driver.Parameter.Type;

/**
 * One new instance. Everything that can be wrong with the wish is looked at first; then come the steps: a resource group of
 * its own, a network, a public address, a network interface, and the instance, each of them left out where the caller names
 * his own. When a step fails, what was made before goes again, and the error tells the step.
 */
final class AzureLaunch {
    /** What the caller may name instead of having it made. */
    static final List<Feature> FEATURES = List.of(
            own(
                    "resource_group",
                    "The resource group to make it in. Unless a subnet or network interface is named, too, the group's network"
                            + " there is used; one is made, and stays, if it has none."),
            own("subnet_id", "The subnet to plug it into, GROUP:NETWORK:SUBNET."),
            own("network_interface_id", "The network interface to give it; then it gets no public address."),
            own("address_id", "The public address to give it; 'none' leaves it without."));

    private final AzureArm arm;
    private final InstanceRequest wanted;
    private final String name;
    private final String suffix;
    private final Optional<AzureId> subnet;
    private final Optional<AzureId> ownInterface;
    private final Optional<String> ownGroup;
    private final Optional<AzureId> firewall;
    private final Optional<AzureId> ownAddress;
    private Optional<String> password = Optional.empty();

    /**
     * @throws CloudException INVALID when the wish makes no sense
     */
    AzureLaunch(AzureArm arm, InstanceRequest wanted) {
        this.arm = requireNonNull(arm);
        this.wanted = requireNonNull(wanted);
        this.suffix = wanted.idempotencyKey().map(AzureNames::digest).orElseGet(AzureNames::random);
        this.name = AzureNames.requireInstance(given(wanted.name()).orElse("vm-" + suffix));
        this.ownGroup = parameter("resource_group").map(AzureNames::lower);
        this.subnet = id("subnet_id", "Subnet", 3);
        this.ownInterface = id("network_interface_id", "Network interface", 2);
        this.ownAddress = addressless()
                ? Optional.empty()
                : parameter("address_id")
                        .map(text -> new AzureAddresses(arm)
                                .resource(text)
                                .orElseThrow(() -> new CloudException(
                                        ErrorKind.INVALID, "Address '" + text + "' does not exist.")));
        this.firewall = wanted.firewallIds().stream().findFirst().map(text -> parse(text, "Firewall", 2));
        if (wanted.firewallIds().size() > 1) {
            throw new CloudException(ErrorKind.INVALID, "An instance of Azure has one firewall at most.");
        }
    }

    /** What the same wish has made before; asked for only where the caller says which wishes are the same. */
    Optional<AzureId> earlier() {
        return wanted.idempotencyKey().map(key -> id());
    }

    /** The password that was set, to be told once. */
    Optional<String> password() {
        return password;
    }

    /** Makes it, as far as Azure's acceptance of the last step. */
    JsonNode start() {
        AzureRealm placement = new AzureLocations(arm).require(wanted.realmId());
        AzureGuest guest = AzureGuest.of(arm, wanted, placement, name);
        password = guest.password();
        AzureResources instances = new AzureResources(arm, AzureType.INSTANCE);
        AzureId id = id();
        AzureGroups groups = new AzureGroups(arm);
        if (ownGroup.isPresent() && !groups.exists(id.group())) {
            throw new CloudException(ErrorKind.INVALID, "Resource group '" + id.group() + "' does not exist.");
        }
        // ARM's PUT would change the one that is there
        if (ownGroup.isPresent() && instances.find(id, Map.of()).isPresent()) {
            throw new CloudException(ErrorKind.CONFLICT, "There is an instance '" + id + "' already.");
        }
        AzureSteps steps = new AzureSteps(name, guest.secrets());
        AzurePlug plug = new AzurePlug(arm, placement, id.group(), name, suffix);
        if (ownGroup.isEmpty()) {
            steps.run(
                    "resource group",
                    () -> groups.create(id.group(), placement.location(), plug.tags()),
                    () -> groups.delete(id.group()));
        }
        // What lies in a group that is removed is not removed one by one
        boolean alone = ownGroup.isPresent();
        Optional<AzureId> used = subnet.isEmpty() && ownInterface.isEmpty() && alone ? plug.subnetOfGroup() : subnet;
        AzureId plugged = ownInterface.orElseGet(() -> plug.make(steps, alone, used, address(), firewall));
        return steps.get(
                "instance",
                () -> instances
                        .put(id, guest.document(plug.tags(), interfaces().path(plugged), ownInterface.isPresent()))
                        .body(),
                alone ? () -> arm.await(instances.delete(id)) : () -> {});
    }

    private AzureId id() {
        return new AzureId(ownGroup.orElse(AzureNames.lower(arm.settings().group() + "-" + name + "-" + suffix)), name);
    }

    private AzureResources interfaces() {
        return new AzureResources(arm, AzureType.NETWORK_INTERFACE);
    }

    private AzurePlug.Address address() {
        return addressless() ? AzurePlug.NO_ADDRESS : new AzurePlug.Address(ownAddress.isEmpty(), ownAddress);
    }

    private boolean addressless() {
        return parameter("address_id").filter("none"::equals).isPresent();
    }

    private Optional<AzureId> id(String parameter, String noun, int parts) {
        return parameter(parameter).map(text -> parse(text, noun, parts));
    }

    private AzureId parse(String text, String noun, int parts) {
        return AzureId.parse(text, arm.settings().group(), parts)
                .orElseThrow(() -> new CloudException(ErrorKind.INVALID, noun + " '" + text + "' does not exist."));
    }

    private Optional<String> parameter(String parameter) {
        return given(Optional.ofNullable(wanted.parameters().get(parameter)));
    }

    static Optional<String> given(Optional<String> text) {
        return text.map(String::strip).filter(t -> !t.isEmpty());
    }

    private static Feature own(String parameter, String description) {
        return new Feature("instances", parameter, "create", Parameter.optional(parameter, Type.STRING, description));
    }
}
